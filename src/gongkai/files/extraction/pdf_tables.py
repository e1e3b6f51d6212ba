"""Tables of a PDF page: the rules that are drawn on it make cells, and the letters in them rows with tabs.

A PDF has letters and strokes, no tables. Without this a cell in which a name, a number or an address goes over two lines
falls apart, and nothing tells under which heading it stands. All measures are points as seen, from the upper left.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.files.extraction.pdf_letters import Box, Line, view_box
from gongkai.files.extraction.pdf_sight import times
from gongkai.text.rows import LONGEST_CELL, MOST_TABS

_SNAP = 2.0
"""Strokes so near to one another are one: both edges of a thin box, two cells' own borders."""
_SHORTEST = 4.0
_SLANT = 1.0
_MOST_SEGMENTS, _MOST_RAILS, _MOST_LETTERS = 20_000, 150, 20_000
"""A page with more is a drawing; it is read by lines."""
_FEWEST_UPRIGHT, _FEWEST_LEVEL = 3, 2
"""Of a row with two cells; one cell alone is a frame."""
_DEEPEST = 4  # forms inside forms

Matrix = tuple[float, ...]
Seen = Callable[[Box], Box]
"""From the page's own space to left, top, right, bottom as seen."""
Stretch = tuple[float, float, float]
"""Where a rule stands on the one axis, and from where to where it reaches on the other."""


class _Drawing(Exception):
    """The page has more strokes than a table."""


@dataclass(slots=True)
class _Rail:
    """All rules at one place of an axis: `starts[i]` to `ends[i]`, ascending, apart from one another."""

    at: float
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    def spans(self, place: float) -> bool:
        index = bisect_right(self.starts, place + _SNAP) - 1
        return index >= 0 and place <= self.ends[index] + _SNAP


class Rails:
    """The upright or the level rules of a page, ascending."""

    def __init__(self, stretches: list[Stretch]) -> None:
        self.all: list[_Rail] = []
        for _, group in _grouped(stretches):
            rail = _Rail(group[0][0])
            for _, start, end in sorted(group, key=lambda one: one[1]):
                if rail.ends and start <= rail.ends[-1] + _SNAP:
                    rail.ends[-1] = max(rail.ends[-1], end)
                else:
                    rail.starts.append(start)
                    rail.ends.append(end)
            self.all.append(rail)
        self._at = [rail.at for rail in self.all]

    def between(self, at: float, across: float) -> tuple[int, int] | None:
        """The nearest rules on both sides of a place; `across`: where on the other axis they have to be."""
        middle = bisect_right(self._at, at)
        before = next((n for n in range(middle - 1, -1, -1) if self.all[n].spans(across)), None)
        behind = next((n for n in range(middle, len(self.all)) if self.all[n].spans(across)), None)
        return None if before is None or behind is None else (before, behind)

    def at(self, across: float) -> list[int]:
        return [number for number, rail in enumerate(self.all) if rail.spans(across)]


def _grouped(stretches: list[Stretch]) -> Iterator[tuple[float, list[Stretch]]]:
    group: list[Stretch] = []
    for one in sorted(stretches):
        if group and one[0] - group[0][0] > _SNAP:
            yield group[0][0], group
            group = []
        group.append(one)
    if group:
        yield group[0][0], group


@dataclass(slots=True)
class _Cell:
    """A cell by the rules around it, and its letters in lines of their own."""

    column: int
    right: float
    lines: list[Line] = field(default_factory=list)

    def line(self, seen: Seen) -> Line:
        """One line, in which what the width of the cell has parted stands together."""
        made = Line(self.lines[0].text, [*self.lines[0].boxes], [*self.lines[0].objects])
        texts = [made.text]
        for above, below in pairwise(self.lines):
            joint = _joint(above, below, self.right, seen)
            texts += [joint, below.text]
            made.boxes += [None] * len(joint) + below.boxes
            made.objects += [0] * len(joint) + below.objects
        made.text = "".join(texts)
        made.unmapped = sum(line.unmapped for line in self.lines)
        return made


