"""Excel 97 workbooks: what every cell shows with its place, and everything that hides."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import olefile

from gongkai.files.extraction.old_container import stream_of
from gongkai.files.extraction.shapes import UNREADABLE, Block, Extract, Hidden
from gongkai.files.extraction.workbook_biff import LockedStream, OldBook, OldSheet, read_records
from gongkai.files.extraction.workbook_biff_values import Value
from gongkai.files.extraction.workbook_hidden import excerpt
from gongkai.files.extraction.workbook_sheets import column_letters
from gongkai.files.extraction.workbook_values import Look
from gongkai.text.rows import MOST_TABS

__all__ = ["read"]

BROKEN = "表格读不出来，可能已损坏。用办公软件打开、另存一次再上传。"
LOCKED = "表格加了密码，读不出来。去掉密码再上传。"
_STATES = {"visible": "", "hidden": "隐藏的", "veryHidden": "深度隐藏的"}
_KINDS = {"hidden": "hidden_sheets", "veryHidden": "very_hidden_sheets"}
_MAX_STREAM = 128 * 1024 * 1024
_PLAIN = Look()


def read(path: Path) -> Extract:
    try:
        return _read(path)
    except MemoryError:
        raise
    except LockedStream:
        return Extract(state=UNREADABLE, problem=LOCKED)
    except Exception:  # a damaged stream makes the libraries raise nearly anything
        return Extract(state=UNREADABLE, problem=BROKEN)


def _read(path: Path) -> Extract:
    hidden: list[Hidden] = []
    blocks: list[Block] = []
    with olefile.OleFileIO(path) as container:
        book = read_records(_stream(container))
        hidden += _around(container, book)
    for sheet in book.sheets:
        place = f"{_STATES[sheet.state]}工作表“{sheet.name}”"
        title = Block(sheet.name, f"{_STATES[sheet.state]}工作表名称")
        blocks.append(title.before_columns(sheet.values[0].column if sheet.values else 0))
        before = len(blocks)
        blocks += _cells(sheet, place)
        hidden += _told(book, sheet, place)
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
            return stream_of(container, name)
    raise ValueError("no workbook")


def records_of(path: Path) -> OldBook:
    """Raises LockedStream, and what olefile raises."""
    with olefile.OleFileIO(path) as container:
        return read_records(_stream(container))


def look_of(book: OldBook, value: Value) -> Look:
    return book.looks[value.style] if value.style < len(book.looks) else _PLAIN


def _cells(sheet: OldSheet, place: str) -> list[Block]:
    blocks, values = [], sheet.values
    for at, one in enumerate(values):
        after = values[at + 1] if at + 1 < len(values) else None
        gap = min(after.column - one.column, MOST_TABS) if after and after.row == one.row else 0
        begins = after.column if after and after.row != one.row else 0
        note = "（隐藏的行）" if one.row in sheet.hidden_rows else ""
        note = note or ("（隐藏的列）" if one.column in sheet.hidden_columns else "")
        where = f"{place}{column_letters(one.column + 1)}{one.row + 1}{note}"
        blocks.append(Block(one.text, where, "\t" * gap if gap else "\n").before_columns(begins))
    return blocks


def _told(book: OldBook, sheet: OldSheet, place: str) -> list[Hidden]:
    rows: dict[int, list[str]] = {}
    columns: list[str] = []
    unseen: list[str] = []
    tiny: list[str] = []
    for one in sheet.values:
        if one.row in sheet.hidden_rows:
            rows.setdefault(one.row, []).append(one.text)
        if one.column in sheet.hidden_columns:
            columns.append(one.text)
        look = look_of(book, one)
        if look.kind == "nothing":
            unseen.append(one.text)
        elif look.tiny:
            tiny.append(one.text)
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
        found.append(
            Hidden(
                "external_links", len(book.links), "外部工作簿", excerpt(_path(link) for link in book.links)
            )
        )
    return found


def _path(link: str) -> str:
    """Signs below a blank part the folders of the stored path."""
    return "/".join(part for part in re.split(r"[\x00-\x1f]+", link) if part)


def _decoded(value: Any) -> str:
    if isinstance(value, bytes):
        for encoding in ("utf-8", "gb18030"):
            try:
                return _printable(value.split(b"\0")[0].decode(encoding))
            except UnicodeDecodeError:
                continue
    return _printable(value) if isinstance(value, str) else ""


def _printable(text: str) -> str:
    """Up to the first sign that no name has: properties are often followed by remains of memory."""
    for at, sign in enumerate(text):
        if not sign.isprintable() or sign == "\ufffd":
            return text[:at].strip()
    return text.strip()
