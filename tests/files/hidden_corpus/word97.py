"""Word 97 files (DOC) built byte by byte: text in pieces, hidden and deleted characters, comments, leftovers."""

from __future__ import annotations

import struct

from tests.files.hidden_corpus.compound import compound
from tests.files.hidden_corpus.sample import SECRET, Sample

TEXT = "惠农补贴发放情况公示\r姓名\x07金额\x07\x07王小明\x071200\x07\x07公示期七天。\r"
_AT = 1024  # where the text begins
_VANISH, _DELETED, _WHITE = b"\x3c\x08\x01", b"\x00\x08\x01", b"\x70\x68\xff\xff\xff\x00"
_CELL, _ROW = b"\x16\x24\x01", b"\x16\x24\x01\x17\x24\x01"


def _run_page(bounds: list[int], codes: list[bytes], *, paragraphs: bool) -> bytes:
    """A page of 512 bytes of formatted runs."""
    page = bytearray(512)
    width = 13 if paragraphs else 1
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    free = 511
    for number, code in enumerate(codes):
        if not code:
            continue
        # Paragraphs tell half their length and begin with the number of a style.
        data = b"\0\0" + code if paragraphs else code
        stored = bytes([0, (len(data) + 1) // 2]) + data if paragraphs else bytes([len(data)]) + data
        free = (free - len(stored)) // 2 * 2
        page[free : free + len(stored)] = stored
        page[4 * len(bounds) + width * number] = free // 2
    page[511] = len(codes)
    return bytes(page)


def _paragraph_runs(text: str) -> tuple[list[int], list[bytes]]:
    bounds, codes, cells = [_AT], [], 0
    for at, sign in enumerate(text):
        if sign in "\r\x07":
            bounds.append(_AT + 2 * (at + 1))
            is_row_end = sign == "\x07" and cells == 2
            codes.append(b"" if sign == "\r" else _ROW if is_row_end else _CELL)
            cells = 0 if is_row_end or sign == "\r" else cells + 1
    return bounds, codes


def word97(
    text: str = TEXT,
    *,
    marks: tuple[tuple[str, bytes], ...] = (),
    comments: str = "",
    leftover: str = "",
    locked: bool = False,
    saved_by: tuple[str, ...] = (),
    streams: dict[str, bytes] | None = None,
    doubled: int = 1,
) -> bytes:
    """`marks`: words of the text with the codes that format them. `doubled`: so many pieces show the same text."""
    whole = text + comments
    data = whole.encode("utf-16-le")
    old = leftover.encode("utf-16-le")
    pages_at = -(-(_AT + len(data) + len(old)) // 512) * 512
    document = bytearray(pages_at + 1024)
    document[_AT : _AT + len(data)] = data
    document[_AT + len(data) : _AT + len(data) + len(old)] = old
    bounds, codes = [_AT], []
    for words, code in sorted(marks, key=lambda m: whole.index(m[0])):
        start = whole.index(words)
        bounds += [_AT + 2 * start, _AT + 2 * (start + len(words))]
        codes += [b"", code]
    document[pages_at : pages_at + 512] = _run_page(
        [*bounds, _AT + len(data)], [*codes, b""], paragraphs=False
    )
    document[pages_at + 512 : pages_at + 1024] = _run_page(*_paragraph_runs(text), paragraphs=True)

    pieces = struct.pack(f"<{doubled + 1}I", *(n * len(whole) for n in range(doubled + 1)))
    pieces += struct.pack("<HIH", 0, _AT, 0) * doubled
    names = "".join(saved_by)
    tables = {
        12: struct.pack("<3I", _AT, _AT + len(data), pages_at // 512),
        13: struct.pack("<3I", _AT, _AT + len(data), pages_at // 512 + 1),
        33: b"\x02" + struct.pack("<I", len(pieces)) + pieces,
    }
    if names:
        strings = b"".join(struct.pack("<H", len(n)) + n.encode("utf-16-le") for n in saved_by)
        tables[71] = b"\xff\xff" + struct.pack("<HH", len(saved_by), 0) + strings
    table = bytearray()
    struct.pack_into("<2H", document, 0, 0xA5EC, 0x00C1)
    document[11] = 0x02 | (0x01 if locked else 0)
    struct.pack_into("<2I", document, 0x18, _AT, _AT + len(data) + len(old))
    struct.pack_into("<H", document, 32, 14)
    struct.pack_into("<H", document, 62, 22)
    struct.pack_into("<8i", document, 0x4C, len(text), 0, 0, 0, len(comments), 0, 0, 0)
    struct.pack_into("<H", document, 152, 93)
    for number, content in tables.items():
        struct.pack_into("<2I", document, 154 + 8 * number, len(table), len(content))
        table += content
    return compound({"WordDocument": bytes(document), "1Table": bytes(table), **(streams or {})})


def clean() -> bytes:
    return word97()


def _hiding(code: bytes) -> bytes:
    return word97(f"惠农补贴公示{SECRET}到此为止。\r", marks=((SECRET, code),))


SAMPLES = tuple(
    Sample(name, "doc", kind, make, told)
    for name, kind, make, told in (
        ("old_vanish", "hidden_text", lambda: _hiding(_VANISH), True),
        ("old_deleted", "tracked_changes", lambda: _hiding(_DELETED), True),
        ("old_white", "tiny_text", lambda: _hiding(_WHITE), True),
        ("old_comment", "comments", lambda: word97(comments=f"{SECRET}\r"), True),
        ("old_field", "external_links", lambda: word97(r"惠农补贴" + "\x13LINK Excel.Sheet C:\\a.xls\x14结果\x15\r"), False),
        ("quick_saved", "history", lambda: word97(leftover="这是从前写过的话"), False),
        ("saved_by", "author", lambda: word97(saved_by=(SECRET, r"C:\我的文档\a.doc")), True),
        ("old_macros", "macros", lambda: word97(streams={"_VBA_PROJECT": b"\0" * 16}), False),
    )
)  # fmt: skip
