"""Declared columns: which headings they answer to, and how their cells become values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from gongkai.tables.cells import CellProblem, Parser, as_text, line
from gongkai.tables.headers import heading_key
from gongkai.tables.problems import Refusal, shown
from gongkai.tables.shape import Row, Table, is_blank


@dataclass(frozen=True)
class Column:
    """`max_length` in characters of the parsed text. `unique`: no value twice in one file."""

    key: str
    label: str
    parse: Parser = line
    aliases: tuple[str, ...] = ()
    required: bool = False
    max_length: int | None = None
    example: str = ""
    help: str = ""
    unique: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.label, *self.aliases, self.key)


@dataclass(frozen=True)
class ColumnMap:
    """Which cell holds which column. Nothing may be imported while `problems` isn't empty."""

    positions: dict[str, int]
    unused: tuple[str, ...]
    problems: tuple[Refusal, ...]


@dataclass(frozen=True)
class ParsedRow:
    """`values` has a key for each mapped column, None for an empty cell; incomplete when there are refusals."""

    number: int
    values: dict[str, Any]
    refusals: tuple[Refusal, ...]
    cells: tuple[object, ...] = field(repr=False, default=())


def headings(columns: Sequence[Column]) -> tuple[str, ...]:
    """All the names that columns answer to; `read_table(expected=…)` finds the header row by them."""
    return tuple(name for column in columns for name in column.names)


def map_columns(
    header: Sequence[str],
    columns: Sequence[Column],
    mapping: Mapping[str, str] | None = None,
    row: int | None = None,
) -> ColumnMap:
    """Match headings with columns by label, alias or key; `mapping` (column key → heading) goes first.

    `row`: number of the header's row, for messages.
    """
    problems = list(_duplicates(header, row))
    by_key: dict[str, int] = {}
    for index, name in enumerate(header):
        if name:
            by_key.setdefault(heading_key(name), index)
    positions: dict[str, int] = {}
    taken: set[int] = set()
    for column in columns:
        names = (mapping[column.key],) if mapping and column.key in mapping else column.names
        found = next((by_key[heading_key(name)] for name in names if heading_key(name) in by_key), None)
        if found is not None and found not in taken:
            positions[column.key] = found
            taken.add(found)
    unused = tuple(name for index, name in enumerate(header) if name and index not in taken)
    for column in columns:
        asked = mapping is not None and column.key in mapping
        if column.key not in positions and (column.required or asked):
            wanted = mapping[column.key] if mapping and asked else column.label
            problems.append(_missing(wanted, unused, row))
    return ColumnMap(positions, unused, tuple(problems))


def _duplicates(header: Sequence[str], row: int | None) -> Iterator[Refusal]:
    first: dict[str, int] = {}
    for index, name in enumerate(header):
        key = heading_key(name)
        if key and key in first:
            told = (
                f"第 {first[key] + 1} 列和第 {index + 1} 列的表头都是“{name}”。改掉一个，或者删去多余的一列。"
            )
            yield Refusal(row, name, name, "duplicate_header", told)
        first.setdefault(key, index)


def _missing(wanted: str, unused: Sequence[str], row: int | None) -> Refusal:
    near = get_close_matches(wanted, unused, n=1, cutoff=0.5) or [
        name for name in unused if wanted in name or name in wanted
    ]
    hint = f"“{near[0]}”是不是它？是的话把表头改成“{wanted}”。" if near else "加上这一列，或者从模板开始填。"
    return Refusal(row, wanted, "、".join(unused)[:80], "missing_column", f"表里没有“{wanted}”一列。{hint}")


def parse_row(
    row: Row, columns: Sequence[Column], mapped: ColumnMap, header: Sequence[str]
) -> tuple[dict[str, Any], list[Refusal]]:
    """A row's values by column key, and everything that is wrong with it, the faults found in reading included.

    A row whose cells have moved, or whose cell is refused already, isn't complained of a second time.
    """
    refusals = list(row.problems)
    if any(problem.column == "" or problem.rule == "shifted" for problem in refusals):
        return {}, refusals
    spoilt = {problem.column for problem in refusals}
    is_merged = any(problem.rule == "merged_cells" for problem in refusals)  # its other cells look empty
    values: dict[str, Any] = {}
    for column in columns:
        position = mapped.positions.get(column.key)
        if position is None or header[position] in spoilt:
            continue
        cell = row.cells[position]
        if is_merged and is_blank(cell):
            continue
        try:
            values[column.key] = _value(column, cell)
        except CellProblem as problem:
            refusals.append(
                Refusal(
                    row.number,
                    header[position],
                    shown("" if cell is None else as_text(cell)),
                    problem.rule,
                    problem.message,
                    problem.suggestion,
                )
            )
    if moved := _moved(row, columns, mapped, header, refusals):
        return {}, [moved]
    return values, refusals


_TYPED = frozenset({"date", "number", "choice"})


def _moved(
    row: Row, columns: Sequence[Column], mapped: ColumnMap, header: Sequence[str], refusals: Sequence[Refusal]
) -> Refusal | None:
    """One refusal instead of many when everything fits again one cell further left or right."""
    wrong = [header.index(refusal.column) for refusal in refusals if refusal.rule in _TYPED]
    if len(wrong) < 2:
        return None
    for step, told in ((1, "右"), (-1, "左")):
        start = min(wrong) if step == 1 else min(wrong) + 1  # moved left, the first cell's own value is gone
        behind = [column for column in columns if mapped.positions.get(column.key, -1) >= start]
        cells = [_cell_at(row, mapped.positions[column.key] + step) for column in behind]
        if all(_fits(column, cell) for column, cell in zip(behind, cells, strict=True)):
            name = header[min(wrong)]
            message = f"从“{name}”这一格起，内容整体往{told}错了一格。把它们移回各自的列。"
            return Refusal(row.number, name, shown(row.cells[min(wrong)]), "shifted", message)
    return None


def _cell_at(row: Row, index: int) -> object:
    return row.cells[index] if 0 <= index < len(row.cells) else None


def _fits(column: Column, cell: object) -> bool:
    try:
        return is_blank(cell) or _value(column, cell) is not None
    except CellProblem:
        return False


def _value(column: Column, cell: object) -> Any:
    if is_blank(cell):
        if column.required:
            example = f"例如“{column.example}”。" if column.example else ""
            raise CellProblem("required", f"“{column.label}”不能空着。{example}")
        return None
    if column.max_length is not None and len(as_text(cell).strip()) > column.max_length:
        length = len(as_text(cell).strip())
        raise CellProblem("too_long", f"有 {length} 个字，最多 {column.max_length} 个字。缩短后再导入。")
    return column.parse(cell)


def parse_table(table: Table, columns: Sequence[Column], mapped: ColumnMap) -> Iterator[ParsedRow]:
    """All rows in order, as a stream; also refuses a value that a `unique` column has had before."""
    seen: dict[tuple[str, Any], int] = {}
    unique = [column for column in columns if column.unique and column.key in mapped.positions]
    for row in table.rows:
        values, refusals = parse_row(row, columns, mapped, table.header)
        for column in unique:
            value = values.get(column.key)
            if value is None:
                continue
            first = seen.setdefault((column.key, value), row.number)
            if first != row.number:
                told = f"“{shown(value)}”在第 {first} 行已经有了。删去重复的一行，或者改正其中一个。"
                name = table.header[mapped.positions[column.key]]
                refusals.append(Refusal(row.number, name, shown(value), "duplicate", told))
        yield ParsedRow(row.number, values, tuple(refusals), row.cells)
