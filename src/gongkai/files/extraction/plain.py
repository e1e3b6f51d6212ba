"""Plain text (TXT) by lines and CSV by cells, in the encodings that offices save them in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from gongkai.files.extraction.packed import Unreadable, guarded
from gongkai.files.extraction.passages import Hiding, Passage, Piece
from gongkai.files.extraction.shapes import Block, Extract, Hidden
from gongkai.files.rules import MAX_UNPACKED_BYTES

csv.field_size_limit(16 * 1024 * 1024)  # the stock limit refuses a long cell that spreadsheets accept
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_STRANGE = "这不是文本文件，或者认不出它的编码。用记事本另存为 UTF-8 再传。"
_DELIMITERS = ",\t;|"
_LOOKED_AT, _ROWS_LOOKED_AT = 65_536, 50
_UNSEEN = {0x202D, 0x202E, *range(0xE0000, 0xE0080)}  # turned direction, and letters that no font shows


@guarded
def read(path: Path) -> Extract:
    """Blocks are cells where the content is a table, else lines. The content alone decides, never the name, so
    that whoever takes words out counts alike."""
    text, _ = decode(path)
    if delimiter_of(text):  # a cell each, without the detour over passages: there may be a million
        blocks = [
            Block(cell, f"第{row + 1}行第{column + 1}列", end) for row, column, cell, end in _cells(text)
        ]
    else:
        blocks = [passage.block() for passage in lines(text)]
    return Extract(tuple(blocks), _hidden(text))


def passages_of(text: str) -> list[Passage]:
    return cells(text) if delimiter_of(text) else lines(text)


def delimiter_of(text: str) -> str:
    """What parts the cells when every one of the first rows has as many; empty when this is no table."""
    head = "".join(text[:_LOOKED_AT].splitlines(keepends=True)[:_ROWS_LOOKED_AT])
    for sign in _DELIMITERS:
        if sign in head:
            try:
                widths = [
                    len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if row
                ]
            except csv.Error:
                continue
            whole = (
                widths if len(head) == len(text) or len(widths) < 3 else widths[:-1]
            )  # the last may be cut
            if len(whole) > 1 and whole[0] > 1 and set(whole) == {whole[0]}:
                return sign
    return ""


def decode(path: Path) -> tuple[str, str]:
    """The text and the encoding it stands in. Raises Unreadable."""
    if path.stat().st_size > MAX_UNPACKED_BYTES // 4:
        raise Unreadable("文件太大，读不完。拆成几份再传。")
    return decode_bytes(path.read_bytes())


def decode_bytes(data: bytes) -> tuple[str, str]:
    """Without a mark the bytes decide: NULs make no UTF-16 of what reads well otherwise."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _readable(data[len(mark) :].decode(name, "replace")), name
    padded = data.endswith(b"\0\0") or len(data) % 2  # UTF-16 has neither
    bare = data.rstrip(b"\0") if padded else data
    for name in ("utf-8", "gb18030"):
        try:
            text = bare.decode(name)
        except UnicodeDecodeError:
            continue
        # Hanzi in UTF-8 are no chance: there NULs were sown in between. ASCII with many is UTF-16.
        if not _is_strange(text.replace("\0", "") if name == "utf-8" and not text.isascii() else text):
            return text, name
    if b"\0" in data:
        name = "utf-16-le" if data[1::2].count(0) >= data[0::2].count(0) else "utf-16-be"
        return _readable(data.decode(name, "replace")), name
    raise Unreadable(_STRANGE)


def _is_strange(text: str) -> bool:
    return sum(map(text.count, "\0\ufffd\x01\x02")) > len(text) // 100


def _readable(text: str) -> str:
    if _is_strange(text):
        raise Unreadable(_STRANGE)
    return text


def lines(text: str) -> list[Passage]:
    """Lines with their own endings, so that the passages joined are the text itself."""
    made = []
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        kept = line.rstrip("\r\n")
        made.append(Passage([Piece(number - 1, kept)], f"第{number}行", line[len(kept) :]))
    return made


def rows(text: str) -> list[list[str]]:
    """Cells by row. Raises Unreadable."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text) or ","))
    except csv.Error as problem:
        raise Unreadable("表格的格式读不出来。用表格软件另存一次再传。") from problem


def cells(text: str) -> list[Passage]:
    return [
        Passage([Piece((row, column), cell)], f"第{row + 1}行第{column + 1}列", end)
        for row, column, cell, end in _cells(text)
    ]


def _cells(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Row and column from 0, the cell, and what follows it."""
    for number, row in enumerate(rows(text)):
        last = len(row) - 1
        for column, cell in enumerate(row):
            yield number, column, cell, "\n" if column == last else "\t"


def _hidden(text: str) -> tuple[Hidden, ...]:
    hiding = Hiding()
    found = [] if text.isascii() else [c for c in _UNSEEN if chr(c) in text]
    if found:
        words = "".join(chr(ord(c) - 0xE0000) if ord(c) > 0xE0000 else "" for c in text if ord(c) in _UNSEEN)
        hiding.add("hidden_text", "看不见的字符", words, count=sum(text.count(chr(c)) for c in found))
    return hiding.all()
