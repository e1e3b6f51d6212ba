"""Blanks the shapes of removed letters in an embedded TrueType font: in a small subset they would spell a name."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import Any

import pikepdf

_COMPOSITE = -1
_MORE, _WIDE, _SCALE, _TWO_SCALES, _MATRIX = 0x20, 0x01, 0x08, 0x40, 0x80


def blank_shapes(pdf: pikepdf.Pdf, font: Any, gone: set[int]) -> None:
    """`gone`: codes of a composite font that nothing shows any more. Fonts of other kinds are left as they are."""
    below = font.get("/DescendantFonts")
    if not isinstance(below, pikepdf.Array) or not str(font.get("/Encoding", "")).startswith("/Identity"):
        return
    described: Any = below[0].get("/FontDescriptor")
    program = described.get("/FontFile2") if isinstance(described, pikepdf.Dictionary) else None
    if not isinstance(program, pikepdf.Stream):
        return
    mapping = below[0].get("/CIDToGIDMap")
    if isinstance(mapping, pikepdf.Stream):
        table = bytes(mapping.read_bytes())
        gone = {int.from_bytes(table[2 * code : 2 * code + 2], "big") for code in gone}
    try:
        changed = blanked(bytes(program.read_bytes()), gone)
    except (struct.error, IndexError, KeyError, pikepdf.PdfError):
        return
    fresh = pdf.make_stream(changed)
    fresh.Length1 = len(changed)
    described.FontFile2 = fresh


def blanked(data: bytes, gone: set[int]) -> bytes:
    """A TrueType file in which these glyphs have no outline; parts that other glyphs are made of stay."""
    tables = {}
    for number in range(struct.unpack(">H", data[4:6])[0]):
        tag, _, offset, length = struct.unpack(">4sIII", data[12 + 16 * number : 28 + 16 * number])
        tables[tag] = (offset, length)
    glyphs_at, glyphs_length = tables[b"glyf"]
    count = struct.unpack(">H", data[tables[b"maxp"][0] + 4 : tables[b"maxp"][0] + 6])[0]
    long = struct.unpack(">h", data[tables[b"head"][0] + 50 : tables[b"head"][0] + 52])[0]
    places = tables[b"loca"][0]
    if long:
        offsets = struct.unpack(f">{count + 1}I", data[places : places + 4 * (count + 1)])
    else:
        offsets = tuple(
            2 * n for n in struct.unpack(f">{count + 1}H", data[places : places + 2 * (count + 1)])
        )
    spans = [(glyphs_at + a, glyphs_at + b) for a, b in pairwise(offsets)]
    needed: set[int] = set()
    for number, (start, end) in enumerate(spans):
        if (
            number not in gone
            and end - start > 10
            and struct.unpack(">h", data[start : start + 2])[0] == _COMPOSITE
        ):
            needed |= _parts(data[start + 10 : end])
    fresh = bytearray(data)
    for number in gone - needed:
        if 0 < number < len(spans):
            start, end = spans[number]
            if glyphs_at <= start < end <= glyphs_at + glyphs_length:
                fresh[start:end] = bytes(end - start)  # no contours
    return bytes(fresh)


def _parts(data: bytes) -> set[int]:
    parts, at = set(), 0
    while at + 4 <= len(data):
        flags, glyph = struct.unpack(">HH", data[at : at + 4])
        parts.add(glyph)
        at += 4 + (4 if flags & _WIDE else 2)
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
        if not flags & _MORE:
            break
    return parts
