"""Excel 97 workbooks: values by calamine; what is hidden, noted and styled by their own records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import olefile
import python_calamine

from gongkai.files.extraction.shapes import UNREADABLE, Block, Extract, Hidden
from gongkai.files.extraction.workbook_biff import LockedStream, OldBook, OldSheet, read_records
from gongkai.files.extraction.workbook_hidden import excerpt
from gongkai.files.extraction.workbook_sheets import column_letters
from gongkai.files.extraction.workbook_values import Look, number_text

__all__ = ["read"]

BROKEN = "表格读不出来，可能已损坏。用办公软件打开、另存一次再上传。"
LOCKED = "表格加了密码，读不出来。去掉密码再上传。"
_STATES = {"visible": "", "hidden": "隐藏的", "veryHidden": "深度隐藏的"}
_KINDS = {"hidden": "hidden_sheets", "veryHidden": "very_hidden_sheets"}
_MAX_STREAM = 128 * 1024 * 1024
_MAX_TABS = 64
_PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Value:
    """A cell, counted from 0, with its value as the library gives it and as it reads."""

    row: int
    column: int
    value: Any
    text: str


def read(path: Path) -> Extract:
    try:
        return _read(path)
    except MemoryError:
        raise
    except (LockedStream, python_calamine.PasswordError):
        return Extract(state=UNREADABLE, problem=LOCKED)
    except Exception:  # a damaged stream makes the libraries raise nearly anything
        return Extract(state=UNREADABLE, problem=BROKEN)


def _read(path: Path) -> Extract:
    hidden: list[Hidden] = []
    blocks: list[Block] = []
    with olefile.OleFileIO(path) as container:
        book = read_records(_stream(container))
        hidden += _around(container, book)
    for sheet, values in sheets_of(path, book):
        place = f"{_STATES[sheet.state]}工作表“{sheet.name}”"
        blocks.append(Block(sheet.name, f"{_STATES[sheet.state]}工作表名称"))
        before = len(blocks)
        blocks += _cells(sheet, values, place)
        hidden += _told(book, sheet, values, place)
        if sheet.state != "visible" and len(blocks) > before:
            hidden.append(Hidden(_KINDS[sheet.state], 1, place, excerpt(b.text for b in blocks[before:])))
        blocks += [Block(words, f"{place}页眉页脚和文本框") for words in sheet.words if words.strip()]
        for row, column, _, words in sheet.notes:
            blocks.append(Block(words, f"{place}{column_letters(column + 1)}{row + 1}的批注"))
    return Extract(tuple(blocks), tuple(hidden), pages=len(book.sheets))


def _stream(container: olefile.OleFileIO) -> bytes:
    for name in ("Workbook", "Book"):
        if container.exists(name):
            if container.get_size(name) > _MAX_STREAM:
                raise MemoryError
            return bytes(container.openstream(name).read())
    raise ValueError("no workbook")


def records_of(path: Path) -> OldBook:
    """Raises LockedStream, and what olefile raises."""
    with olefile.OleFileIO(path) as container:
        return read_records(_stream(container))


def sheets_of(path: Path, book: OldBook) -> list[tuple[OldSheet, list[Value]]]:
    """Sheets in their order with their filled cells, row by row. Raises ValueError for a damaged file."""
    try:
        return _sheets_of(path, book)
    except BaseException as problem:
        # A panic of the library is no Exception, and would end the process.
        if type(problem).__name__ == "PanicException":
            raise ValueError("panic") from None
        raise


def _sheets_of(path: Path, book: OldBook) -> list[tuple[OldSheet, list[Value]]]:
    found = []
    with python_calamine.CalamineWorkbook.from_path(str(path)) as values:
        known = set(values.sheet_names)
        for sheet in book.sheets:
            rows = values.get_sheet_by_name(sheet.name) if sheet.name in known and sheet.kind < 2 else None
            found.append((sheet, _values(rows) if rows is not None and rows.start else []))
    return found


def _values(sheet: Any) -> list[Value]:
    """The library gives rows from the first of the sheet on, but columns from the first filled one on."""
    left = sheet.start[1]
    return [
        Value(row, left + at, value, text)
        for row, cells in enumerate(sheet.iter_rows())
        for at, value in enumerate(cells)
        if (text := _text(value))
    ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return number_text(repr(value), _PLAIN, False)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    return str(value) if isinstance(value, (str, timedelta)) else ""


def _cells(sheet: OldSheet, values: list[Value], place: str) -> list[Block]:
    blocks = []
    for at, one in enumerate(values):
        after = values[at + 1] if at + 1 < len(values) else None
        gap = min(after.column - one.column, _MAX_TABS) if after and after.row == one.row else 0
        note = "（隐藏的行）" if one.row in sheet.hidden_rows else ""
        note = note or ("（隐藏的列）" if one.column in sheet.hidden_columns else "")
        where = f"{place}{column_letters(one.column + 1)}{one.row + 1}{note}"
        blocks.append(Block(one.text, where, "\t" * gap if gap else "\n"))
    return blocks


def _told(book: OldBook, sheet: OldSheet, values: list[Value], place: str) -> list[Hidden]:
    rows: dict[int, list[str]] = {}
    columns: list[str] = []
    unseen: list[str] = []
    tiny: list[str] = []
    for one in values:
        if one.row in sheet.hidden_rows:
            rows.setdefault(one.row, []).append(one.text)
        if one.column in sheet.hidden_columns:
            columns.append(one.text)
        style = sheet.styles.get((one.row, one.column))
        if style is not None:
            (unseen if book.looks[style].kind == "nothing" else tiny).append(one.text)
    told = [
        ("filtered_rows" if sheet.filtered else "hidden_rows", [" ".join(texts) for texts in rows.values()]),
        ("hidden_columns", columns),
        ("hidden_text", unseen),
        ("tiny_text", tiny),
        ("comments", [words or author for _, _, author, words in sheet.notes]),
        ("macros", [sheet.name] if sheet.kind in (1, 6) else []),
    ]
    return [Hidden(kind, len(what), place, excerpt(what)) for kind, what in told if what]


def _around(container: olefile.OleFileIO, book: OldBook) -> list[Hidden]:
    """What stands beside the sheets: macros, caches, embedded files, author, names, links."""
    found: list[Hidden] = []
    tops = {entry[0] for entry in container.listdir(streams=True, storages=True)}
    for kind, starts in (
        ("macros", ("_VBA_PROJECT",)),
        ("pivot_caches", ("_SX_DB",)),
        ("embedded_files", ("MBD", "LNK", "\x01Ole10Native")),
        ("tracked_changes", ("Revision Log", "User Names")),
        ("custom_xml", ("MsoDataStore",)),
    ):
        names = sorted(t for t in tops if t.startswith(starts))
        if names:
            found.append(Hidden(kind, len(names), "、".join(names)[:200]))
    meta = container.get_metadata()
    who = [
        _decoded(getattr(meta, name, None))
        for name in ("author", "last_saved_by", "company", "manager", "keywords", "comments")
    ]
    if people := [one for one in who if one]:
        found.append(Hidden("author", len(people), "文件属性", excerpt(people)))
    if getattr(meta, "thumbnail", None):
        found.append(Hidden("thumbnail", 1, "文件属性"))
    if names := [n for n in book.names if len(n) > 1]:  # one-letter names are built in
        found.append(Hidden("named_ranges", len(names), "名称管理器", excerpt(names)))
    if book.links:
        found.append(Hidden("external_links", len(book.links), "外部工作簿", excerpt(book.links)))
    return found


def _decoded(value: Any) -> str:
    if isinstance(value, bytes):
        for encoding in ("utf-8", "gb18030"):
            try:
                return value.split(b"\0")[0].decode(encoding).strip()
            except UnicodeDecodeError:
                continue
    return str(value).strip() if isinstance(value, str) else ""
