"""The letters of a PDF page with their boxes, in lines, as pdfium reads them.

Boxes here are in the page's own space (left, bottom, right, top; y upward, before rotation); `view_box` and
`page_box` change between it and what a reader sees (left, top, right, bottom from the upper left corner).
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

Box = tuple[float, float, float, float]

ONE_AT_A_TIME = threading.RLock()
"""pdfium is not made for several threads."""

MAX_LETTERS = 200_000  # of one page
UNKNOWN = "\ufffd"


class Unreadable(Exception):
    """The file cannot be opened; the text says why, in Chinese."""


@dataclass(slots=True)
class Line:
    """`boxes[i]` and `objects[i]` belong to `text[i]`; spaces that pdfium made up have no box.

    `end` parts it from the next: a tab for each column up to the next cell of a row, else a newline.
    """

    text: str = ""
    boxes: list[Box | None] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    unmapped: int = 0
    end: str = "\n"

    @property
    def box(self) -> Box | None:
        return around([box for box in self.boxes if box])


@contextmanager
def opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    """A document, closed afterwards. Raises Unreadable with the reason."""
    with ONE_AT_A_TIME:
        document = None
        try:
            document = pdfium.PdfDocument(path)
            pages = len(document)
        except pdfium.PdfiumError as error:
            if document is not None:
                document.close()
            code = getattr(error, "err_code", None)
            if code == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
                raise Unreadable("文件加了密码，打不开。去掉密码再上传。") from error
            raise Unreadable("文件已损坏，或者不是 PDF，打不开。") from error
        except (OSError, ValueError) as error:
            raise Unreadable("文件读不出来。") from error
        try:
            if pages == 0:
                raise Unreadable("文件里没有页面，可能已损坏。")
            yield document
        finally:
            document.close()


def around(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def view_box(box: Box, bounds: Box, rotation: int) -> Box:
    """From page space to left, top, right, bottom as seen. `bounds` is the page's visible box in page space."""
    left, bottom, right, top = box
    x0, y0, x1, y1 = bounds
    if rotation == 90:
        return bottom - y0, left - x0, top - y0, right - x0
    if rotation == 180:
        return x1 - right, bottom - y0, x1 - left, top - y0
    if rotation == 270:
        return y1 - top, x1 - right, y1 - bottom, x1 - left
    return left - x0, y1 - top, right - x0, y1 - bottom


def page_box(seen: Box, bounds: Box, rotation: int) -> Box:
    """The reverse of `view_box`."""
    left, top, right, bottom = seen
    x0, y0, x1, y1 = bounds
    if rotation == 90:
        return x0 + top, y0 + left, x0 + bottom, y0 + right
    if rotation == 180:
        return x1 - right, y0 + top, x1 - left, y0 + bottom
    if rotation == 270:
        return x1 - bottom, y1 - right, x1 - top, y1 - left
    return x0 + left, y1 - bottom, x0 + right, y1 - top


def lines_of(textpage: Any) -> list[Line]:
    """The page's lines in pdfium's order."""
    lines: list[Line] = []
    line = Line()
    letters: list[str] = []  # of the line; a text that grows letter by letter is copied with each

    def close() -> None:
        nonlocal line, letters
        if letters:
            line.text = "".join(letters)
            lines.append(line)
        line, letters = Line(), []

    rectangle = raw.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    waiting_surrogate = 0
    for index in range(min(textpage.count_chars(), MAX_LETTERS)):
        code = raw.FPDFText_GetUnicode(textpage.raw, index)
        if code in (10, 13):
            close()
            continue
        if 0xD800 <= code < 0xDC00:
            waiting_surrogate = code
            continue
        if 0xDC00 <= code < 0xE000 and waiting_surrogate:
            code = 0x10000 + ((waiting_surrogate - 0xD800) << 10) + code - 0xDC00
        waiting_surrogate = 0
        letter, unmapped = _letter(textpage, index, code)
        line.unmapped += unmapped
        box = None
        if raw.FPDFText_IsGenerated(textpage.raw, index) != 1 and raw.FPDFText_GetLooseCharBox(
            textpage.raw, index, pointer
        ):
            box = (
                min(rectangle.left, rectangle.right),
                min(rectangle.bottom, rectangle.top),
                max(rectangle.left, rectangle.right),
                max(rectangle.bottom, rectangle.top),
            )
        letters.append(letter)
        line.boxes.append(box)
        line.objects.append(_address(raw.FPDFText_GetTextObject(textpage.raw, index)) if box else 0)
    close()
    return lines


def _letter(textpage: Any, index: int, code: int) -> tuple[str, int]:
    """The letter, and 1 when the file doesn't say which letter the sign is."""
    if code == 2:  # pdfium's mark for a hyphen at the line's end
        return "-", 0
    if code == 0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
        return UNKNOWN, 1
    private = 0xE000 <= code < 0xF900 or code == 0xFFFD
    unmapped = private or (code > 127 and raw.FPDFText_HasUnicodeMapError(textpage.raw, index) == 1)
    return ("\t" if code == 9 else " " if code < 32 else chr(code)), int(unmapped)


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0 if pointer else 0
