"""Values in the records of an Excel 97 (or 95) stream: shared texts, numbers in their four forms, results of formulas."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.files.extraction.workbook_values import Look, number_text

LABEL, LABELSST, RSTRING, NUMBER, RK, MULRK, FORMULA, STRING, BOOLERR = (
    0x204, 0xFD, 0xD6, 0x203, 0x27E, 0xBD, 0x06, 0x207, 0x205,
)  # fmt: skip
CELLS = {LABEL, LABELSST, RSTRING, NUMBER, RK, MULRK, FORMULA, BOOLERR}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_PLAIN = Look()
_FEWEST = {LABEL: 8, LABELSST: 10, RSTRING: 8, NUMBER: 14, RK: 10, MULRK: 12, FORMULA: 14, BOOLERR: 8}


@dataclass(frozen=True, slots=True)
class Value:
    """A cell, counted from 0, as it reads; `number` is set where it is a plain number."""

    row: int
    column: int
    style: int
    text: str
    number: float | None = None


@dataclass
class Texts:
    """How texts are stored: `codec` of Excel 95, empty for Excel 97 where each text says whether it is wide."""

    codec: str = ""

    def short(self, body: bytes, at: int) -> str:
        """A text with one byte for its length."""
        return self.of(body, at + 1, body[at]) if at < len(body) else ""

    def long(self, body: bytes, at: int) -> str:
        """A text with two bytes for its length."""
        return self.of(body, at + 2, struct.unpack_from("<H", body, at)[0]) if at + 2 <= len(body) else ""

    def of(self, body: bytes, at: int, length: int) -> str:
        if self.codec:
            return body[at : at + length].decode(self.codec, errors="replace")
        if at >= len(body):
            return ""
        wide = body[at] & 1
        raw = body[at + 1 : at + 1 + length * (2 if wide else 1)]
        return raw.decode("utf-16-le" if wide else "latin-1", errors="replace")


def codec_of(page: int) -> str:
    """Chinese offices wrote 936; what isn't known is read as that."""
    return {950: "big5hkscs", 1252: "cp1252", 932: "cp932", 10000: "mac-roman"}.get(page, "gb18030")


def shared_texts(pieces: list[bytes]) -> list[str]:
    """Texts of the shared list, which goes on over continuation records, also in the middle of a text."""
    found: list[str] = []
    piece, at = 0, 8
    while piece < len(pieces):
        if at + 3 > len(pieces[piece]):
            piece, at = piece + 1, 0
            continue
        body = pieces[piece]
        left, flags = struct.unpack_from("<HB", body, at)
        at += 3
        extra = 0
        if flags & 8 and at + 2 <= len(body):
            extra += struct.unpack_from("<H", body, at)[0] * 4
            at += 2
        if flags & 4 and at + 4 <= len(body):
            extra += struct.unpack_from("<I", body, at)[0]
            at += 4
        parts: list[str] = []
        while left and piece < len(pieces):
            body, size = pieces[piece], 2 if flags & 1 else 1
            taken = min(left, max(len(body) - at, 0) // size)
            parts.append(
                body[at : at + taken * size].decode("utf-16-le" if size == 2 else "latin-1", errors="replace")
            )
            left -= taken
            at += taken * size
            if left:
                piece, at = piece + 1, 1
                flags = pieces[piece][0] if piece < len(pieces) and pieces[piece] else 0
        found.append("".join(parts))
        while extra and piece < len(pieces):
            step = min(extra, max(len(pieces[piece]) - at, 0))
            extra -= step
            at += step
            if extra:
                piece, at = piece + 1, 0
    return found


class Cells:
    """Takes the records of a sheet one after another and gives its filled cells."""

    def __init__(self, strings: list[str], looks: list[Look], texts: Texts, from_1904: bool) -> None:
        self._strings, self._looks, self._texts, self._from_1904 = strings, looks, texts, from_1904
        self._waiting: tuple[int, int, int] | None = None  # a formula whose text comes in a record of its own

    def take(self, kind: int, body: bytes) -> Iterator[Value]:
        if kind == STRING and self._waiting is not None:
            yield from self._text(*self._waiting, self._texts.long(body, 0))
            self._waiting = None
        if kind not in CELLS or len(body) < _FEWEST[kind]:
            return
        row, column, style = struct.unpack_from("<HHH", body)
        if kind in (LABEL, RSTRING):
            yield from self._text(row, column, style, self._texts.long(body, 6))
        elif kind == LABELSST:
            at = struct.unpack_from("<I", body, 6)[0]
            yield from self._text(row, column, style, self._strings[at] if at < len(self._strings) else "")
        elif kind == NUMBER:
            yield self._number(row, column, style, struct.unpack_from("<d", body, 6)[0])
        elif kind == RK:
            yield self._number(row, column, style, _short_number(struct.unpack_from("<i", body, 6)[0]))
        elif kind == MULRK:
            for at in range(4, len(body) - 7, 6):
                style, raw = struct.unpack_from("<Hi", body, at)
                yield self._number(row, column + (at - 4) // 6, style, _short_number(raw))
        elif kind == BOOLERR:
            yield from self._text(row, column, style, _truth(body[6], bool(body[7])))
        else:
            yield from self._result(row, column, style, body[6:14])

    def _result(self, row: int, column: int, style: int, result: bytes) -> Iterator[Value]:
        if result[6:8] != b"\xff\xff":
            yield self._number(row, column, style, struct.unpack("<d", result)[0])
        elif result[0] == 0:
            self._waiting = (row, column, style)
        elif result[0] in (1, 2):
            yield from self._text(row, column, style, _truth(result[2], result[0] == 2))

    def _text(self, row: int, column: int, style: int, text: str) -> Iterator[Value]:
        if text:
            yield Value(row, column, style, text)

    def _number(self, row: int, column: int, style: int, number: float) -> Value:
        look = self._looks[style] if style < len(self._looks) else _PLAIN
        text = number_text(repr(number), look, self._from_1904)
        plain = look.kind in ("general", "nothing") and text.lstrip("-")[:1].isdigit()
        return Value(row, column, style, text, number if plain else None)


def _truth(value: int, is_error: bool) -> str:
    return _ERRORS.get(value, "#ERR!") if is_error else str(bool(value)).upper()


def _short_number(raw: int) -> float:
    """RK: a whole number or the upper half of a long one, a hundredth of it where the last bit says so."""
    upper = b"\0\0\0\0" + struct.pack("<i", raw & ~3)
    number = float(raw >> 2) if raw & 2 else float(struct.unpack("<d", upper)[0])
    return number / 100 if raw & 1 else number
