"""Tables of other documents: quarterly statistics, the website's form, bulletins. They print as the annual report does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gongkai.reports.printing.axes import padded, spans
from gongkai.reports.printing.plain import line
from gongkai.reports.printing.shapes import Cell, Grid, Value, width_of

_NARROWEST, _WIDEST = 4, 24
_LONG = 16
"""Text as wide as this begins at the left; shorter words stand in the middle."""


def plain_table(
    caption: str, header: Iterable[str], rows: Iterable[Iterable[Value]], *, note: str = ""
) -> Grid:
    """One row of heads; the first column names the row."""
    return grouped_table(caption, header, {"": rows}, note=note)


def grouped_table(
    caption: str,
    header: Iterable[str],
    groups: Mapping[str, Iterable[Iterable[Value]]],
    *,
    note: str = "",
) -> Grid:
    """As plain_table, but the rows of a group stand beside the group's name, one merged cell.

    With a group of the name "" alone there is no column for the names; otherwise the first head stands above it.
    """
    heads = [line(name) for name in header]
    named = list(groups) != [""]
    lines = [(line(group), [*row]) for group, rows in groups.items() for row in rows]
    wide = 2 if named else 1
    body: list[tuple[Cell, ...]] = []
    paths = [padded((group, str(at)) if named else (str(at),), wide) for at, (group, _) in enumerate(lines)]
    begins = {span.at: span.lines for span in spans(paths) if named and span.level == 0}
    for at, (group, row) in enumerate(lines):
        group_cell = (Cell(group, True, down=begins[at]),) if at in begins else ()
        body.append((*group_cell, *(_cell(value, names=place == 0) for place, value in enumerate(row))))
    widths = _widths(heads, [([group] if named else []) + [_text(v) for v in row] for group, row in lines])
    rows = (tuple(Cell(head, True) for head in heads), *body)
    return Grid(line(caption), rows, widths, 1, wide, line(note))


def form(caption: str, pairs: Mapping[str, Value]) -> Grid:
    """A form: what is asked for at the left, what was filled in at the right."""
    rows = tuple(
        (Cell(line(name), True, left=True), replace(_cell(value, names=False), left=True))
        for name, value in pairs.items()
    )
    return Grid(line(caption), rows, (1.0, 2.0), 0, 1)


def _cell(value: Value, *, names: bool) -> Cell:
    words = line(value) if isinstance(value, str) else value
    return Cell(words, head=names, left=isinstance(words, str) and (names or width_of(words) > _LONG))


def _text(value: Value) -> str:
    return Cell(line(value) if isinstance(value, str) else value).text


def _widths(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """By the widest text of each column, within bounds."""
    return tuple(
        float(min(max(_NARROWEST, *(width_of(text) for text in column)), _WIDEST))
        for column in zip(heads, *lines, strict=True)
    )