@dataclass(slots=True)
class _Row:
    """`reach`: its first and last upright rule, which the rows of one table have in common."""

    reach: tuple[int, int]
    cells: dict[tuple[int, int], _Cell] = field(default_factory=dict)

    def lines(self, columns: list[int], seen: Seen) -> Iterator[Line]:
        """A line for each cell; by the lines as they were where a page is laid out in one of them."""
        if any(sum(len(line.text) for line in cell.lines) > LONGEST_CELL for cell in self.cells.values()):
            yield from (line for cell in self.cells.values() for line in cell.lines)
            return
        cells = sorted(self.cells.values(), key=lambda cell: cell.column)
        places = [columns.index(cell.column) for cell in cells]
        if places[0]:
            yield Line(end=_tabs(places[0]))
        for cell, place, behind in zip(cells, places, [*places[1:], None], strict=True):
            line = cell.line(seen)
            line.end = "\n" if behind is None else _tabs(behind - place)
            yield line


def _tabs(columns: int) -> str:
    return "\t" * min(max(columns, 1), MOST_TABS)


def in_rows(page: pdfium.PdfPage, lines: list[Line], bounds: Box, rotation: int) -> list[Line]:
    """The lines of a page, those that stand in a table replaced by a line for each cell, row by row."""
    if sum(len(line.text) for line in lines) > _MOST_LETTERS:
        return lines
    try:
        upright, level = _rails(page, lambda box: view_box(box, bounds, rotation))
    except _Drawing:
        return lines
    if len(upright.all) < _FEWEST_UPRIGHT or len(level.all) < _FEWEST_LEVEL:
        return lines
    return _Table(upright, level, lambda box: view_box(box, bounds, rotation)).read(lines)


