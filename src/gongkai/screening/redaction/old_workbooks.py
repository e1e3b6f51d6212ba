"""An Excel 97 workbook as an XLSX of its values: nothing writes the old format without its remains."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

from gongkai.files.extraction import xls
from gongkai.files.extraction.shapes import Extract, Removal
from gongkai.files.extraction.workbook_biff import OldBook, OldSheet
from gongkai.screening.redaction.workbook_changes import (
    NOTHING_SHOWN,
    Changes,
    Redacted,
    RedactionFailed,
    is_gone,
)
from gongkai.screening.redaction.workbook_writing import (
    PLAIN_STYLES,
    OutCell,
    OutRow,
    OutSheet,
    write_workbook,
)

_TABLE = 0  # kind of a sheet that holds cells and no macros


def redact_old(
    source: Path, target: Path, removals: Sequence[Removal], *, keep_hidden: bool = False
) -> Redacted:
    """Raises RedactionFailed."""
    extract = xls.read(source)
    if extract.problem:
        raise RedactionFailed(extract.problem)
    changes = Changes(extract, removals)
    book = xls.records_of(source)
    sheets, block = [], 0
    for sheet in book.sheets:
        block = _name_block(extract, sheet.name, block)
        name = changes.new_text(block, sheet.name)
        rows = _rows(book, sheet, block + 1, changes, keep_hidden)
        block += 1 + len(sheet.values)
        if sheet.kind == _TABLE and (keep_hidden or sheet.state == "visible"):
            sheets.append(OutSheet(sheet.name if name is None else name or "工作表", rows))
    if not sheets:
        raise RedactionFailed(NOTHING_SHOWN)
    write_workbook(target, sheets, styles=PLAIN_STYLES.encode(), theme=b"", from_1904=False)
    return Redacted(changes.cells, extract.hidden)


def _name_block(extract: Extract, name: str, start: int) -> int:
    """The next block that is a sheet's name: notes and heads of the sheet before may stand between."""
    while not (extract.blocks[start].place.endswith("工作表名称") and extract.blocks[start].text == name):
        start += 1
    return start


def _rows(book: OldBook, sheet: OldSheet, block: int, changes: Changes, keep_hidden: bool) -> list[OutRow]:
    gone_rows = [] if keep_hidden else sorted(sheet.hidden_rows)
    gone_columns = [] if keep_hidden else sorted(sheet.hidden_columns)
    rows: dict[int, list[OutCell]] = {}
    for at, one in enumerate(sheet.values):
        changed = changes.new_text(block + at, one.text)
        look = xls.look_of(book, one)
        unseen = (look.tiny or look.kind == "nothing") and not keep_hidden
        if is_gone(one.row, gone_rows) or is_gone(one.column, gone_columns) or unseen:
            continue
        column = one.column - bisect_left(gone_columns, one.column) + 1
        number = repr(one.number) if changed is None and one.number is not None else ""
        cell = OutCell(column, text=one.text if changed is None else changed, number=number)
        rows.setdefault(one.row - bisect_left(gone_rows, one.row) + 1, []).append(cell)
    return [OutRow(number, cells) for number, cells in sorted(rows.items())]
