"""What a PDF font says about the codes of a string: where one code ends, how far it moves, which letter it means."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pikepdf
import pypdfium2.raw as raw

from gongkai.files.extraction.pdf_letters import ONE_AT_A_TIME

_TWO_BYTES = re.compile(r"/(Identity|Uni\w+-(UCS2|UTF16)|Adobe-\w+)")
_MIXED = re.compile(r"/(GB|B5|ETen|HK|CNS|ETenms|90|83|KSC|EUC|Ext|Add)")
_SHIFT_JIS = re.compile(r"/(90ms|90pv|90msp|83pv|Add|Ext)")
_HEX = re.compile(rb"<\s*([0-9A-Fa-f\s]*)>")
_BLOCKS = re.compile(rb"begin(codespacerange|bfchar|bfrange|cidchar|cidrange)(.*?)end\1", re.S)
_RANGE_OF_ARRAY = re.compile(
    rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(\[[^\]]*\]|<[0-9A-Fa-f\s]*>|\d+)", re.S
)
_CHAR_TO = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*(<[0-9A-Fa-f\s]*>|\d+)", re.S)
_MAX_RANGE = 65_536


@dataclass
class Font:
    """`widths` and `default` in thousandths of the size (Type 3: already in its own measure)."""

    name: str = ""
    composite: bool = False
    vertical: bool = False
    widths: dict[int, float] = field(default_factory=dict)
    default: float = 1000.0
    cids: dict[int, int] = field(default_factory=dict)
    spaces: list[tuple[int, int, int]] = field(default_factory=list)  # bytes, first, last
    letters: dict[int, str] = field(default_factory=dict)
    encoding: str = ""
    lowest: float = -0.25
    highest: float = 0.95

    def codes(self, string: bytes) -> Iterator[tuple[bytes, int]]:
        """The codes of a string with their bytes."""
        if not self.composite:
            for byte in string:
                yield bytes((byte,)), byte
            return
        at = 0
        while at < len(string):
            length = self._length(string, at)
            piece = string[at : at + length]
            yield piece, int.from_bytes(piece, "big")
            at += length

    def advance(self, code: int) -> float:
        """How far the code moves the pen, in thousandths of the size."""
        if self.vertical:
            return -1000.0
        return self.widths.get(self.cids.get(code, self._cid(code)), self.default)

    def letter(self, piece: bytes, code: int) -> str:
        """The letter that the code means; empty where the file doesn't tell."""
        if code in self.letters:
            return self.letters[code]
        if not self.composite:
            return bytes((code,)).decode("cp1252", "ignore") if not self.letters else ""
        codec = "utf-16-be" if "-UCS2" in self.encoding or "-UTF16" in self.encoding else ""
        codec = codec or ("gb18030" if "/GB" in self.encoding else "")
        return piece.decode(codec, "ignore") if codec else ""

    def _length(self, string: bytes, at: int) -> int:
        for size, first, last in self.spaces:
            if at + size <= len(string) and first <= int.from_bytes(string[at : at + size], "big") <= last:
                return size
        if self.spaces:
            return max(1, min(size for size, _, _ in self.spaces))
        if "UTF16" in self.encoding and 0xD8 <= string[at] < 0xDC:
            return 4
        if _TWO_BYTES.match(self.encoding):
            return 2
        if _MIXED.match(self.encoding):
            byte = string[at]
            if _SHIFT_JIS.match(self.encoding):
                return 2 if 0x81 <= byte <= 0x9F or byte >= 0xE0 else 1
            return 2 if byte >= 0x81 else 1
        return 2

    def _cid(self, code: int) -> int:
        """For the encodings whose tables are not in the file: Latin letters are known, the rest are full wide."""
        if not self.composite or self.encoding.startswith("/Identity") or self.cids:
            return code
        if "UCS2" in self.encoding or "UTF16" in self.encoding:
            return code - 31 if 32 <= code < 127 else -1
        if code < 128:
            return code - 31 if "GBKp" in self.encoding or "GBK2K" in self.encoding else 814 + code - 32
        return -1


def font_of(dictionary: Any) -> Font:
    """Reads a font dictionary; what it lacks is taken from the standard fonts."""
    kind = str(dictionary.get("/Subtype", ""))
    font = Font(str(dictionary.get("/BaseFont", "")))
    mapping = dictionary.get("/ToUnicode")
    if isinstance(mapping, pikepdf.Stream):
        font.letters = read_to_unicode(bytes(mapping.read_bytes()))
    if kind == "/Type0":
        _composite(font, dictionary)
    else:
        _simple(font, dictionary, kind)
    return font


def _composite(font: Font, dictionary: Any) -> None:
    font.composite = True
    encoding = dictionary.get("/Encoding")
    if isinstance(encoding, pikepdf.Stream):
        font.spaces, font.cids = _read_cmap(bytes(encoding.read_bytes()))
        font.vertical = int(encoding.get("/WMode", 0)) == 1
        font.encoding = "/Identity-H" if not font.cids else str(encoding.get("/UseCMap", ""))
    else:
        font.encoding = str(encoding)
        font.vertical = font.encoding.endswith("-V")
    below = dictionary.DescendantFonts[0]
    font.default = float(below.get("/DW", 1000))
    font.widths = _cid_widths(list(below.get("/W") or []))


