"""PDF: text by lines and by the cells of tables with page and box, what is hidden, and which pages wait for recognition."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.files.extraction.pdf_letters import (
    ONE_AT_A_TIME,
    Box,
    Line,
    Unreadable,
    lines_of,
    opened,
    view_box,
)
from gongkai.files.extraction.pdf_sight import unseen
from gongkai.files.extraction.pdf_structure import form_fields, hidden_in_structure, structure_of
from gongkai.files.extraction.pdf_tables import in_rows
from gongkai.files.extraction.pdf_typefaces import pages_without_letters
from gongkai.files.extraction.shapes import READ, UNREADABLE, WAITING, Block, Extract, Hidden
from gongkai.files.extraction.wrapping import ends_of

WAITS = "等待文字识别"
MAX_PAGES = 3000
SECONDS = 20.0
"""After this many seconds no further page is read; the extract then says so and needs a signature."""

_SPARE = 14.0  # seconds before the end from which only pages with something odd are drawn
_PICTURE_SHARE = 0.25  # of the page: a picture without a text layer as large as this may hold a document
_SMALLEST_PICTURE = 0.02  # of a page without any text
_UNMAPPED_SHARE = 0.2
_MANY_CURVES = 40  # drawings with more are taken for letters turned into lines
_LOOKED_AT = 5_000  # objects of a page


@dataclass
class PageText:
    """One page: its lines, its visible box, and whether it shows text that only recognition can read."""

    number: int
    lines: list[Line]
    bounds: Box
    rotation: int
    pictures: bool = False
    hidden: list[Hidden] = field(default_factory=list)


def read(path: Path) -> Extract:
    """The file's text and what it hides. Never raises for what is in the file."""
    try:
        with ONE_AT_A_TIME:
            return _read(path)
    except Unreadable as refusal:
        return Extract(state=UNREADABLE, problem=str(refusal))
    except (
        Exception
    ):  # the libraries raise what they like at hostile files; each means the same to the reader
        return Extract(state=UNREADABLE, problem="文件的结构有问题，读不下去。")


def _read(path: Path) -> Extract:
    blocks: list[Block] = []
    hidden: list[Hidden] = []
    waiting: list[int] = []
    done = total = 0
    end = time.monotonic() + SECONDS
    with opened(path) as document:
        total = len(document)
        for page in pages(document, look=True, until=end):
            done += 1
            blocks += page_blocks(page)
            hidden += page.hidden
            if page.pictures:
                waiting.append(page.number)
    warnings: list[str] = []
    try:
        with structure_of(path) as structure:
            blocks += [block for _, block in field_blocks(structure)] if done == total else []
            text = "".join(block.text for block in blocks)
            waiting = sorted({*waiting, *(pages_without_letters(structure) & set(range(1, done + 1)))})
            hidden += hidden_in_structure(structure, path, text)
    except pikepdf.PdfError:
        warnings.append("文件结构不完整，附件、注释和属性没有查到。")
        return Extract(
            tuple(blocks),
            tuple(hidden),
            UNREADABLE,
            "文件结构损坏，藏着的内容查不了。",
            total,
            tuple(warnings),
        )
    if done < total:
        problem = f"共 {total} 页，只读了前 {done} 页，其余没有检查。"
        return Extract(tuple(blocks), tuple(hidden), UNREADABLE, problem, total, (problem,))
    if waiting:
        shown = "、".join(map(str, waiting[:20])) + ("等" if len(waiting) > 20 else "")
        warnings.append(f"第{shown}页是图片，{WAITS}。")
    return Extract(
        tuple(blocks),
        tuple(hidden),
        WAITING if waiting else READ,
        WAITS if waiting else "",
        total,
        tuple(warnings),
    )


def waiting_pages(path: Path) -> list[int]:
    """Pages (from 1) whose text only recognition can read. Raises Unreadable."""
    with opened(path) as document:
        found = {page.number for page in pages(document) if page.pictures}
    try:
        with structure_of(path) as structure:
            found |= pages_without_letters(structure)
    except pikepdf.PdfError as error:
        raise Unreadable("文件结构损坏。") from error
    return sorted(found)


