"""How the standard catalogue's table is written: ticks, terms and merged headings become values. No database."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.tables.headers import header_index, heading_key
from gongkai.tables.problems import refuse_file
from gongkai.text.numerals import NumeralProblem, chinese_to_int

_MAX_MERGED = 200_000  # cells
_TICKED = "■☑☒√✓✔▣◼"
_BLANK_BOX = "□☐◻"
_OPTION = re.compile(f"([{_TICKED}{_BLANK_BOX}])\\s*([^{_TICKED}{_BLANK_BOX}\\n]*)")
_NO = frozenset({"", "□", "☐", "◻", "×", "✗", "✘", "否", "无", "-", "—", "/", "0"})
_TERM = re.compile(r"(\d{1,4}|[一二两三四五六七八九十百]{1,5})\s*(?:个)?\s*(工作日|小时|日|天)")
_TERM_UNITS = {"工作日": "working_day", "小时": "hour", "日": "calendar_day", "天": "calendar_day"}
_EVERY = (
    (re.compile("每(?:个)?月|按月"), 1), (re.compile("每(?:个)?季|按季"), 3), (re.compile("每半年"), 6),
    (re.compile("每年|年度|按年"), 12),
)  # fmt: skip


def is_ticked(cell: str) -> bool:
    """A cell of a column that is ticked or left empty."""
    return cell.strip() not in _NO


def ticked(text: str, options: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the ticked options (label → code) of one cell, and the ticked words that are no option.

    Without any box or tick every option that is named counts.
    """
    marked = _OPTION.findall(text)
    named = [label for mark, label in marked if mark in _TICKED]
    words = named if marked else re.split(r"[、，,；;\n]+", text)
    codes: list[str] = []
    foreign: list[str] = []
    for word in (_plain(word) for word in words):
        code = next((code for label, code in options.items() if word and _same(word, _plain(label))), None)
        if code is not None and code not in codes:
            codes.append(code)
        elif code is None and word:
            foreign.append(word)
    return tuple(codes), tuple(foreign)


def _plain(text: str) -> str:
    return re.sub(r"[\s_:：()。;,]+", "", unicodedata.normalize("NFKC", text))


def _same(word: str, label: str) -> bool:
    return word == label or word.startswith(label) or (len(word) > 2 and label.startswith(word))


@dataclass(frozen=True)
class Term:
    """`said` is False when the text names no number and the legal 20 working days stand in (条例第二十六条)."""

    length: int
    unit: str
    said: bool


def term_in(text: str) -> Term:
    """The term that a sentence like 自信息形成之日起20个工作日内公开 names; the first, if several."""
    found = _TERM.search(unicodedata.normalize("NFKC", text))
    if found:
        number, unit = found.groups()
        with suppress(NumeralProblem):
            return Term(chinese_to_int(number), _TERM_UNITS[unit], True)
    return Term(20, "working_day", False)


def rhythm_in(text: str) -> tuple[str, int | None]:
    """Rhythm and months of a duty out of what the table says of its term."""
    for pattern, months in _EVERY:
        if pattern.search(text):
            return "regular", months
    return ("standing", None) if "长期" in text else ("on_occurrence", None)


def flattened(raw: bytes, expected: tuple[str, ...]) -> bytes:
    """The workbook without merged cells: each of them gets the value, two rows of headings become one.

    Rows keep their numbers. The official form merges its headings and the matters that span several rows.
    Raises UnreadableTable for merges without measure. Call it only on what `read_table` has looked through.
    """
    book = openpyxl.load_workbook(io.BytesIO(raw))
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and sheet.max_row > 1]
    sheet = shown[0] if shown else book.worksheets[0]
    for other in [one for one in book.worksheets if one is not sheet]:
        book.remove(other)
    areas = list(sheet.merged_cells.ranges)
    if sum(area.size["rows"] * area.size["columns"] for area in areas) > _MAX_MERGED:
        raise refuse_file("merged_cells", "合并单元格的范围太大。取消没有内容的合并再导入。")
    for area in areas:
        value = sheet.cell(area.min_row, area.min_col).value
        sheet.unmerge_cells(area.coord)
        for row in sheet.iter_rows(area.min_row, area.max_row, area.min_col, area.max_col):
            for cell in row:
                cell.value = value
    _join_headings(sheet, expected)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _join_headings(sheet: Worksheet, expected: tuple[str, ...]) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(1, 12)]
    top = header_index(rows, expected)
    if top is None or top + 1 >= len(rows):
        return
    keys = {heading_key(name) for name in expected}
    above, below = rows[top], rows[top + 1]
    if sum(heading_key(cell) in keys for cell in below) < 2:
        return  # the next row is data already
    for place, (upper, lower) in enumerate(zip(above, below, strict=True), 1):
        sheet.cell(top + 2, place).value = lower if lower not in (None, "") else upper
        sheet.cell(top + 1, place).value = None