def _cid_widths(array: list[Any]) -> dict[int, float]:
    widths: dict[int, float] = {}
    at = 0
    while at + 1 < len(array):
        first = int(array[at])
        if isinstance(array[at + 1], pikepdf.Array):
            widths |= {first + i: float(w) for i, w in enumerate(array[at + 1])}
            at += 2
        elif at + 2 < len(array):
            last = min(int(array[at + 1]), first + _MAX_RANGE)
            widths |= dict.fromkeys(range(first, last + 1), float(array[at + 2]))
            at += 3
        else:
            break
    return widths


def _simple(font: Font, dictionary: Any, kind: str) -> None:
    measure = 1.0
    if kind == "/Type3":
        measure = abs(float((dictionary.get("/FontMatrix") or [0.001])[0])) * 1000 or 1.0
        font.default = 0.0
        box = [float(n) for n in dictionary.get("/FontBBox") or [0, 0, 0, 0]]
        if box[3] > box[1]:
            font.lowest, font.highest = box[1] * measure / 1000, box[3] * measure / 1000
    else:
        font.default = float((dictionary.get("/FontDescriptor") or {}).get("/MissingWidth", 0))
    array = dictionary.get("/Widths")
    if isinstance(array, pikepdf.Array):
        first = int(dictionary.get("/FirstChar", 0))
        font.widths = {first + i: float(w) * measure for i, w in enumerate(array)}
    elif kind != "/Type3":
        font.widths = dict(enumerate(standard_widths(font.name.lstrip("/"))))


@lru_cache(maxsize=32)
def standard_widths(name: str) -> list[float]:
    """Widths of one of the fourteen fonts that every reader has; other names are measured as Helvetica."""
    with ONE_AT_A_TIME:
        document = raw.FPDF_CreateNewDocument()
        try:
            loaded = raw.FPDFText_LoadStandardFont(document, name.encode("latin-1", "replace"))
            loaded = loaded or raw.FPDFText_LoadStandardFont(document, b"Helvetica")
            width = ctypes.c_float()
            found = []
            for code in range(256):
                raw.FPDFFont_GetGlyphWidth(loaded, code, 1000.0, width)
                found.append(width.value)
            raw.FPDFFont_Close(loaded)
            return found
        finally:
            raw.FPDF_CloseDocument(document)


def read_to_unicode(stream: bytes) -> dict[int, str]:
    """Code → letters of a ToUnicode table."""
    found: dict[int, str] = {}
    for kind, body in _BLOCKS.findall(stream):
        if kind == b"bfchar":
            for code, letters in _CHAR_TO.findall(body):
                found[_number(code)] = _utf16(letters.strip(b"<>"))
        elif kind == b"bfrange":
            for first, last, to in _RANGE_OF_ARRAY.findall(body):
                low, high = _number(first), min(_number(last), _number(first) + _MAX_RANGE)
                if to.startswith(b"["):
                    for step, letters in enumerate(_HEX.findall(to)[: high - low + 1]):
                        found[low + step] = _utf16(letters)
                else:
                    start = _bytes(to.strip(b"<>"))
                    for code in range(low, high + 1):
                        found[code] = _plus(start, code - low)
    return found


def write_to_unicode(letters: dict[int, str], size: int) -> bytes:
    """A ToUnicode table in the order of codes, `size` bytes a code."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange",
        f"<{'00' * size}> <{'FF' * size}> endcodespacerange",
    ]
    items = sorted(letters.items())
    for at in range(0, len(items), 100):
        part = items[at : at + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [
            f"<{code:0{2 * size}X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
            for code, text in part
        ]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def _read_cmap(stream: bytes) -> tuple[list[tuple[int, int, int]], dict[int, int]]:
    spaces: list[tuple[int, int, int]] = []
    cids: dict[int, int] = {}
    for kind, body in _BLOCKS.findall(stream):
        if kind == b"codespacerange":
            ends = [re.sub(rb"\s", b"", part) for part in _HEX.findall(body)]
            for start, end in zip(ends[::2], ends[1::2], strict=False):
                spaces.append((len(start) // 2, int(start or b"0", 16), int(end or b"0", 16)))
        elif kind == b"cidchar":
            cids |= {_number(code): int(to) for code, to in _CHAR_TO.findall(body) if to.isdigit()}
        elif kind == b"cidrange":
            for first, last, to in _RANGE_OF_ARRAY.findall(body):
                if to.isdigit():
                    low = _number(first)
                    high = min(_number(last), low + _MAX_RANGE)
                    cids |= {code: int(to) + code - low for code in range(low, high + 1)}
    return sorted(spaces), cids


def _number(digits: bytes) -> int:
    return int(re.sub(rb"\s", b"", digits) or b"0", 16)


def _bytes(digits: bytes) -> bytes:
    clean = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode("ascii"))


def _utf16(digits: bytes) -> str:
    return _bytes(digits).decode("utf-16-be", "ignore")


def _plus(start: bytes, step: int) -> str:
    if len(start) < 2:
        return ""
    last = (int.from_bytes(start[-2:], "big") + step) & 0xFFFF
    return (start[:-2] + last.to_bytes(2, "big")).decode("utf-16-be", "ignore")
