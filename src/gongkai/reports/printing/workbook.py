"""A paper as a workbook: a sheet for every table as the form has it, the text, and all figures as a list."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from gongkai.documents.files import with_fixed_times
from gongkai.reports.printing.shapes import Block, Cell, Grid, Heading, Paper, Text
from gongkai.tables.shape import FORMULA_START
from gongkai.tables.writing import CELL_LENGTH

_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="E8EDF3")
_BOLD = Font(bold=True)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")
_NAME_LENGTH = 31
EXACT_DIGITS = 15
_WIDTH = 110
_TEXT_LINE = 44
"""Chinese characters to a line in the column of the text, to guess the height of a paragraph."""
LIST_HEADING = ("表", "行", "列", "数值", "地址")


def xlsx_of(paper: Paper) -> bytes:
    """The paper as XLSX. Numbers are numbers, 不适用 is “/”, what was not filled in is empty; no text can act as a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    names = _Names()
    _write_text(book.create_sheet(names.take("正文")), paper)
    for heading, grid in _headed_grids(paper):
        _write_grid(book.create_sheet(names.take(grid.caption)), grid, heading)
    listed = [row for grid in paper.grids for row in _listed(grid)]
    if listed:
        _write_list(book.create_sheet(names.take("数据清单")), listed)
    properties = book.properties
    properties.title, properties.creator, properties.language = paper.title[:255], paper.issuer[:255], "zh-CN"
    properties.created = datetime(2000, 1, 1)
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _without_clock(blob: bytes) -> bytes:
    """The same workbook without the minute of its making, which the library puts in: the same paper, the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name in given.namelist():
            content = given.read(name)
            made.writestr(name, _MODIFIED.sub(b"", content) if name == "docProps/core.xml" else content)
    return with_fixed_times(out.getvalue())


class _Names:
    """Names of sheets: at most 31 characters, each once, whatever the captions are."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        base = _NOT_IN_NAMES.sub(" ", wanted).strip()[:_NAME_LENGTH] or "表"
        name, number = base, 1
        while name.casefold() in self._taken:
            number += 1
            tail = f"（{number}）"
            name = base[: _NAME_LENGTH - len(tail)] + tail
        self._taken.add(name.casefold())
        return name


def _put(cell: Any, cell_value: Cell) -> None:
    """Text stays text also where it begins like a formula; a number beyond what a workbook can keep exactly is text."""
    if cell_value.is_number and len(Decimal(cell_value.text).as_tuple().digits) <= EXACT_DIGITS:
        cell.value = cell_value.value
    else:
        _put_text(cell, cell_value.text)


def _put_text(cell: SheetCell, text: str) -> None:
    if not text:
        return
    cell.value = text[:CELL_LENGTH]
    cell.data_type = "s"
    cell.quotePrefix = bool(FORMULA_START.match(text))  # type: ignore[attr-defined]


def _headed_grids(paper: Paper) -> Iterator[tuple[str, Grid]]:
    """Every table with what stands above it on its sheet: its caption, or the heading of its section that says the same."""
    heading = ""
    for block in paper.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Grid):
            yield block.caption if block.titled else heading, block


def _write_grid(sheet: Any, grid: Grid, heading: str) -> None:
    """The heading in the first row, the table from the second on."""
    whole = sum(grid.widths)
    _put_text(sheet.cell(1, 1), heading)
    sheet.cell(1, 1).font = _BOLD
    for column, width in enumerate(grid.widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = max(7, _WIDTH * width / whole)
    for row, column, cell in grid.placed():
        top = sheet.cell(row + 2, column + 1)
        _put(top, cell)
        if cell.head:
            top.font = _BOLD
        top.alignment = Alignment(
            horizontal="left" if cell.left or cell.indent else "center",
            vertical="center",
            wrap_text=not cell.is_number,
            indent=cell.indent,
        )
        for down in range(cell.down):
            for across in range(cell.across):
                part = sheet.cell(row + 2 + down, column + 1 + across)
                part.border = _BORDER
                if cell.head:
                    part.fill = _HEAD_FILL
        if cell.down > 1 or cell.across > 1:
            sheet.merge_cells(
                start_row=row + 2,
                start_column=column + 1,
                end_row=row + 1 + cell.down,
                end_column=column + cell.across,
            )
    if grid.note:
        _put_text(sheet.cell(len(grid.rows) + 3, 1), grid.note)
    if grid.head_rows:
        sheet.freeze_panes = f"{get_column_letter(grid.label_columns + 1)}{grid.head_rows + 2}"
        sheet.print_title_rows = f"1:{grid.head_rows + 1}"
    _fit_page(sheet, wide=len(grid.widths) > 8)


def _write_text(sheet: Any, paper: Paper) -> None:
    """A paragraph for every row; one longer than a cell can be goes on in the next row."""
    sheet.column_dimensions["A"].width = 2 * _TEXT_LINE
    row = 0
    for words, bold in _lines(paper):
        for start in range(0, len(words), CELL_LENGTH):
            row += 1
            cell = sheet.cell(row, 1)
            piece = words[start : start + CELL_LENGTH]
            _put_text(cell, piece)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if bold:
                cell.font = _BOLD
            sheet.row_dimensions[row].height = min(400, 16 * (len(piece) // _TEXT_LINE + 1))
    _fit_page(sheet, wide=False)


def _lines(paper: Paper) -> Iterator[tuple[str, bool]]:
    yield paper.title, True
    for block in paper.blocks:
        yield from _lines_of(block)


def _lines_of(block: Block) -> Iterable[tuple[str, bool]]:
    if isinstance(block, Heading):
        return [(block.text, True)]
    if isinstance(block, Text):
        return [(words, False) for words in block.paragraphs]
    return [(f"（见工作表“{block.caption}”）", False)]


def _listed(grid: Grid) -> Iterator[tuple[str, str, str, Cell]]:
    for _, _, cell, beside, above in grid.headed():
        if cell.address:
            yield grid.caption, " ".join(h.text for h in beside), " ".join(h.text for h in above), cell


def _write_list(sheet: Any, listed: Iterable[tuple[str, str, str, Cell]]) -> None:
    for column, (name, width) in enumerate(zip(LIST_HEADING, (28, 48, 36, 12, 36), strict=True), start=1):
        head = sheet.cell(1, column, name)
        head.font, head.fill = _BOLD, _HEAD_FILL
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, (table, beside, above, cell) in enumerate(listed, start=2):
        for column, words in ((1, table), (2, beside), (3, above), (5, cell.address)):
            _put_text(sheet.cell(row, column), words)
        _put(sheet.cell(row, 4), cell)
    sheet.freeze_panes = "A2"
    _fit_page(sheet, wide=True)


def _fit_page(sheet: Any, *, wide: bool) -> None:
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
