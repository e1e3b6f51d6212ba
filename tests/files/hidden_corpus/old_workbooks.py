"""Excel 97 workbooks made byte by byte: a compound file with one stream of records (MS-CFB, MS-XLS)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NAME, _NO_FORMAT = 0x18, ";;;"


@dataclass
class OldSheet:
    """`state`: 0 shown, 1 hidden, 2 deeply hidden. `cells`: row, column, text, style (1 plain, 2 ;;;, 3 white)."""

    name: str
    cells: list[tuple[int, int, str | float, int]]
    state: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    filtered: bool = False
    notes: list[tuple[int, int, str, str]] = field(default_factory=list)


def workbook(
    sheets: list[OldSheet], *, streams: dict[str, bytes] | None = None, locked: bool = False
) -> bytes:
    """The file; `streams` are further streams by their name (macros, caches)."""
    return compound({"Workbook": _stream(sheets, locked), **(streams or {})})


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _bof(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0x41, 6))


def _wide(text: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def _font(colour: int) -> bytes:
    return _record(
        0x31, struct.pack("<HHHHHBBBB", 220, 0, colour, 400, 0, 0, 0, 134, 0) + _wide("宋体", "<B")
    )


def _xf(font: int, number_format: int) -> bytes:
    return _record(0xE0, struct.pack("<HHH", font, number_format, 0) + bytes(14))


def _stream(sheets: list[OldSheet], locked: bool) -> bytes:
    head = (
        _bof(5)
        + (_record(0x2F, struct.pack("<HH", 0, 0)) if locked else b"")
        + _record(0x42, struct.pack("<H", 1200))
    )
    head += _font(0x7FFF) + _font(9) + _record(0x41E, struct.pack("<H", 164) + _wide(_NO_FORMAT))
    head += _xf(0, 0) + _xf(0, 0) + _xf(0, 164) + _xf(1, 0)
    bodies = [_sheet(sheet) for sheet in sheets]
    listed = sum(4 + 6 + 2 + 2 * len(sheet.name) for sheet in sheets)
    at = len(head) + listed + 4
    for sheet, body in zip(sheets, bodies, strict=True):
        head += _record(0x85, struct.pack("<IBB", at, sheet.state, 0) + _wide(sheet.name, "<B"))
        at += len(body)
    return head + _record(0x0A, b"") + b"".join(bodies)


def _sheet(sheet: OldSheet) -> bytes:
    rows = max((row for row, *_ in sheet.cells), default=0) + 1
    made = _bof(0x10)
    for column in sheet.hidden_columns:
        made += _record(0x7D, struct.pack("<6H", column, column, 2340, 1, 1, 0))
    made += _record(0x200, struct.pack("<IIHHH", 0, rows, 0, 20, 0))
    made += _record(0x9B, b"") if sheet.filtered else b""
    for row in sheet.hidden_rows:
        made += _record(0x208, struct.pack("<8H", row, 0, 10, 300, 0, 0, 0x120, 1))
    for row, column, value, style in sheet.cells:
        place = struct.pack("<HHH", row, column, style)
        if isinstance(value, str):
            made += _record(0x204, place + _wide(value))
        else:
            made += _record(0x203, place + struct.pack("<d", value))
    for number, (row, column, author, words) in enumerate(sheet.notes, 1):
        made += _record(0x1B6, struct.pack("<HH6xHH4x", 0x212, 0, len(words), 16))
        made += _record(0x3C, b"\1" + words.encode("utf-16-le")) + _record(0x3C, bytes(16))
        made += _record(0x1C, struct.pack("<HHHH", row, column, 0, number) + _wide(author) + b"\0")
    return made + _record(0x0A, b"")


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file whose streams all stand in whole sectors (padded above the smallest size)."""
    contents = [content.ljust(4096, b"\0") for content in streams.values()]
    chains, table = [], [_FAT, _END]  # the table itself, then the directory
    directory_sectors = -(-(len(contents) + 1) // 4)
    table = [_FAT, *range(2, directory_sectors + 1), _END]
    for content in contents:
        sectors = -(-len(content) // _SECTOR)
        chains.append(len(table))
        table += [*range(len(table) + 1, len(table) + sectors), _END]
    assert len(table) <= 128  # one sector of the table is enough for a test
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += (
        struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0) + b"\xff" * 432
    )
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if contents else _FREE)]
    for at, (name, content) in enumerate(zip(streams, contents, strict=True)):
        following = at + 2 if at + 1 < len(contents) else _FREE
        entries.append(_entry(name, 2, chains[at], len(content), right=following))
    made = head + struct.pack(f"<{len(table)}I", *table).ljust(_SECTOR, b"\xff")
    made += b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    return made + b"".join(c.ljust(-(-len(c) // _SECTOR) * _SECTOR, b"\0") for c in contents)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
    return head + struct.pack("<III", _FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)
