"""A table as it was read: a header and a stream of rows, whatever file it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from gongkai.tables.problems import Refusal, UnreadableTable, refuse_file

Kind = Literal["xlsx", "csv", "jsonl"]
MIB = 1024 * 1024
# What a spreadsheet takes for a formula. Behind apostrophes as well: then the guard in CSV can be undone.
FORMULA_START = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


@dataclass(frozen=True)
class Limits:
    """How much is read before a file is refused. Bytes, rows and columns."""

    file_bytes: int = 50 * MIB
    unpacked_bytes: int = 512 * MIB
    packed_parts: int = 2_000
    rows: int = 200_000
    columns: int = 300


LIMITS = Limits()


@dataclass(frozen=True)
class Row:
    """A row's cells, as many as the header has, and what is wrong with it before any column is parsed."""

    number: int
    cells: tuple[object, ...]
    problems: tuple[Refusal, ...] = ()


@dataclass
class Table:
    """`rows` can be read once. `problems` concern the file as a whole; those that don't block are notices."""

    kind: Kind
    name: str
    header: tuple[str, ...]
    rows: Iterator[Row]
    header_row: int = 1
    encoding: str = ""
    sheet: str = ""
    problems: list[Refusal] = field(default_factory=list)


def column_letter(index: int) -> str:
    """The letter that a spreadsheet shows over the column with this index, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def heading(header: tuple[str, ...], index: int) -> str:
    """A column's name for messages: its heading, or its letter where it has none."""
    if index < len(header) and header[index]:
        return header[index]
    return f"{column_letter(index)} 列"


def too_many_rows(limits: Limits) -> UnreadableTable:
    return refuse_file("too_many_rows", f"表格超过 {limits.rows} 行，分成几个文件再导入。")


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
