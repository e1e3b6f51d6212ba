"""An annual report as a paper: its sections, and its tables with the merged cells that the form prescribes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import lcm

from gongkai.reports.facts import Number, ReportFacts, Section
from gongkai.reports.layouts import TEMPLATES, Row, Table, Template
from gongkai.reports.printing.axes import Path, Span, padded, spans
from gongkai.reports.printing.shapes import Block, Cell, Grid, Heading, Paper, cleaned, text_of

_ORDER = "〇一二三四五六七八九十"


def title_of(facts: ReportFacts) -> str:
    """青禾县水务局2025年政府信息公开工作年度报告"""
    return f"{facts.unit_name}{facts.year}年政府信息公开工作年度报告"


def ordinal(no: int) -> str:
    """一 for 1, 十二 for 12; digits beyond 99."""
    if not 0 < no < 100:
        return str(no)
    tens, ones = divmod(no, 10)
    if not tens:
        return _ORDER[ones]
    return ("" if tens == 1 else _ORDER[tens]) + "十" + (_ORDER[ones] if ones else "")


def paper_of(facts: ReportFacts, *, template: Template | None = None, title: str = "") -> Paper:
    """The report as its version of the form lays it out. Sections that the form doesn't know stand where their number says.

    `template` and `title` for reports of another kind; otherwise those of an annual report. Raises KeyError for a template
    that isn't declared.
    """
    template = template or TEMPLATES[facts.template]
    blocks: list[Block] = []
    for section in _sections(template, facts):
        mark = f"{ordinal(section.no)}、"
        blocks.append(Heading(section.title if section.title.startswith(mark) else mark + section.title))
        if section.text.strip():
            blocks.append(text_of(section.text))
        blocks += grids_of(template.tables_of(section.no), facts)
    title = title or title_of(facts)
    rest = title.removeprefix(facts.unit_name)
    lines = (facts.unit_name, rest) if rest and rest != title else (title,)
    on = facts.published_on or facts.submitted_on
    return cleaned(Paper(title, facts.unit_name, tuple(blocks), on, lines))


def _sections(template: Template, facts: ReportFacts) -> list[Section]:
    found = {part.no: Section(part.no, part.title) for part in template.parts}
    for section in facts.sections:
        before = found.get(section.no)
        if before and before.text:  # a number used twice: nothing of the second is lost
            section = Section(section.no, before.title, f"{before.text}\n{section.title}\n{section.text}")
        elif before and not section.title.strip():
            section = Section(section.no, before.title, section.text)
        found[section.no] = section
    return [found[no] for no in sorted(found)]


def grids_of(tables: Sequence[Table], facts: ReportFacts) -> list[Grid]:
    """The tables as grids. Those that follow one another under one title and each have a heading make one grid (table 1)."""
    made = []
    for (title, stacked), group in groupby(tables, key=lambda table: (table.title, bool(table.heading))):
        parts = list(group)
        if stacked:
            made.append(_stacked(title, parts, facts))
        else:
            made += [_grid(table, facts) for table in parts]
    return made


def _grid(table: Table, facts: ReportFacts) -> Grid:
    if table.flat:
        return _flat(table, facts)
    if len({row.unit for row in table.rows}) > 1 and not any(column.unit for column in table.columns):
        return _outline(table, facts)
    return _crossed(table, facts)


def _value(facts: ReportFacts, address: str) -> Cell:
    """A cell never filled in, or asked for because it couldn't be read, is blank: it is neither 0 nor 不适用."""
    try:
        number: Number = facts.cell(address)
    except KeyError:
        return Cell(address=address, blank=True)
    return Cell(number, address=address, blank=address in facts.asked)


