"""The tables of a finished report, row by row in the order of the form."""

from __future__ import annotations

import re

from gongkai.reports.layouts import Row, Table, Template
from gongkai.reports.layouts.grids import CLOSING, INTAKE
from gongkai.reports.reading.labels import heading_pattern, headings_between, row_pattern
from gongkai.reports.reading.page import Page, bare
from gongkai.reports.reading.shapes import COUNTED, DOUBTED, JOINED, SUMMED, Cells
from gongkai.reports.reading.splitting import cuts, row_cuts, settle
from gongkai.reports.reading.values import Values, values_in

Span = tuple[int, int]
_HEAD = re.compile("（?本列数据的勾稽关系|申请人情况|统计指标")
_FLAT_HEAD = re.compile(
    "(?:行政复议|行政诉讼|未经复议直接起诉|未经复议|直接起诉|复议后起诉|结果|维持|纠正|其他|尚未|审结|总计)+$"
)
""" Where the heads of tables begin, which belong to no sentence."""


def read_tables(page: Page, template: Template, spans: dict[int, Span]) -> tuple[Cells, list[Span]]:
    """All tables of the form. `spans`: places in `page.bare` of each section's text by its number in the form.

    Gives the cells, and the places that tables took, so that the text can be had without them.
    """
    read, taken = Cells(), []
    for section in dict.fromkeys(table.section for table in template.tables):
        tables = template.tables_of(section)
        span = spans.get(section)
        if span is None:
            for table in tables:
                _ask_all(read, table)
            continue
        took = (
            _read_flat(page, tables[0], span, read)
            if tables[0].flat
            else _read_rows(page, template, tables, span, read)
        )
        if took:
            taken.append(took)
    return read, taken


def _ask_all(read: Cells, table: Table) -> None:
    for cell in table.cells():
        read.ask(cell.address)


def _read_rows(
    page: Page, template: Template, tables: tuple[Table, ...], span: Span, read: Cells
) -> Span | None:
    """Tables with a label before each row. Labels are sought in order; what lies up to the next belongs to a row."""
    marks = _places(page, template, tables, span)
    found = [(at, row) for at, row in marks if row is not None]
    values: dict[tuple[str, str], Values] = {}
    for number, (place, row) in enumerate(marks):
        if row is None:
            continue
        table, entry = row
        end = marks[number + 1][0][0] if number + 1 < len(marks) else _end(page, place[1], span[1])
        values[table.code, entry.key] = values_in(page.between(place[1], end), len(table.columns_of(entry)))
    for table in tables:
        _take(table, {row.key: values.get((table.code, row.key)) for row in table.rows}, read)
    if not found:
        return None
    first = marks[0][0][0]
    head = _HEAD.search(page.bare, span[0], first)
    return head.start() if head else first, _end(page, found[-1][0][1], span[1])


def _end(page: Page, start: int, limit: int) -> int:
    """Where the numbers after the last label stop: at the first Chinese words that are no unit."""
    tail = re.compile(r"[^\d.+\-/—（）件条次个项篇人万元]").search(page.bare, start, limit)
    return tail.start() if tail else limit


def _places(
    page: Page, template: Template, tables: tuple[Table, ...], span: Span
) -> list[tuple[Span, tuple[Table, Row] | None]]:
    """Labels and headings with their places, in order."""
    between = headings_between(template)
    at = span[0]
    marks: list[tuple[Span, tuple[Table, Row] | None]] = []
    for table in tables:
        heading = heading_pattern(table)
        if heading and (place := page.find(heading, at, span[1])):
            marks.append((place, None))
            at = place[1]
            head = _head_end(page, table, at, span[1])
            at = max(at, head)
        elif table.part == "foi":
            at = _foi_head(page, at, span[1])
        for row in table.rows:
            place = page.find(row_pattern(row), at, span[1])
            if place is None:
                continue
            for inner in between.finditer(page.bare, at, place[0]):
                marks.append((inner.span(), None))
            marks.append((place, (table, row)))
            at = place[1]
    return marks


def _head_end(page: Page, table: Table, start: int, limit: int) -> int:
    """Behind the last column's heading, so that 规章 is sought below the head."""
    label = re.split("（", bare(table.columns[-1].label))[0]
    place = page.find(re.compile(re.escape(label)), start, min(limit, start + 160))
    return place[1] if place else start


def _foi_head(page: Page, start: int, limit: int) -> int:
    """The note in the head speaks of items one to four; rows begin at 一、本年新收."""
    place = page.find(row_pattern(INTAKE[0]), start, limit)
    return place[0] if place else start


