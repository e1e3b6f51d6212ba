"""Which letters of a PDF page leave no trace on the paper: under boxes, white on white, tiny, beside the page.

The page is drawn with and without its text. A letter whose place looks the same both times cannot be seen,
whatever trick hides it; the page's objects then tell which trick it is.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.files.extraction.pdf_letters import Box, Line, view_box
from gongkai.files.extraction.shapes import Hidden

_SCALE = 1.5  # pixels a point
_MAX_PIXELS = 4_000_000
_SAME = 24  # grey levels of 255 that no reader notices
_TINY = 2.0  # points high
_DARK = 110
_FLAT = 40  # a place whose grey levels differ less shows nothing
_INVISIBLE = (3, 7)
_DEEPEST = 4  # forms inside forms
_MAX_OBJECTS = 50_000
_MANY_COVERS = 300
_EXCERPT = 200


def unseen(page: pdfium.PdfPage, lines: list[Line], place: str, *, thorough: bool = True) -> list[Hidden]:
    """What stands on the page as text but cannot be read on it.

    Not `thorough`: a page without anything odd about its objects is not drawn, which spares nine tenths of the time.
    """
    objects = {key for line in lines for key in line.objects if key}
    if not objects:
        return []
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        return []
    found = _Tricks(page, lines)
    if not thorough and not found.odd(objects):
        return []
    scale = found.scale = min(_SCALE, (_MAX_PIXELS / (width * height)) ** 0.5)
    with_text = _draw(page, scale)
    without = _drawn_without(page, objects, scale)
    if without.shape != with_text.shape:
        return []
    found.look(_differ(with_text, without), with_text)
    return found.report(place)


def _draw(page: pdfium.PdfPage, scale: float) -> Any:
    bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=False)
    return bitmap.to_numpy()[:, :, :3].copy()


def _differ(one: Any, other: Any) -> Any:
    """Where two pictures differ in any colour, for each pixel. By colour, since numpy is slow over an axis of three."""
    # A function: the tool that fuzzes keeps for ever what it sees compared by a sign, a picture each time.
    apart = np.greater(np.maximum(one, other) - np.minimum(one, other), _SAME)
    return apart[:, :, 0] | apart[:, :, 1] | apart[:, :, 2]


def _drawn_without(page: pdfium.PdfPage, objects: set[int], scale: float) -> Any:
    pointers = [ctypes.cast(key, raw.FPDF_PAGEOBJECT) for key in objects]
    for pointer in pointers:
        raw.FPDFPageObj_SetIsActive(pointer, False)
    try:
        return _draw(page, scale)
    finally:
        for pointer in pointers:
            raw.FPDFPageObj_SetIsActive(pointer, True)


class _Tricks:
    """Sorts the unseen letters of a page by the trick that hides them."""

    def __init__(self, page: pdfium.PdfPage, lines: list[Line]) -> None:
        self.page, self.lines, self.scale = page, lines, _SCALE
        self.bounds: Box = page.get_bbox()
        self.rotation = page.get_rotation()
        self.order: dict[int, int] = {}
        self.covers: list[tuple[int, Box, bool]] = []  # position, box, is a picture
        self._walk(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, (1, 0, 0, 1, 0, 0), 0)
        self.found: dict[str, list[str]] = defaultdict(list)
        self.recognised = 0  # letters of the invisible layer under which a picture shows something
        self.nothing_there: list[str] = []

    def look(self, changed: Any, picture: Any) -> None:
        for line in self.lines:
            runs: dict[str, str] = defaultdict(str)
            for letter, box, key in zip(line.text, line.boxes, line.objects, strict=True):
                if box is None or not letter.isalnum():
                    continue
                trick = self._trick(box, key, changed, picture)
                if trick:
                    runs[trick] += letter
            for trick, letters in runs.items():
                if len(letters) > 1:
                    (self.nothing_there if trick == "nothing" else self.found[trick]).append(letters)

    def odd(self, objects: set[int]) -> bool:
        """Whether letters are pale, invisible, tiny, beside the page, or have something painted over them later."""
        if len(self.covers) > _MANY_COVERS:
            return True
        colour = [ctypes.c_uint() for _ in range(4)]
        for key in objects:
            thing = ctypes.cast(key, raw.FPDF_PAGEOBJECT)
            if raw.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE:
                return True
            if raw.FPDFPageObj_GetFillColor(thing, *colour):
                red, green, blue, alpha = (part.value for part in colour)
                if alpha < 128 or min(red, green, blue) > 200:
                    return True
        seen_width, seen_height = self.page.get_size()
        for line in self.lines:
            for box, key in zip(line.boxes, line.objects, strict=True):
                if box is None:
                    continue
                left, top, right, bottom = view_box(box, self.bounds, self.rotation)
                if right < 0 or left > seen_width or bottom < 0 or top > seen_height or bottom - top < _TINY:
                    return True
                if self.covers and self._cover(box, key):
                    return True
        return False

    def report(self, place: str) -> list[Hidden]:
        odd = sum(map(len, self.nothing_there))
        if odd and (odd > 0.2 * self.recognised or not self.recognised):
            self.found["hidden_text"] += self.nothing_there
        return [
            Hidden(trick, sum(map(len, runs)), place, " ".join(runs)[:_EXCERPT])
            for trick, runs in sorted(self.found.items())
        ]

    def _trick(self, box: Box, key: int, changed: Any, picture: Any) -> str:
        left, top, right, bottom = view_box(box, self.bounds, self.rotation)
        height, width = changed.shape
        middle_x, middle_y = (left + right) / 2 * self.scale, (top + bottom) / 2 * self.scale
        if not (-1 <= middle_x <= width + 1 and -1 <= middle_y <= height + 1):
            return "off_page"
        if min(bottom - top, max(right - left, bottom - top)) < _TINY:
            return "tiny_text"
        x0, x1 = max(0, int(left * self.scale)), min(width, int(right * self.scale) + 1)
        y0, y1 = max(0, int(top * self.scale)), min(height, int(bottom * self.scale) + 1)
        if x0 >= x1 or y0 >= y1 or changed[y0:y1, x0:x1].any():
            return ""
        seen = picture[y0:y1, x0:x1].mean(axis=2)
        flat = float(seen.max() - seen.min()) < _FLAT
        dark = float(np.median(seen)) < _DARK
        mode = raw.FPDFTextObj_GetTextRenderMode(ctypes.cast(key, raw.FPDF_PAGEOBJECT))
        if mode in _INVISIBLE:
            if not flat:
                self.recognised += 1
                return ""
            return "covered_text" if dark else "nothing"
        cover = self._cover(box, key)
        if cover == "scan" and not flat:  # the words of a scan, laid under its picture
            self.recognised += 1
            return ""
        if cover == "scan" and not dark:
            return "nothing"
        if cover:
            return "covered_text"
        return "tiny_text" if flat else "hidden_text"

    def _cover(self, box: Box, key: int) -> str:
        """What is painted later over the letter: "scan" for a picture as large as the page, "box", or nothing."""
        mine = self.order.get(key, -1)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        area = (self.bounds[2] - self.bounds[0]) * (self.bounds[3] - self.bounds[1])
        covering = ""
        for position, (l, b, r, t), picture in self.covers:  # noqa: E741
            if position > mine and l <= x <= r and b <= y <= t:
                if picture and (r - l) * (t - b) > 0.6 * area:
                    covering = covering or "scan"
                else:
                    return "box"
        return covering

    def _walk(self, holder: Any, count: Any, get: Any, matrix: tuple[float, ...], depth: int) -> None:
        for index in range(min(count(holder), _MAX_OBJECTS)):
            thing = get(holder, index)
            if not thing or len(self.order) + len(self.covers) > _MAX_OBJECTS:
                return
            kind = raw.FPDFPageObj_GetType(thing)
            position = len(self.order) + len(self.covers)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self.order[ctypes.cast(thing, ctypes.c_void_p).value or 0] = position
            elif kind == raw.FPDF_PAGEOBJ_IMAGE or (kind == raw.FPDF_PAGEOBJ_PATH and _filled(thing)):
                box = _bounds(thing, matrix)
                if box:
                    self.covers.append((position, box, kind == raw.FPDF_PAGEOBJ_IMAGE))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(thing, inner)
                step = (inner.a, inner.b, inner.c, inner.d, inner.e, inner.f)
                self._walk(
                    thing,
                    raw.FPDFFormObj_CountObjects,
                    raw.FPDFFormObj_GetObject,
                    times(step, matrix),
                    depth + 1,
                )


def _filled(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(path, mode, stroke)) and mode.value != 0


def _bounds(thing: Any, matrix: tuple[float, ...]) -> Box | None:
    l, b, r, t = (ctypes.c_float() for _ in range(4))  # noqa: E741
    if not raw.FPDFPageObj_GetBounds(thing, l, b, r, t):
        return None
    a, bb, c, d, e, f = matrix
    corners = [
        (a * x + c * y + e, bb * x + d * y + f) for x in (l.value, r.value) for y in (b.value, t.value)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def times(first: tuple[float, ...], then: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