def _crossed(table: Table, facts: ReportFacts) -> Grid:
    """Table 2: headings inside one another above and at the left."""
    deep = 1 + max(len(column.under) for column in table.columns)
    wide = 1 + max(len(row.within) for row in table.rows)
    above = spans([padded((*column.under, column.label), deep) for column in table.columns])
    left = spans([padded((*row.within, f"{row.mark}{row.label}"), wide) for row in table.rows])
    rows = []
    for level in range(deep):
        corner = [Cell(table.corner, True, wide, deep)] if level == 0 else []
        heads = sorted((span for span in above if span.level == level), key=lambda span: span.at)
        rows.append((*corner, *(Cell(s.text, True, s.lines, s.levels) for s in heads)))
    for at, row in enumerate(table.rows):
        names = sorted((span for span in left if span.at == at), key=lambda span: span.level)
        keys = {column.key for column in table.columns_of(row)}
        values = [
            _value(facts, table.address(row, column)) if column.key in keys else Cell("")
            for column in table.columns
        ]
        rows.append((*(_row_head(span, wide) for span in names), *values))
    numbers = [12.7 if len(column.label) == 3 or column.is_sum else 11.3 for column in table.columns]
    labels = {1: (48.0,), 2: (16.6, 58.0), 3: (9.6, 16.6, 48.0)}.get(wide, (16.0,) * wide)
    widths = (*labels, *numbers)
    return Grid(table.title, tuple(rows), widths, deep, wide, table.note, titled=False)


def _row_head(span: Span, wide: int) -> Cell:
    """Names of single rows begin at the left, groups stand in the middle of theirs."""
    return Cell(span.text, True, span.levels, span.lines, left=span.level + span.levels == wide)


def _flat(table: Table, facts: ReportFacts) -> Grid:
    """Table 3: every row of the declaration is a group of columns, and one line of numbers stands below."""
    deep = 2 + max(len(row.within) for row in table.rows)
    paths: list[Path] = []
    values: list[Cell] = []
    for row in table.rows:
        for column in table.columns_of(row):
            paths.append(padded((*row.within, f"{row.mark}{row.label}", column.label), deep, leaf_last=True))
            values.append(_value(facts, table.address(row, column)))
    above = spans(paths)
    heads = tuple(
        tuple(
            Cell(s.text, True, s.lines, s.levels)
            for s in sorted(above, key=lambda s: s.at)
            if s.level == level
        )
        for level in range(deep)
    )
    return Grid(table.title, (*heads, tuple(values)), (1.0,) * len(paths), deep, 0, table.note, titled=False)


def _stacked(title: str, tables: Sequence[Table], facts: ReportFacts) -> Grid:
    """Table 1: one table below the other, each with its heading and its own number of columns."""
    columns = lcm(*(len(table.columns) for table in tables))
    rows: list[tuple[Cell, ...]] = []
    for table in tables:
        reach = columns // len(table.columns)
        rows.append((Cell(table.heading, True, columns + 1),))
        rows.append((Cell(table.corner, True), *(Cell(c.label, True, reach) for c in table.columns)))
        rows += [_stacked_row(table, row, reach, facts) for row in table.rows]
    return Grid(title, tuple(rows), (39.0, *(117.0 / columns,) * columns), 0, 1, titled=False)


def _stacked_row(table: Table, row: Row, reach: int, facts: ReportFacts) -> tuple[Cell, ...]:
    keys = {column.key for column in table.columns_of(row)}
    cells = []
    for column in table.columns:
        cell = _value(facts, table.address(row, column)) if column.key in keys else Cell("")
        cells.append(Cell(cell.value, across=reach, address=cell.address, blank=cell.blank))
    return (Cell(f"{row.mark}{row.label}", True), *cells)


def _outline(table: Table, facts: ReportFacts) -> Grid:
    """The statistics table up to 2018: one list, groups as lines without a number, a unit for every line."""
    heads = (table.corner, "单位", *(column.label for column in table.columns))
    rows: list[tuple[Cell, ...]] = [tuple(Cell(head, True) for head in heads)]
    named: set[tuple[str, ...]] = set()
    for row in table.rows:
        for depth in range(1, len(row.within) + 1):
            if row.within[:depth] not in named:
                named.add(row.within[:depth])
                group = Cell(row.within[depth - 1], True, left=True, indent=depth - 1)
                rows.append((group, *(Cell("—") for _ in heads[1:])))
        name = f"{row.mark}{row.label}"
        named.add((*row.within, name))
        values = (_value(facts, table.address(row, column)) for column in table.columns)
        rows.append((Cell(name, True, left=True, indent=len(row.within)), Cell(row.unit), *values))
    widths = (96.0, 20.0, *(40.0 / len(table.columns),) * len(table.columns))
    return Grid(table.title, tuple(rows), widths, 1, 1, table.note, titled=False)