def pages(
    document: pdfium.PdfDocument, *, look: bool = False, until: float | None = None
) -> Iterator[PageText]:
    """Page by page. `look` searches for text that cannot be seen; `until` is a time.monotonic() to stop at."""
    for index in range(min(len(document), MAX_PAGES)):
        if until is not None and time.monotonic() > until:
            return
        try:
            page = document[index]
        except pdfium.PdfiumError as error:
            raise Unreadable(f"第{index + 1}页已损坏，读不出来。") from error
        textpage = page.get_textpage()
        try:
            lines = lines_of(textpage)
            found = PageText(index + 1, lines, page.get_bbox(), page.get_rotation())
            found.pictures = _has_picture_text(page, found)
            if look:
                thorough = until is None or time.monotonic() < until - _SPARE
                found.hidden = unseen(page, lines, f"第{index + 1}页", thorough=thorough)
            found.lines = in_rows(page, lines, found.bounds, found.rotation)
            _join_wrapped(found, page.get_width())
            yield found
        finally:
            textpage.close()
            page.close()


def _join_wrapped(page: PageText, width: float) -> None:
    """A line that goes on in the next has nothing behind it; what has gaps is a row of a table without rules."""
    prose = [
        (line.text, _seen(page, line.box) if line.box and line.end == "\n" and not _has_gap(line) else None)
        for line in page.lines
    ]
    for line, end in zip(page.lines, ends_of(prose, width), strict=True):
        if not end.startswith("\n"):
            line.end = end


def _has_gap(line: Line) -> bool:
    boxes = [box for box in line.boxes if box]
    return any(abs(behind[0] - box[2]) > 1.5 * (box[3] - box[1]) for box, behind in pairwise(boxes))


def _seen(page: PageText, box: Box) -> Box:
    return view_box(box, page.bounds, page.rotation)


def page_blocks(page: PageText) -> list[Block]:
    return [
        Block(
            line.text,
            f"第{page.number}页",
            line.end,
            page=page.number,
            box=_seen(page, line.box) if line.box else None,
        )
        for line in page.lines
    ]


def field_blocks(pdf: pikepdf.Pdf) -> list[tuple[Box | None, Block]]:
    """The values of form fields as text after the pages, each with its box in page space."""
    found = []
    for item in form_fields(pdf):
        where = f"第{item.page}页" if item.page else ""
        place = f"{where}表单域“{item.name}”" if item.name else f"{where}表单域"
        found.append((item.box, Block(item.value, place, page=item.page)))
    return found


def _has_picture_text(page: pdfium.PdfPage, found: PageText) -> bool:
    letters = [box for line in found.lines for box in line.boxes if box]
    unmapped = sum(line.unmapped for line in found.lines)
    if letters and unmapped > _UNMAPPED_SHARE * len(letters):
        return True
    width, height = page.get_size()
    area = max(width * height, 1.0)
    curves, pictured = 0, 0.0
    for item in _objects(page.raw):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH and not letters:
            curves += raw.FPDFPath_CountSegments(item)
            if curves > _MANY_CURVES:
                return True
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            box = _bounds(item)
            if not letters and kind == raw.FPDF_PAGEOBJ_FORM:
                return True
            if kind == raw.FPDF_PAGEOBJ_IMAGE and not _written_on(letters, box):
                pictured += (box[2] - box[0]) * (box[3] - box[1]) / area
            if pictured > (_PICTURE_SHARE if letters else _SMALLEST_PICTURE):  # scans may come in strips
                return True
    return False


def _written_on(letters: list[Box], box: Box) -> bool:
    return any(
        box[0] <= (left + right) / 2 <= box[2] and box[1] <= (bottom + top) / 2 <= box[3]
        for left, bottom, right, top in letters
    )


def _objects(page: object) -> Iterator[object]:
    for index in range(min(raw.FPDFPage_CountObjects(page), _LOOKED_AT)):
        yield raw.FPDFPage_GetObject(page, index)


def _bounds(item: object) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value
