"""The characters behind a text file's bytes, also where lines of two files were mixed."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

from gongkai.tables.problems import refuse_file

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Decoded:
    """`odd_lines`: line (from 0) → the other encoding it was read by, "?" where bytes were lost."""

    text: str
    encoding: str
    odd_lines: dict[int, str] = field(default_factory=dict)


def decode(raw: bytes) -> Decoded:
    """UTF-8, GB18030 or UTF-16, with or without a mark; each line by itself when the whole fits none.

    Raises UnreadableTable for bytes that aren't text.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _decoded(raw[len(mark) :], encoding)
    if encoding := _utf16_without_mark(raw):
        return _decoded(raw, encoding)
    if b"\x00" in raw:
        raise refuse_file(
            "wrong_kind", "文件里有表格文本不会有的内容，不是 CSV。选 XLSX、CSV 或 JSONL 文件。"
        )
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or not _has_lines_of_utf8(raw):
            return Decoded(text, encoding)
    return _line_by_line(raw)


def _decoded(raw: bytes, encoding: str) -> Decoded:
    if encoding == "utf-8":
        try:
            return Decoded(raw.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            return _line_by_line(raw)
    text = raw.decode(encoding, errors="replace")
    lost = {i: "?" for i, line in enumerate(_lines(text)) if "\ufffd" in line}
    return Decoded(text, encoding.removesuffix("-le").removesuffix("-be"), lost)


def _utf16_without_mark(raw: bytes) -> str | None:
    """Line ends and commas betray it: every second byte of theirs is zero."""
    sample = raw[:4096]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # A line end or comma has its zero byte at the odd place in little endian.
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > others:
            text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
            if text.count("\ufffd") <= 1 and any(end in text for end in ",\t\n"):
                return encoding
    return None


def _has_lines_of_utf8(raw: bytes) -> bool:
    """Whether a file that GB18030 can read has lines that are surely UTF-8: a mix, not GB18030."""
    return any(_is_surely_utf8(line) for line in raw.splitlines())


def _is_surely_utf8(line: bytes) -> bool:
    """UTF-8 with at least four Chinese characters; GB18030 looks like that once in millions of lines."""
    if line.isascii():
        return False
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return sum(char >= "\u2e80" for char in text) >= 4


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _line_by_line(raw: bytes) -> Decoded:
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    texts: list[str] = []
    encodings: list[str] = []
    for line in lines:
        text, encoding = _one_line(line)
        texts.append(text)
        encodings.append(encoding)
    main = "utf-8" if encodings.count("UTF-8") >= encodings.count("GB18030") else "gb18030"
    odd = {i: encoding for i, encoding in enumerate(encodings) if encoding not in ("", main.upper())}
    return Decoded("\n".join(texts), main, odd)


def _one_line(line: bytes) -> tuple[str, str]:
    if line.isascii():
        return line.decode("ascii"), ""
    for encoding in ("utf-8", "gb18030"):
        try:
            return line.decode(encoding), encoding.upper()
        except UnicodeDecodeError:
            continue
    return line.decode("utf-8", errors="replace"), "?"
