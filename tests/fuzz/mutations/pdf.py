"""PDF changed by its objects, references, names and the instructions that draw; its table of objects made right again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from tests.fuzz.mutations import plain_bytes
from tests.fuzz.mutations.plain_bytes import NUMBERS, Change

_OBJECT = re.compile(rb"(?<!\d)(\d{1,6}) 0 obj\b.*?\bendobj\b", re.S)
_REFERENCE = re.compile(rb"\b\d{1,6} 0 R\b")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]{0,30}")
_NUMBER = re.compile(rb"(?<![\w/])-?\d[\d.]{0,12}(?![\w])")
_OPERATOR = re.compile(
    rb"(?<=\s)(?:BT|ET|Tf|Tm|Td|TD|Tj|TJ|T\*|Tr|Tz|Tc|Tw|Ts|cm|re|f|f\*|S|q|Q|W|n|Do|gs|g|rg|"
    rb"k|cs|sc|scn|sh|BDC|EMC|BI|ID|EI|m|l|c|h)(?=\s)"
)
_VALUES = (
    b"null", b"true", b"[]", b"<<>>", b"()", b"<FEFF4E00>", b"(\\000\\377)", b"/X", b"1 0 R", b"99999 0 R", b"[" * 200,
    b"<<" * 200, b"(" * 200, b"[0 0 0 0]", b"[0 0 1e30 1e30]", b"[1 0 0 1 1e30 0]",
)  # fmt: skip
_KEYS = (
    b"/Type", b"/Subtype", b"/Kids", b"/Parent", b"/Count", b"/MediaBox", b"/CropBox", b"/Rotate", b"/UserUnit", b"/Contents",
    b"/Resources", b"/Font", b"/ToUnicode", b"/Encoding", b"/DescendantFonts", b"/W", b"/Length", b"/Filter", b"/DecodeParms",
    b"/Annots", b"/AcroForm", b"/Fields", b"/Names", b"/EmbeddedFiles", b"/OCProperties", b"/OCGs", b"/Outlines", b"/First",
    b"/Next", b"/Prev", b"/XRef", b"/ObjStm", b"/Encrypt", b"/XFA", b"/AA", b"/OpenAction", b"/SMask", b"/Width", b"/Height",
    b"/FlateDecode", b"/ASCIIHexDecode", b"/LZWDecode", b"/RunLengthDecode", b"/DCTDecode", b"/JPXDecode", b"/JBIG2Decode",
)  # fmt: skip


def _replace(pattern: re.Pattern[bytes], chance: Random, made: bytearray, new: Sequence[bytes]) -> None:
    found = pattern.search(made, chance.randrange(len(made) + 1)) or pattern.search(made)
    if found and new:
        made[found.start() : found.end()] = chance.choice(new)


def _reference(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    known = _REFERENCE.findall(made)
    _replace(_REFERENCE, chance, made, [*known, b"0 0 R", *_VALUES])


def _name(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    _replace(_NAME, chance, made, [*_NAME.findall(made)[:200], *_KEYS])


def _number(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    _replace(_NUMBER, chance, made, (*NUMBERS, *_VALUES))


def _operator(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    _replace(_OPERATOR, chance, made, _OPERATOR.findall(made))


def _entry(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    """Another entry in a dictionary."""
    places = [found.end() for found in re.finditer(rb"<<", made)]
    if places:
        at = chance.choice(places)
        made[at:at] = (
            chance.choice(_KEYS) + b" " + chance.choice((*_VALUES, *_REFERENCE.findall(made)[:50])) + b" "
        )


def _swap_objects(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    """One object under the number of another, or an object of another file."""
    found = [hit.span() for hit in _OBJECT.finditer(made)]
    if found:
        start, end = chance.choice(found)
        giver = bytes(chance.choice(others)) if others and chance.random() < 0.4 else bytes(made)
        bodies = [hit[0] for hit in _OBJECT.finditer(giver)]
        if bodies:
            number = bytes(made[start:end]).split(b" ", 1)[0]
            made[start:end] = number + b" " + chance.choice(bodies).split(b" ", 1)[1]


CHANGES: tuple[Change, ...] = (
    _reference, _reference, _name, _name, _number, _number, _operator, _operator, _entry, _swap_objects,
    *plain_bytes.CHANGES[:8],
)  # fmt: skip


def change(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    made = plain_bytes.change(chance, data, others, most, CHANGES)
    return with_table(made)[:most] if chance.random() < 0.6 else made


def with_table(data: bytes) -> bytes:
    """A table of the objects where they stand now; else every change ends in the repair of the table."""
    trailer = data.rfind(b"trailer")
    table = data.rfind(b"xref\n", 0, trailer) if trailer >= 0 else -1
    start = data.rfind(b"startxref")
    if table < 0 or start < trailer:
        return data
    places = {int(hit[1]): hit.start() for hit in _OBJECT.finditer(data, 0, table)}
    most = min(max(places, default=0), 5_000)
    rows = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
        for number in range(most + 1)
    )
    return (
        data[:table]
        + b"xref\n0 %d\n" % (most + 1)
        + rows
        + data[trailer:start]
        + b"startxref\n%d\n%%%%EOF\n" % table
    )
