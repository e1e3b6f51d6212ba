"""Tables out: XLSX and CSV in which no cell can act, the marked-up file of refused rows, templates."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from gongkai.tables.cells import OneOf, as_text, local
from gongkai.tables.columns import Column, ParsedRow
from gongkai.tables.problems import RULES, Refusal
from gongkai.tables.shape import FORMULA_START
from gongkai.tables.workbook import EXACT_NUMBERS, INSTRUCTIONS, TRUNCATED

CELL_LENGTH = 32_767  # characters; more and a spreadsheet program calls the file broken
PROBLEM_HEADING = "导入时的问题"
ROW_HEADING = "原来的行号"
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BOLD = Font(bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="E8EDF3")
_BAD_FILL = PatternFill("solid", fgColor="FBE3B8")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def guarded(value: object) -> str:
    """A value for CSV. An apostrophe goes before whatever a spreadsheet would take for a formula; our own
    reader takes it off again. Plain negative numbers stay as they are."""
    text = "" if value is None else as_text(value)
    if FORMULA_START.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """UTF-8 with a mark, so that Excel and WPS read it; in pieces, for a streamed download."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([guarded(name) for name in header])
    for row in rows:
        writer.writerow([guarded(value) for value in row])
        if buffer.tell() > 65_536:
            yield _drained(buffer)
    yield _drained(buffer)


def _drained(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", errors="replace")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "数据") -> bytes:
    book = Workbook(write_only=True)
    sheet = _sheet(book, title, [max(8, min(40, 2 * len(name) + 4)) for name in header])
    sheet.append([_head(sheet, name) for name in header])
    for row in rows:
        sheet.append([_quick(sheet, value) for value in row])
    return _saved(book)


def write_marked_up(header: Sequence[str], refused: Iterable[ParsedRow]) -> bytes:
    """The refused rows as they were filled in, each bad cell coloured and explained, to mend and upload again.

    The two added columns carry headings that no import reads.
    """
    book = Workbook(write_only=True)
    sheet = _sheet(book, "要改的行", [*[20] * len(header), 60, 12])
    sheet.append([_head(sheet, name) for name in [*header, PROBLEM_HEADING, ROW_HEADING]])
    for row in refused:
        by_column: dict[str, list[Refusal]] = {}
        for refusal in row.refusals:
            by_column.setdefault(refusal.column, []).append(refusal)
        cells = [_cell(sheet, value) for value in row.cells]
        for index, name in enumerate(header[: len(cells)]):
            if name in by_column:
                cells[index].fill = _BAD_FILL
                cells[index].comment = Comment("\n".join(r.message for r in by_column[name])[:2000], "导入")
        told = "\n".join(f"{r.column}：{r.message}" if r.column else r.message for r in row.refusals)
        problem = _cell(sheet, told)
        problem.alignment = _WRAPPED
        sheet.append([*cells, problem, _cell(sheet, row.number)])
    return _saved(book)


def write_problems(refusals: Iterable[Refusal]) -> Iterator[bytes]:
    """The list of problems by itself, as CSV."""
    rows = ((r.row, r.column, r.value, RULES.get(r.rule, r.rule), r.message, r.suggestion) for r in refusals)
    return write_csv(("行", "列", "填写的内容", "规则", "问题", "建议改成"), rows)


def write_template(columns: Sequence[Column], *, title: str) -> bytes:
    """An empty table with the headings, drop-down lists where there is a choice, and a sheet that explains."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, title, [max(12, min(40, 2 * len(column.label) + 6)) for column in columns])
    sheet.append([_head(sheet, f"{c.label}（必填）" if c.required else c.label) for c in columns])
    for index, column in enumerate(columns, start=1):
        _offer_choices(sheet, get_column_letter(index), column)
    notes = _sheet(book, INSTRUCTIONS, [20, 10, 16, 40, 60])
    notes.append([_head(notes, name) for name in ("列", "必填", "最多几个字", "例子", "说明")])
    for column in columns:
        row = (column.label, "是" if column.required else "", column.max_length, column.example, column.help)
        notes.append([_cell(notes, value) for value in row])
    return _saved(book)


def _offer_choices(sheet: Any, letter: str, column: Column) -> None:
    labels = tuple(column.parse.labels) if isinstance(column.parse, OneOf) else ()
    # A drop-down's list may hold 255 characters, and a comma divides it.
    listed = ",".join(labels)
    if not labels or len(listed) > 250 or any("," in label or '"' in label for label in labels):
        return
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    choice.add(f"{letter}2:{letter}10000")
    sheet.data_validations.append(choice)


def _sheet(book: Workbook, title: str, widths: Sequence[int]) -> Any:
    sheet: Any = book.create_sheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or "数据")
    sheet.freeze_panes = "A2"
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    return sheet


def _head(sheet: Any, name: str) -> Any:
    cell = _cell(sheet, name)
    cell.font, cell.fill = _BOLD, _HEAD_FILL
    return cell


def _cell(sheet: Any, value: object) -> Any:
    """A cell that holds its value and nothing else: text is text also where it begins like a formula."""
    plain = _plain(value)
    cell = WriteOnlyCell(sheet, value=plain)
    if isinstance(plain, str):
        cell.data_type = "s"
        cell.quotePrefix = bool(FORMULA_START.match(plain))
    return cell


def _quick(sheet: Any, value: object) -> Any:
    """As `_cell`, but the bare value where openpyxl can't take it for anything else; several times faster."""
    plain = _plain(value)
    if isinstance(plain, str) and (plain.startswith("#") or FORMULA_START.match(plain)):
        return _cell(sheet, plain)
    return plain


def _plain(value: object) -> Any:
    """None, a truth value, a number or a date as a spreadsheet keeps it; everything else as text."""
    if isinstance(value, datetime):
        return local(value)
    if value is None or isinstance(value, bool | date):
        return value
    if isinstance(value, int | float | Decimal) and abs(float(value)) < EXACT_NUMBERS:
        return value
    text = _ILLEGAL.sub("\ufffd", as_text(value))
    return text if len(text) <= CELL_LENGTH else text[: CELL_LENGTH - len(TRUNCATED)] + TRUNCATED


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
