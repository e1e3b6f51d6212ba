"""The inside of a Word 97 file: its pieces of text, and which of its characters are hidden, deleted or row ends.

Offsets and codes are those of the published format ([MS-DOC]): FIB, CLX, PlcBteChpx, PlcBtePapx.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.files.extraction.packed import Unreadable

STORIES = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
_PAGE = 512  # bytes of a page of formatted runs
_CHPX, _PAPX, _CLX, _REVISERS, _SAVED_BY = 12, 13, 33, 51, 71  # numbers of tables in the FIB
_VANISH, _DELETED, _INSERTED, _SIZE, _COLOUR, _COLOUR_NUMBER = 0x083C, 0x0800, 0x0801, 0x4A43, 0x6870, 0x2A42
_IN_TABLE, _ROW_END, _INNER_ROW_END = 0x2416, 0x2417, 0x244C
_CHINESE, _LATIN = re.compile(r"[\u4e00-\u9fff]{4,}"), re.compile(r"[0-9]{7,}[0-9Xx]")
_ARGUMENT = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes by the upper three bits of a code; 0: the first byte tells
_DAMAGED = "文件已损坏，读不出来。用办公软件打开、另存一次再传。"
MAX_PIECES = 200_000
MAX_LOOKS = 2_000_000  # at pieces, for all runs together


@dataclass(frozen=True, slots=True)
class PieceOfText:
    start: int  # character position
    end: int
    at: int  # byte in the WordDocument stream
    width: int  # bytes a character


@dataclass
class Binary:
    """`marks`: ranges of character positions by what their formatting says."""

    text: str
    stories: dict[str, tuple[int, int]]
    marks: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    row_ends: set[int] = field(default_factory=set)
    in_table: set[int] = field(default_factory=set)  # the marks that end a paragraph inside a cell
    reviewers: list[str] = field(default_factory=list)
    saved_by: list[str] = field(default_factory=list)
    leftover: str = ""
    """Text that stands in the file but belongs to no piece: what was there before a quick save."""


def is_encrypted(document: bytes) -> bool:
    return len(document) > 12 and bool(document[11] & 0x01)


def table_name(document: bytes) -> str:
    return "1Table" if len(document) > 12 and document[11] & 0x02 else "0Table"


def read_binary(document: bytes, table: bytes) -> Binary:
    """Raises Unreadable where the file is no Word 97 file or damaged."""
    try:
        return _read(document, table)
    except (struct.error, IndexError) as problem:
        raise Unreadable(_DAMAGED) from problem


def _read(document: bytes, table: bytes) -> Binary:
    if document[:2] != b"\xec\xa5":
        raise Unreadable("这不是 Word 97 以后的文档。用办公软件打开、另存为 .docx 再传。")
    pieces = _pieces(_table(document, table, _CLX))
    # Pieces never overlap in an honest file; ones that do could make a text of any length.
    if sum((piece.end - piece.start) * piece.width for piece in pieces) > 2 * len(document):
        raise Unreadable(_DAMAGED)
    text = "".join(_decode(document, piece) for piece in pieces)
    counts = struct.unpack_from("<8i", document, 0x4C)
    made = Binary(text, {}, leftover=_leftover(document, pieces))
    at = 0
    for name, count in zip(STORIES, counts, strict=True):
        count = max(0, count)
        made.stories[name] = (min(at, len(text)), min(at + count, len(text)))
        at += count
    where = _Places(pieces)
    marks: dict[str, list[tuple[int, int]]] = {}
    for start, end, kinds in _character_runs(document, _table(document, table, _CHPX)):
        for kind in kinds:
            marks.setdefault(kind, []).extend(where.ranges(start, end))
    made.marks = {kind: _apart(ranges) for kind, ranges in marks.items()}
    for start, end, is_row_end in _paragraphs_in_tables(document, _table(document, table, _PAPX)):
        chosen = made.row_ends if is_row_end else made.in_table
        chosen.update(last - 1 for _, last in where.ranges(start, end))
    made.reviewers = _strings(_table(document, table, _REVISERS))
    made.saved_by = _strings(_table(document, table, _SAVED_BY))
    return made


def _table(document: bytes, table: bytes, number: int) -> bytes:
    words, longs = struct.unpack_from("<H", document, 32)[0], 0
    after = 34 + 2 * words
    longs = struct.unpack_from("<H", document, after)[0]
    first = after + 2 + 4 * longs
    count = struct.unpack_from("<H", document, first)[0]
    if number >= count:
        return b""
    at, length = struct.unpack_from("<II", document, first + 2 + 8 * number)
    return table[at : at + length] if at < len(table) else b""


def _pieces(clx: bytes) -> list[PieceOfText]:
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise Unreadable(_DAMAGED)
    length = min(struct.unpack_from("<I", clx, at + 1)[0], len(clx) - at - 5)
    count = (length - 4) // 12
    if not 0 < count <= MAX_PIECES:
        raise Unreadable(_DAMAGED)
    ends = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    first = at + 5 + 4 * (count + 1)
    made = []
    for number in range(count):
        where = struct.unpack_from("<I", clx, first + 8 * number + 2)[0]
        narrow = bool(where & 0x4000_0000)
        byte = (where & 0x3FFF_FFFF) // 2 if narrow else where & 0x3FFF_FFFF
        if ends[number + 1] >= ends[number]:
            made.append(PieceOfText(ends[number], ends[number + 1], byte, 1 if narrow else 2))
    return made


def _apart(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, those that overlap as one: a damaged file may mark the same text any number of times."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _decode(document: bytes, piece: PieceOfText) -> str:
    length = (piece.end - piece.start) * piece.width
    if length > len(document):
        raise Unreadable(_DAMAGED)
    data = document[piece.at : piece.at + length]
    text = data.decode("cp1252", "replace") if piece.width == 1 else _wide(data)
    return text.ljust(piece.end - piece.start, "\0")


def _leftover(document: bytes, pieces: list[PieceOfText]) -> str:
    first, end = struct.unpack_from("<II", document, 0x18)
    end = min(end, len(document))
    found, at = [], first
    for piece in sorted(pieces, key=lambda p: p.at):
        if at < piece.at <= end:
            found.append(document[at : piece.at])
        at = max(at, piece.at + (piece.end - piece.start) * piece.width)
    if at < end:
        found.append(document[at:end])
    return " ".join(words for data in found if (words := _old_words(data)))


def _old_words(data: bytes) -> str:
    """Words in bytes of unknown width: runs of four or more Chinese characters or of eight digits."""
    wide = data[: len(data) // 2 * 2].decode("utf-16-le", "ignore")
    narrow = data.decode("latin-1")
    chinese = [run for run in _CHINESE.findall(wide) if all(map(_is_common, run))]
    return " ".join([*chinese, *_LATIN.findall(narrow), *_LATIN.findall(wide)])


def _is_common(sign: str) -> bool:
    """One of the 3,755 characters of GB 2312's first level; formatting read as text is mostly others."""
    code = sign.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def _wide(data: bytes) -> str:
    """UTF-16 with one character for each two bytes, so that positions keep counting."""
    text = data.decode("utf-16-le", "replace")
    if len(text) * 2 == len(data):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])))


