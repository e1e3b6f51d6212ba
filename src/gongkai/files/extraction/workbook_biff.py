"""Records of an Excel 97 stream: its cells, which sheets, rows and columns are hidden, styles, notes, names, links.

MS-XLS, section 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.files.extraction.workbook_biff_values import (
    CELLS,
    STRING,
    Cells,
    Texts,
    Value,
    codec_of,
    shared_texts,
)
from gongkai.files.extraction.workbook_values import Look, leads, shown_as

_BOF, _EOF, _FILEPASS, _CONTINUE, _BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x3C, 0x85
_ROW, _COLINFO, _FILTERMODE, _NOTE, _TXO, _NAME, _SUPBOOK = 0x208, 0x7D, 0x9B, 0x1C, 0x1B6, 0x18, 0x1AE
_XF, _FONT, _FORMAT, _HEADER, _FOOTER, _HLINK, _DCONREF = 0xE0, 0x31, 0x41E, 0x14, 0x15, 0x1B8, 0x51
_SST, _CODEPAGE, _DATEMODE = 0xFC, 0x42, 0x22
_EXCEL_97 = 0x600
_TINY_TWIPS = 80
_WHITE = {1, 9, 0x41}
_HIDDEN_STATE = {0: "visible", 1: "hidden", 2: "veryHidden"}
_SELF = (0x0401, 0x3A01)
_MAX_RECORDS = 5_000_000


class LockedStream(Exception):
    """The stream is encrypted."""


@dataclass
class OldSheet:
    """`kind`: 0 table, 1 macro sheet, 2 chart, 6 module. Rows and columns count from 0."""

    name: str
    state: str
    kind: int
    at: int
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    notes: list[tuple[int, int, str, str]] = field(default_factory=list)  # row, column, author, words
    words: list[str] = field(default_factory=list)  # heads, feet, text boxes
    values: list[Value] = field(default_factory=list)


@dataclass
class OldBook:
    sheets: list[OldSheet] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # hidden ones
    links: list[str] = field(default_factory=list)


def read_records(stream: bytes) -> OldBook:
    """Raises LockedStream; anything else that is wrong ends the reading where it stands."""
    book, fonts, formats, styles = OldBook(), [], {}, []
    texts, pieces, from_1904 = Texts(), [], False
    listing = False  # whether the record before belongs to the list of shared texts
    for kind, body in _records(stream, 0):
        listing = kind == _SST or (listing and kind == _CONTINUE)
        if kind == _FILEPASS:
            raise LockedStream
        if listing:
            pieces.append(body)
        elif kind == _BOF and len(body) >= 2 and struct.unpack_from("<H", body)[0] < _EXCEL_97:
            texts.codec = codec_of(936)
        elif kind == _CODEPAGE and texts.codec and len(body) >= 2:
            texts.codec = codec_of(struct.unpack_from("<H", body)[0])
        elif kind == _DATEMODE:
            from_1904 = body[:1] == b"\1"
        elif kind == _BOUNDSHEET and len(body) >= 8:
            at, state, what = struct.unpack_from("<IBB", body)
            book.sheets.append(
                OldSheet(texts.short(body, 6), _HIDDEN_STATE.get(state & 3, "hidden"), what, at)
            )
        elif kind == _FONT and len(body) >= 6:
            fonts.append((struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 4)[0]))
        elif kind == _FORMAT and len(body) >= 5:
            formats[struct.unpack_from("<H", body)[0]] = texts.long(body, 2)
        elif kind == _XF and len(body) >= 20:
            styles.append(body)
        elif kind == _NAME and len(body) >= 15 and body[0] & 1 and not body[0] & 0x20:
            book.names.append(texts.of(body, 14, body[3]))
        elif kind == _SUPBOOK and len(body) >= 5 and struct.unpack_from("<H", body, 2)[0] not in _SELF:
            book.links.append(texts.long(body, 2))
    book.looks = [_look(body, fonts, formats) for body in styles]
    strings = shared_texts(pieces)
    left = 2 * len(
        stream
    )  # sheets don't overlap; where they do, a small file would make a text of any length
    for sheet in book.sheets:
        left -= _read_sheet(stream, sheet, Cells(strings, book.looks, texts, from_1904), texts, left)
    return book


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records of one part of the stream, from its beginning mark to its end mark."""
    depth = 0
    for _ in range(_MAX_RECORDS):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return


def _look(body: bytes, fonts: list[tuple[int, int]], formats: dict[int, str]) -> Look:
    font, code = struct.unpack_from("<HH", body)
    kind, digits = shown_as(code, formats.get(code, ""))
    font -= font > 4  # there is no font 4
    size, colour = fonts[font] if font < len(fonts) else (220, 0x7FFF)
    pattern = body[17] >> 2  # the upper bits of the third byte of borders
    ground = struct.unpack_from("<H", body, 18)[0] & 0x7F if pattern else 1
    same = colour == ground or (colour in _WHITE and ground in _WHITE)
    tiny = size < _TINY_TWIPS or (same and colour != 0x7FFF)
    return Look(kind, digits, tiny, *leads(formats.get(code, "")))


def _read_sheet(stream: bytes, sheet: OldSheet, cells: Cells, texts: Texts, most: int) -> int:
    """How many bytes it has. Raises ValueError for more than `most`."""
    size = 0
    waiting = 0  # characters that the next continuation of a text box has
    boxes: list[str] = []
    notes: list[tuple[int, int, str]] = []
    for kind, body in _records(stream, sheet.at):
        size += 4 + len(body)
        if size > most:
            raise ValueError("sheets overlap")
        if kind == _ROW and len(body) >= 14:
            row, _, _, height = struct.unpack_from("<HHHH", body)
            if body[12] & 0x20 or (height & 0x7FFF) == 0:
                sheet.hidden_rows.add(row)
        elif kind == _COLINFO and len(body) >= 10:
            first, last, width, _, flags = struct.unpack_from("<5H", body)
            if flags & 1 or width < 128:
                sheet.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _FILTERMODE:
            sheet.filtered = True
        elif kind in CELLS or kind == STRING:
            sheet.values.extend(cells.take(kind, body))
        elif kind == _TXO and len(body) >= 12:
            waiting = struct.unpack_from("<H", body, 10)[0]
        elif kind == _CONTINUE and waiting:
            boxes.append(texts.of(body, 0, waiting))
            waiting = 0
        elif kind == _NOTE and len(body) >= 11:
            row, column = struct.unpack_from("<HH", body)
            notes.append((row, column, texts.long(body, 8)))
        elif kind in (_HEADER, _FOOTER) and len(body) >= 3:
            sheet.words.append(texts.long(body, 0))
    sheet.values.sort(key=lambda value: (value.row, value.column))
    # Objects of notes come in the order of the notes, after those of other boxes more often than before.
    own = boxes[len(boxes) - len(notes) :] if len(boxes) >= len(notes) else boxes
    sheet.words += boxes[: len(boxes) - len(own)]
    for at, (row, column, author) in enumerate(notes):
        sheet.notes.append((row, column, author, own[at] if at < len(own) else ""))
    return size
