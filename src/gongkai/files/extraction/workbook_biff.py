"""Records of an Excel 97 stream: which sheets, rows and columns are hidden, cell styles, notes, names, links.

Values come from elsewhere; this reads only what a reader of values drops. MS-XLS, section 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.files.extraction.workbook_values import Look, shown_as

_BOF, _EOF, _FILEPASS, _CONTINUE, _BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x3C, 0x85
_ROW, _COLINFO, _FILTERMODE, _NOTE, _TXO, _NAME, _SUPBOOK = 0x208, 0x7D, 0x9B, 0x1C, 0x1B6, 0x18, 0x1AE
_XF, _FONT, _FORMAT, _HEADER, _FOOTER, _HLINK, _DCONREF = 0xE0, 0x31, 0x41E, 0x14, 0x15, 0x1B8, 0x51
_CELLS = {0x06, 0x27E, 0x203, 0x204, 0xFD, 0x205, 0xD6}  # one cell each
_MANY = 0xBD  # MULRK: cells of one row
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
    styles: dict[tuple[int, int], int] = field(default_factory=dict)  # only cells with an odd look
    notes: list[tuple[int, int, str, str]] = field(default_factory=list)  # row, column, author, words
    words: list[str] = field(default_factory=list)  # heads, feet, text boxes


@dataclass
class OldBook:
    sheets: list[OldSheet] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # hidden ones
    links: list[str] = field(default_factory=list)


def read_records(stream: bytes) -> OldBook:
    """Raises LockedStream; anything else that is wrong ends the reading where it stands."""
    book, fonts, formats, styles = OldBook(), [], {}, []
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise LockedStream
        if kind == _BOUNDSHEET and len(body) >= 8:
            at, state, what = struct.unpack_from("<IBB", body)
            book.sheets.append(OldSheet(_short(body, 6), _HIDDEN_STATE.get(state & 3, "hidden"), what, at))
        elif kind == _FONT and len(body) >= 6:
            fonts.append((struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 4)[0]))
        elif kind == _FORMAT and len(body) >= 5:
            formats[struct.unpack_from("<H", body)[0]] = _long(body, 2)
        elif kind == _XF and len(body) >= 20:
            styles.append(body)
        elif kind == _NAME and len(body) >= 15 and body[0] & 1 and not body[0] & 0x20:
            book.names.append(_text(body, 14, body[3]))
        elif kind == _SUPBOOK and len(body) >= 5 and struct.unpack_from("<H", body, 2)[0] not in _SELF:
            book.links.append(_long(body, 2))
    book.looks = [_look(body, fonts, formats) for body in styles]
    odd = {at for at, look in enumerate(book.looks) if look.tiny or look.kind == "nothing"}
    for sheet in book.sheets:
        _read_sheet(stream, sheet, odd)
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
    return Look(kind, digits, size < _TINY_TWIPS or (same and colour != 0x7FFF))


def _read_sheet(stream: bytes, sheet: OldSheet, odd: set[int]) -> None:
    waiting = 0  # characters that the next continuation of a text box has
    boxes: list[str] = []
    notes: list[tuple[int, int, str]] = []
    for kind, body in _records(stream, sheet.at):
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
        elif kind in _CELLS and len(body) >= 6:
            row, column, style = struct.unpack_from("<HHH", body)
            if style in odd:
                sheet.styles[row, column] = style
        elif kind == _MANY and len(body) >= 6:
            row, first = struct.unpack_from("<HH", body)
            for at in range(4, len(body) - 7, 6):
                style = struct.unpack_from("<H", body, at)[0]
                if style in odd:
                    sheet.styles[row, first + (at - 4) // 6] = style
        elif kind == _TXO and len(body) >= 12:
            waiting = struct.unpack_from("<H", body, 10)[0]
        elif kind == _CONTINUE and waiting:
            boxes.append(_text(body, 0, waiting))
            waiting = 0
        elif kind == _NOTE and len(body) >= 11:
            row, column = struct.unpack_from("<HH", body)
            notes.append((row, column, _long(body, 8)))
        elif kind in (_HEADER, _FOOTER) and len(body) >= 3:
            sheet.words.append(_long(body, 0))
    # Objects of notes come in the order of the notes, after those of other boxes more often than before.
    own = boxes[len(boxes) - len(notes) :] if len(boxes) >= len(notes) else boxes
    sheet.words += boxes[: len(boxes) - len(own)]
    for at, (row, column, author) in enumerate(notes):
        sheet.notes.append((row, column, author, own[at] if at < len(own) else ""))


def _short(body: bytes, at: int) -> str:
    """A text with one byte for its length."""
    return _text(body, at + 1, body[at]) if at < len(body) else ""


def _long(body: bytes, at: int) -> str:
    """A text with two bytes for its length."""
    return _text(body, at + 2, struct.unpack_from("<H", body, at)[0]) if at + 2 <= len(body) else ""


def _text(body: bytes, at: int, length: int) -> str:
    """`length` characters after a byte that says whether they are wide."""
    if at >= len(body):
        return ""
    wide = body[at] & 1
    raw = body[at + 1 : at + 1 + length * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", errors="replace")