class _Places:
    """From bytes of the stream to character positions."""

    def __init__(self, pieces: list[PieceOfText]) -> None:
        self.pieces = sorted(pieces, key=lambda p: p.at)
        self.starts = [p.at for p in self.pieces]
        self.left = MAX_LOOKS

    def ranges(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = max(0, bisect_right(self.starts, start) - 1)
        for number in range(at, len(self.pieces)):
            piece = self.pieces[number]
            self.left -= 1
            if self.left < 0:
                raise Unreadable(_DAMAGED)
            if piece.at >= end:
                return
            first = piece.start + max(0, start - piece.at) // piece.width
            last = piece.start + -(-(end - piece.at) // piece.width)
            if first < min(last, piece.end):
                yield first, min(last, piece.end)


def _run_pages(document: bytes, plc: bytes) -> Iterator[bytes]:
    count = (len(plc) - 4) // 8
    for number in range(max(0, min(count, len(document) // _PAGE))):
        at = (struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * number)[0] & 0x3F_FFFF) * _PAGE
        page = document[at : at + _PAGE]
        if len(page) == _PAGE:
            yield page


def _character_runs(document: bytes, plc: bytes) -> Iterator[tuple[int, int, set[str]]]:
    for page in _run_pages(document, plc):
        count = page[511]
        if 4 * (count + 1) + count > 511:
            continue
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for number in range(count):
            at = page[4 * (count + 1) + number] * 2
            kinds = _kinds(page[at + 1 : min(511, at + 1 + page[at])]) if at else set()
            if kinds:
                yield bounds[number], bounds[number + 1], kinds


def _kinds(codes: bytes) -> set[str]:
    found: set[str] = set()
    for code, argument in _codes(codes):
        number = int.from_bytes(argument, "little")
        if code == _VANISH:
            (found.add if number in (1, 0x81) else found.discard)("hidden_text")
        elif code == _DELETED and number == 1:
            found.add("deleted")
        elif code == _INSERTED and number == 1:
            found.add("inserted")
        elif code == _SIZE and 0 < number <= 4:
            found.add("tiny_text")
        elif (code == _COLOUR and number == 0xFFFFFF) or (code == _COLOUR_NUMBER and number == 8):
            found.add("white")
    return found


def _paragraphs_in_tables(document: bytes, plc: bytes) -> Iterator[tuple[int, int, bool]]:
    for page in _run_pages(document, plc):
        count = page[511]
        if 4 * (count + 1) + 13 * count > 511:
            continue
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for number in range(count):
            at = page[4 * (count + 1) + 13 * number] * 2
            if not at:
                continue
            length, first = (page[at] * 2 - 1, at + 1) if page[at] else (page[at + 1] * 2, at + 2)
            codes = page[first + 2 : min(511, first + length)]
            on = {code for code, argument in _codes(codes) if argument == b"\x01"}
            if on & {_IN_TABLE, _ROW_END, _INNER_ROW_END}:
                yield bounds[number], bounds[number + 1], bool(on & {_ROW_END, _INNER_ROW_END})


def _codes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 3 <= len(data):
        code = data[at] | data[at + 1] << 8
        length = _ARGUMENT[code >> 13]
        at += 2
        if code == 0xD608:  # a table's columns: length in two bytes, counted one too many
            length = 2 + max(0, (data[at] | (data[at + 1] << 8 if at + 1 < len(data) else 0)) - 1)
        elif not length:
            length = 1 + data[at]
        yield code, data[at : at + length]
        at += length


def _strings(data: bytes) -> list[str]:
    """A table of strings: FFFF, their number, bytes of extra data each, then length and letters."""
    if len(data) < 6 or data[:2] != b"\xff\xff":
        return []
    count, extra = struct.unpack_from("<HH", data, 2)
    made, at = [], 6
    for _ in range(min(count, 1000)):
        if at + 2 > len(data):
            break
        length = struct.unpack_from("<H", data, at)[0] * 2
        made.append(data[at + 2 : at + 2 + length].decode("utf-16-le", "replace"))
        at += 2 + length + extra
    return made
