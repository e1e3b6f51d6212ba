"""CSV and TSV, with the faults that hand-made ones have."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO

from gongkai.tables.encodings import Decoded, Misfit, decode, misfit_refusal
from gongkai.tables.headers import SEARCHED_ROWS, clean_header, header_index
from gongkai.tables.lines import ANY_END, Lines
from gongkai.tables.problems import Refusal, refuse_file, shown
from gongkai.tables.shape import (
    FORMULA_START,
    Limits,
    Row,
    Table,
    column_letter,
    heading,
    is_blank,
    too_many_rows,
)

# The module's limit is for the whole process; the file's size has been checked before, so it only hinders.
csv.field_size_limit(2**31 - 1)
_SEPARATORS = ",\t;|"
_TRIES = 50  # quotes left open before the file counts as broken; each costs a pass over the rest


@dataclass(frozen=True)
class _Record:
    number: int
    first_line: int  # from 0
    last_line: int
    cells: list[str]
    problem: str = ""  # rule code


def read_delimited(stream: IO[bytes], name: str, expected: Collection[str], limits: Limits) -> Table:
    decoded = decode(stream, ends=ANY_END)
    lines = decoded.lines
    separator = _separator(lines, name)
    misfits = _misfits(lines, decoded)
    quoting = _Quoting(lines, separator)
    first = list(islice(quoting.records(), SEARCHED_ROWS))
    found = header_index([record.cells for record in first], expected)
    if found is None:
        raise refuse_file("no_header", f"“{name}”里没有表头。第一行要写各列的名称，从模板开始填最省事。")
    header = clean_header([_unguarded(cell) for cell in first[found].cells])
    if len(header) > limits.columns:
        raise refuse_file("too_many_columns", f"表头有 {len(header)} 列，最多 {limits.columns} 列。")
    if len(header) == 1 and "，" in header[0]:
        raise refuse_file(
            "wrong_separator",
            "各列之间用的是中文逗号“，”。改成英文逗号“,”，或者另存为 XLSX。",
            shown(header[0]),
        )

    quoting.width = len(header)  # known now, so the rows are taken from the beginning again

    def rows() -> Iterator[Row]:
        below = islice(quoting.records(), found + 1, None)
        filled = (record for record in below if not _is_empty(record))
        try:
            for count, record in enumerate(filled):
                if count == limits.rows:
                    raise too_many_rows(limits)
                yield _row(record, header, misfits)
        finally:
            lines.close()

    return Table(
        kind="csv",
        name=name,
        header=header,
        rows=rows(),
        header_row=first[found].number,
        encoding=decoded.encoding,
    )


def _separator(lines: Lines, name: str) -> str:
    if name.lower().endswith(".tsv"):
        return "\t"
    for line in lines[:10]:
        outside_quotes = re.sub(r'"[^"]*"', "", line)
        counts = {separator: outside_quotes.count(separator) for separator in _SEPARATORS}
        best = max(counts, key=lambda separator: counts[separator])
        if counts[best]:
            return best
    return ","


def _misfits(lines: Lines, decoded: Decoded) -> dict[int, Misfit]:
    """Index of a line here → what its encoding breaks; here a carriage return ends a line as well."""
    found: dict[int, Misfit] = {}
    number = 1
    for index, line in enumerate(lines if decoded.odd_lines else ()):
        if number in decoded.odd_lines:
            found[index] = decoded.odd_lines[number]
        number += line.endswith("\n")
    return found


class _Quoting:
    """The records of a file. One that breaks the quoting is given up after its first line, and reading
    goes on behind it: an open quote must not swallow the good rows below."""

    def __init__(self, lines: Lines, separator: str) -> None:
        self.lines, self.separator = lines, separator
        self.width: int | None = None  # of the header, once it is known

    def records(self) -> Iterator[_Record]:
        position, number, tries = 0, 0, 0
        while position < len(self.lines):
            for record in self._until_broken(position):
                number += 1
                yield replace(record, number=number)
                position = record.last_line + 1
                tries += bool(record.problem)
            if tries > _TRIES:
                raise refuse_file(
                    "broken_file", f"引号不成对的行超过 {_TRIES} 处，这个 CSV 文件要重新导出一次。"
                )

    def _holds_a_row(self, first: int, last: int) -> bool:
        """Whether one of the lines is a whole row by itself, which a cell's own lines hardly ever are."""
        if self.width is None or self.width < 2:
            return False
        lines = (line for line in self.lines[first : last + 1] if line.count(self.separator) >= 1)
        return any(len(row) == self.width for row in csv.reader(lines, delimiter=self.separator))

    def _until_broken(self, start: int) -> Iterator[_Record]:
        reader = csv.reader(self.lines.since(start), delimiter=self.separator, strict=True)
        while True:
            first = start + reader.line_num
            try:
                cells = next(reader)
                last = start + reader.line_num - 1
                swallowed = len(cells) != self.width and self._holds_a_row(first + 1, last)
            except StopIteration:
                return
            except csv.Error:
                swallowed = True
            if swallowed:
                text = self.lines[first].rstrip("\r\n")
                yield _Record(0, first, first, text.split(self.separator), "open_quote")
                return
            yield _Record(0, first, last, cells)


def _is_empty(record: _Record) -> bool:
    return not record.problem and all(is_blank(cell) for cell in record.cells)


def _row(record: _Record, header: tuple[str, ...], misfits: dict[int, Misfit]) -> Row:
    cells = [_unguarded(cell) for cell in record.cells]
    problems: list[Refusal] = []
    if record.problem:
        problems.append(
            Refusal(
                record.number,
                "",
                shown(",".join(cells)),
                "open_quote",
                '这一行的英文双引号不成对。格子里的双引号要写两遍（""），或者换成中文引号“”。',
            )
        )
    elif shift := _shift(record.number, cells, header):
        problems.append(shift)
    rules = [misfits[line] for line in range(record.first_line, record.last_line + 1) if line in misfits]
    if rules:
        place = next((index for index, cell in enumerate(cells) if not cell.isascii()), 0)
        column = heading(header, place)
        problems.append(misfit_refusal(rules[0], row=record.number, column=column, value=cells[place]))
    cells = cells[: len(header)] + [""] * (len(header) - len(cells))
    return Row(record.number, tuple(cells), tuple(problems))


def _shift(number: int, cells: list[str], header: tuple[str, ...]) -> Refusal | None:
    extra = cells[len(header) :]
    if not any(not is_blank(cell) for cell in extra) and len(cells) >= len(header):
        return None
    if len(cells) < len(header):
        last = heading(header, len(cells) - 1)
        message = (
            f"这一行只有 {len(cells)} 格，表头有 {len(header)} 列，到“{last}”就没有了。"
            "空着的格也要留分隔符；看看是不是少了一格或者多了一个换行。"
        )
    else:
        message = (
            f"这一行有 {len(cells)} 格，表头只有 {len(header)} 列，从某一格起错了位。"
            "多半是内容里有逗号而没有加英文双引号。"
        )
        last = f"{column_letter(len(header))} 列"
    value = extra[0] if extra else cells[-1] if cells else ""
    return Refusal(number, last, shown(value), "shifted", message)


def _unguarded(cell: str) -> str:
    """Without the apostrophe that our own CSV files put before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and FORMULA_START.match(cell) else cell
