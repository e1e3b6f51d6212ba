"""Sheets of a workbook as rows of equal width, so that an empty cell keeps its place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from gongkai.files.extraction.shapes import Block

_CELL = re.compile(r"工作表“(?P<sheet>.*)”(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})(?:（.*)?$")
_NAME = "工作表名称"
MAX_COLUMNS = 64
"""Cells further right belong to no report's table; they stay where they are."""
LIST_SHEET = "数据清单"
"""The sheet with which our own workbooks end: every figure again, as a list."""


def is_workbook(blocks: Sequence[Block]) -> bool:
    return any(block.place.endswith(_NAME) for block in blocks)


def text_of_sheets(blocks: Sequence[Block]) -> str:
    """The sheets in order, a row a line, cells apart by tabs; names of sheets and our list of figures left out."""
    lines: list[str] = []
    sheet: list[Block] = []
    skipping = False
    for block in (*blocks, Block("", _NAME)):
        if not block.place.endswith(_NAME):
            sheet.append(block)
            continue
        if not skipping:
            lines += _rows(sheet)
        sheet, skipping = [], block.text == LIST_SHEET
    return "\n".join(lines) + "\n"


def _rows(sheet: list[Block]) -> list[str]:
    places = [(block, _CELL.search(block.place)) for block in sheet]
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    loose = [block.text for block, place in places if place is None]
    for block, place in places:
        if place is not None:
            rows[int(place["row"])][_number(place["column"])] = block.text.replace("\t", " ").replace(
                "\n", " "
            )
    width = min(max((column for cells in rows.values() for column in cells), default=0), MAX_COLUMNS)
    made: list[str] = []
    for row in sorted(rows):
        cells = rows[row]
        if len(cells) == 1:  # a sentence, no row of a table
            made.extend(cells.values())
            continue
        last = max(width, *cells)
        made.append("\t".join(cells.get(column, "") for column in range(min(cells), last + 1)))
    return made + loose


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