def _rails(page: pdfium.PdfPage, seen: Seen) -> tuple[Rails, Rails]:
    """The upright and the level rules. Raises _Drawing."""
    upright: list[Stretch] = []
    level: list[Stretch] = []
    for x0, y0, x1, y1 in _strokes(page):
        left, top, right, bottom = seen((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        if right - left <= _SLANT and bottom - top >= _SHORTEST:
            upright.append((left, top, bottom))
        elif bottom - top <= _SLANT and right - left >= _SHORTEST:
            level.append((top, left, right))
    made = Rails(upright), Rails(level)
    if max(len(rails.all) for rails in made) > _MOST_RAILS:
        raise _Drawing
    return made


def _strokes(page: pdfium.PdfPage) -> Iterator[Box]:
    """Every straight line from point to point of what is painted, edges of areas too, in page space."""
    left = _MOST_SEGMENTS
    for path, matrix in _paths(
        page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, (1, 0, 0, 1, 0, 0), 0
    ):
        left -= 1 + max(raw.FPDFPath_CountSegments(path), 0)
        if left < 0:
            raise _Drawing
        yield from _of_path(path, matrix)


def _paths(holder: Any, count: Any, get: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    number = count(holder)
    if number > _MOST_SEGMENTS:
        raise _Drawing
    for index in range(number):
        thing = get(holder, index)
        kind = raw.FPDFPageObj_GetType(thing) if thing else 0
        if kind == raw.FPDF_PAGEOBJ_PATH and _painted(thing):
            yield thing, times(_matrix(thing), matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            step = times(_matrix(thing), matrix)
            yield from _paths(thing, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, step, depth + 1)


def _of_path(path: Any, matrix: Matrix) -> Iterator[Box]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = last = None
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last:
            yield *last, *point
        last = point
        if begin and raw.FPDFPathSegment_GetClose(segment):
            yield *last, *begin


def _painted(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(path, fill, stroke)) and bool(fill.value or stroke.value)


def _matrix(thing: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, found):
        return 1, 0, 0, 1, 0, 0
    return found.a, found.b, found.c, found.d, found.e, found.f


class _Table:
    def __init__(self, upright: Rails, level: Rails, seen: Seen) -> None:
        self.upright, self.level, self.seen = upright, level, seen
        self._columns: dict[int, list[int]] = {}

    def read(self, lines: list[Line]) -> list[Line]:
        made: list[Line | _Row] = []
        rows: dict[int, _Row] = {}
        for line in lines:
            for place, part in self._parts(line):
                if place is None:
                    made.append(part)
                    continue
                left, right, top, bottom = place
                if top not in rows:
                    across = self._columns_at(top, bottom)
                    made.append(rows.setdefault(top, _Row((across[0], across[-1]))))
                cell = rows[top].cells.setdefault((left, bottom), _Cell(left, self.upright.all[right].at))
                cell.lines.append(part)
        columns = _columns(rows.values())
        return [
            line
            for one in made
            for line in (one.lines(columns[one.reach], self.seen) if isinstance(one, _Row) else (one,))
        ]

    def _parts(self, line: Line) -> Iterator[tuple[tuple[int, int, int, int] | None, Line]]:
        """The stretches of a line that stand in one cell, or outside of all."""
        places: list[tuple[int, int, int, int] | None] = []
        inside: Box | None = None
        place = None
        for box in line.boxes:
            if box is not None:
                left, top, right, bottom = self.seen(box)
                x, y = (left + right) / 2, (top + bottom) / 2
                if inside is None or not (inside[0] <= x < inside[2] and inside[1] <= y < inside[3]):
                    place = self._place(x, y)
                    inside = self._box(place) if place else None
            places.append(place)
        starts = [n for n in range(len(places)) if n == 0 or places[n] != places[n - 1]]
        for start, end in zip(starts, [*starts[1:], len(places)], strict=True):
            part = Line(line.text[start:end], line.boxes[start:end], line.objects[start:end])
            part.unmapped = line.unmapped if start == 0 else 0
            while part.boxes and part.boxes[-1] is None and end < len(places):  # the gap before the next cell
                part.text, part.boxes, part.objects = part.text[:-1], part.boxes[:-1], part.objects[:-1]
            if part.boxes:
                yield places[start], part

    def _place(self, x: float, y: float) -> tuple[int, int, int, int] | None:
        columns, rows = self.upright.between(x, y), self.level.between(y, x)
        if not columns or not rows or len(self._columns_at(*rows)) < _FEWEST_UPRIGHT:
            return None
        return *columns, *rows

    def _columns_at(self, top: int, bottom: int) -> list[int]:
        if top not in self._columns:
            self._columns[top] = self.upright.at((self.level.all[top].at + self.level.all[bottom].at) / 2)
        return self._columns[top]

    def _box(self, place: tuple[int, int, int, int]) -> Box:
        left, right, top, bottom = place
        return (
            self.upright.all[left].at,
            self.level.all[top].at,
            self.upright.all[right].at,
            self.level.all[bottom].at,
        )


def _columns(rows: Iterable[_Row]) -> dict[tuple[int, int], list[int]]:
    """Of each table the rules at which its columns begin: one of a table beside or below it is none of its own."""
    found: dict[tuple[int, int], set[int]] = {}
    for row in rows:
        found.setdefault(row.reach, {row.reach[0]}).update(cell.column for cell in row.cells.values())
    return {reach: sorted(columns) for reach, columns in found.items()}


def _joint(above: Line, below: Line, right: float, seen: Seen) -> str:
    """What stands between two lines of a cell: nothing where the first is full, so that the next letter had no room."""
    first, last = ([seen(box) for box in line.boxes if box] for line in (above, below))
    if not first or not last:
        return "\n"
    end, begin = first[-1], last[0]
    if abs((end[1] + end[3]) - (begin[1] + begin[3])) < end[3] - end[1]:
        return " "  # side by side
    widest = max(box[2] - box[0] for box in (*first, *last))
    return "" if right - end[2] < 1.6 * widest + _SNAP else "\n"
