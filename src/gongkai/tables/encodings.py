"""A text file's bytes for the readers of tables: as lines of UTF-8, with those that didn't fit the rest.

Works in pieces: neither the bytes nor the text of a large file ever stand in memory together.
"""

from __future__ import annotations

import codecs
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Literal

from gongkai.tables.lines import LINE_FEED, Lines
from gongkai.tables.problems import Refusal, refuse_file, shown
from gongkai.tables.shape import MIB
from gongkai.text import problems

Misfit = Literal["encoding", "mixed_encoding"]
_SAMPLE = 4096
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Decoded:
    """`odd_lines`: line → the rule that it breaks. They end in a line feed and count from 1."""

    lines: Lines
    encoding: str
    odd_lines: dict[int, Misfit] = field(default_factory=dict)


def decode(stream: IO[bytes], *, ends: re.Pattern[bytes] = LINE_FEED) -> Decoded:
    """The same choices as `text.problems.decode`, but raises UnreadableTable for bytes that aren't text at all."""
    encoding, first = _encoding(stream)
    odd: dict[int, Misfit] = {}
    if encoding == "utf-8":
        readable = stream
    elif encoding:
        readable, first = _rewritten(_text(stream, encoding, first)), 0
        odd = _lost_lines(readable)
    else:
        encoding = _main_encoding(stream, first)
        readable, first = _rewritten(_line_by_line(stream, first, encoding, odd)), 0
    _refuse_if_no_text(readable, first)
    return Decoded(Lines(readable, first=first, ends=ends), problems.NAMES.get(encoding, encoding), odd)


def _encoding(stream: IO[bytes]) -> tuple[str, int]:
    """The one encoding of the whole file, "" for a mixture, and where the text begins."""
    stream.seek(0)
    head = stream.read(problems.SAMPLE)
    if head.startswith(codecs.BOM_UTF8):
        return ("utf-8" if _fits(stream, "utf-8") else ""), len(codecs.BOM_UTF8)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", 0
    wide = problems.looks_utf16(head, size=stream.seek(0, 2))
    if wide and _fits(stream, wide):
        return wide, 0
    if _fits(stream, "utf-8"):
        return "utf-8", 0
    # GB18030 reads nearly everything; two encodings in one file betray themselves by what comes out.
    if _fits(stream, "gb18030") and not any(map(problems.is_chinese_utf8, _raw_lines(stream, 0))):
        return "gb18030", 0
    return "", 0


def _blocks(stream: IO[bytes], first: int) -> Iterator[bytes]:
    stream.seek(first)
    while block := stream.read(MIB):
        yield block


def _raw_lines(stream: IO[bytes], first: int) -> Iterator[bytes]:
    stream.seek(first)
    yield from stream


def _fits(stream: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(stream, 0):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _text(stream: IO[bytes], encoding: str, first: int) -> Iterator[str]:
    """The text in pieces; what a broken UTF-16 doesn't give becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for block in _blocks(stream, first):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _main_encoding(stream: IO[bytes], first: int) -> str:
    weights = {"utf-8": 0, "gb18030": 0}
    for line in _raw_lines(stream, first):
        _, got = problems.read_line(line)
        for encoding in weights:
            weights[encoding] += len(line) if got == problems.NAMES[encoding] else 0
    return max(weights, key=lambda encoding: weights[encoding])


def _line_by_line(stream: IO[bytes], first: int, main: str, odd: dict[int, Misfit]) -> Iterator[str]:
    for number, line in enumerate(_raw_lines(stream, first), start=1):
        text, got = problems.read_line(line)
        if (
            got not in (problems.NAMES[main], "ASCII") and "\0" not in text
        ):  # a NUL is told by the cell's own rule
            odd[number] = "encoding" if "\ufffd" in text else "mixed_encoding"
        yield text


def _rewritten(pieces: Iterator[str]) -> IO[bytes]:
    """A file of our own with the same text in UTF-8; it goes away when it is closed."""
    copy: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the table that is read from it)
    for piece in pieces:
        copy.write(piece.encode("utf-8", errors="replace"))
    return copy


def _lost_lines(stream: IO[bytes]) -> dict[int, Misfit]:
    lost = "\ufffd".encode()
    numbered = enumerate(_raw_lines(stream, 0), start=1)
    return {number: "encoding" for number, line in numbered if lost in line and b"\0" not in line}


def _refuse_if_no_text(stream: IO[bytes], first: int) -> None:
    stream.seek(first)
    sample = stream.read(4 * _SAMPLE).decode("utf-8", errors="ignore")[:_SAMPLE]
    if "\0" in sample or len(_CONTROL.findall(sample)) * 10 > len(sample):
        raise refuse_file(
            "wrong_kind", "文件里有表格文本不会有的内容，不是 CSV。选 XLSX、CSV 或 JSONL 文件。"
        )


def misfit_refusal(rule: Misfit, *, row: int, column: str, value: str) -> Refusal:
    if rule == "encoding":
        told = "这一行里有认不出的字节，字已经丢了。回到原来的文件，重新复制这一行。"
    else:
        told = (
            "这一行的编码和别的行不一样，像是从别的文件粘过来的。"
            "对照一下字有没有变，再把整个文件用一种编码（UTF-8）另存。"
        )
    return Refusal(row, column, shown(value), rule, told)