def _take(table: Table, values: dict[str, Values | None], read: Cells) -> None:
    """Values into cells: read apart, cut where one cut fits, else asked for."""
    runs: dict[str, list[tuple[int, ...]]] = {}
    for row in table.rows:
        addresses = [table.address(row, column) for column in table.columns_of(row)]
        got = values[row.key]
        if got is None or got.odd:
            for address in addresses:
                read.ask(address)
        elif got.cells:
            _put(read, addresses, got)
            if table.columns[-1].is_sum and sum(v or 0 for v in got.cells[:-1]) != (got.cells[-1] or 0):
                read.confidence.update(dict.fromkeys(addresses, DOUBTED))
        elif got.blank:
            read.leave_blank(addresses)
        elif len(addresses) == 1:
            read.values[addresses[0]] = int(got.run)
        elif table.columns[-1].is_sum:
            runs[row.key] = row_cuts(got.run, len(addresses)) or []
        else:
            _only_cut(addresses, got.run, read)
    if runs:
        _settle(table, runs, read)


def _put(read: Cells, addresses: list[str], got: Values) -> None:
    read.values.update(zip(addresses, got.cells, strict=True))
    read.blank.extend(addresses[place] for place in sorted(got.empty))


def _only_cut(addresses: list[str], run: str, read: Cells) -> None:
    """A row without a sum: as many digits as cells, or not at all."""
    ways = cuts(run, len(addresses))
    first, second = next(ways, None), next(ways, None)
    if first is None or second is not None:
        read.notes.append(f"连在一起的数字“{run}”不止一种拆法，要人填。")
        for address in addresses:
            read.ask(address)
        return
    read.values.update(zip(addresses, first, strict=True))
    read.confidence.update(dict.fromkeys(addresses, COUNTED))


def _settle(table: Table, runs: dict[str, list[tuple[int, ...]]], read: Cells) -> None:
    """Rows whose own sum leaves several cuts are held against the columns' sums."""
    known = dict(runs.items())
    for row in table.rows:
        if row.key not in known and (cells := _read_row(table, row, read)):
            known[row.key] = [cells]
    by_columns = settle(known, **_identity(table))
    for row in table.rows:
        if row.key not in runs:
            continue
        addresses = [table.address(row, column) for column in table.columns_of(row)]
        ways = runs[row.key]
        cut = ways[0] if len(ways) == 1 else by_columns.get(row.key)
        if cut is None:
            why = f"有 {len(ways)} 种拆法" if ways else "拆不成合得上总计的一行"
            read.notes.append(f"“{row.label}”一行的数字连在一起，{why}，要人填。")
            for address in addresses:
                read.ask(address)
            continue
        read.values.update(zip(addresses, cut, strict=True))
        read.confidence.update(dict.fromkeys(addresses, SUMMED if len(ways) == 1 else JOINED))


def _read_row(table: Table, row: Row, read: Cells) -> tuple[int, ...] | None:
    """A row that was read apart, blanks as nothing; None where something is asked for or no whole number."""
    addresses = [table.address(row, column) for column in table.columns_of(row)]
    if any(a in read.asked for a in addresses):
        return None
    values = [read.values.get(a) or 0 for a in addresses]
    return tuple(int(v) for v in values) if all(v == int(v) for v in values) else None


def _identity(table: Table) -> dict[str, list[str]]:
    """New and carried over are the results in detail and what is carried forward: the total row is not needed."""
    plus = [row.key for row in INTAKE]
    total, forward = (row.key for row in CLOSING)
    details = [row.key for row in table.rows if row.key not in (*plus, total, forward)]
    return {"plus": plus, "minus": [*details, forward]}


def _read_flat(page: Page, table: Table, span: Span, read: Cells) -> Span | None:
    """Table 3: a head of several lines, then fifteen numbers."""
    heads = [
        hit
        for hit in re.finditer(re.escape(table.columns[-1].label), page.bare[: span[1]])
        if hit.start() >= span[0]
    ]
    addresses = [cell.address for cell in table.cells()]
    if len(heads) < len(table.rows):
        _ask_all(read, table)
        return None
    start = heads[len(table.rows) - 1].end()
    begin = _FLAT_HEAD.search(page.bare[span[0] : start])
    end = _end(page, start, span[1])
    got = values_in(page.between(start, end), len(addresses))
    if got.cells:
        _put(read, addresses, got)
    elif got.blank:
        read.leave_blank(addresses)
    elif got.run and (ways := row_cuts(got.run, len(addresses), len(table.columns))) and len(ways) == 1:
        read.values.update(zip(addresses, ways[0], strict=True))
        read.confidence.update(dict.fromkeys(addresses, SUMMED))
    else:
        _ask_all(read, table)
    return span[0] + begin.start() if begin else start, end
