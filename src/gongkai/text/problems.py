"""Bytes → text, with a plain word about what doesn't fit."""

import re
from dataclasses import dataclass

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
          "gb18030": "GB18030", "big5": "Big5"}  # fmt: skip
SAMPLE = 65536


@dataclass(frozen=True)
class DecodingProblem:
    """One line that doesn't fit the rest. Lines count from 1."""

    line: int
    message: str


@dataclass(frozen=True)
class Decoded:
    """The text, the encoding that it was read in, and the lines that didn't fit."""

    text: str
    encoding: str
    problems: tuple[DecodingProblem, ...] = ()


def decode(raw: bytes) -> Decoded:
    """Decode a file that people hand in: UTF-8, UTF-16 (with or without BOM), GB18030, or a mixture by lines.

    Never raises. In a mixture each line is read in the encoding that fits it and the odd ones are named; bytes that fit
    nowhere become U+FFFD and are named.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _in_one(raw, encoding)
    wide = _utf16_without_bom(raw)
    if wide:
        return _in_one(raw, wide)
    for encoding in ("utf-8", "gb18030"):
        text = _strictly(raw, encoding)
        # GB18030 reads nearly everything; two encodings in one file betray themselves by what comes out.
        if text is not None and (encoding == "utf-8" or not _looks_wrong(raw)):
            return Decoded(text, NAMES[encoding], _nul_problems(text))
    return _by_lines(raw)


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _in_one(raw: bytes, encoding: str) -> Decoded:
    text = _strictly(raw, encoding)
    if text is not None:
        return Decoded(text.removeprefix("\ufeff"), NAMES[encoding], _nul_problems(text))
    if encoding == "utf-8-sig":
        mixed = _by_lines(raw.removeprefix(b"\xef\xbb\xbf"))
        return Decoded(mixed.text, NAMES[encoding], mixed.problems)
    text = raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    return Decoded(text, NAMES[encoding], tuple(_replaced(text, NAMES[encoding])))


def _utf16_without_bom(raw: bytes) -> str | None:
    encoding = looks_utf16(raw[:SAMPLE], size=len(raw))
    return encoding if encoding and _strictly(raw, encoding) is not None else None


def looks_utf16(sample: bytes, *, size: int) -> str | None:
    """By the zero bytes of line ends and digits: they all stand on one side. `size` of the whole, in bytes."""
    if size % 2 or len(sample) < 4:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 50 < len(sample) or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _looks_wrong(raw: bytes) -> bool:
    """Whether some line with high bytes is sound UTF-8 of Chinese while others are not: a mixture."""
    lines = [line for line in raw.split(b"\n") if not line.isascii()]
    return any(is_chinese_utf8(line) for line in lines)


def is_chinese_utf8(line: bytes) -> bool:
    """Whether a line is sound UTF-8 with at least two Chinese characters: chance hardly makes that."""
    text = _strictly(line, "utf-8")
    return text is not None and len(re.findall("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", text)) >= 2


def _by_lines(raw: bytes) -> Decoded:
    lines = raw.split(b"\n")
    read = [read_line(line) for line in lines]
    weights = {name: sum(len(line) for line, (_, got) in zip(lines, read, strict=True) if got == name)
               for name in ("UTF-8", "GB18030")}  # fmt: skip
    main = max(weights, key=lambda name: weights[name])
    problems = []
    for number, (_, got) in enumerate(read, 1):
        if got == "":
            problems.append(DecodingProblem(number, f"第{number}行有无法识别的字节，应为{main}编码"))
        elif got not in (main, "ASCII"):
            problems.append(
                DecodingProblem(number, f"第{number}行是{got}编码，与全文的{main}不一致，已按{got}读取")
            )
    return Decoded("\n".join(text for text, _ in read), main, tuple(problems))


def read_line(line: bytes) -> tuple[str, str]:
    """A line in the encoding that fits it, and its name; "" when none does and bytes were lost."""
    if line.isascii():
        return line.decode("ascii"), "ASCII"
    for encoding in ("utf-8", "gb18030"):
        text = _strictly(line, encoding)
        if text is not None:
            return text, NAMES[encoding]
    utf8, gb = line.decode("utf-8", "replace"), line.decode("gb18030", "replace")
    return min(utf8, gb, key=lambda text: text.count("\ufffd") / max(1, len(text))), ""


def _replaced(text: str, name: str) -> list[DecodingProblem]:
    return [
        DecodingProblem(number, f"第{number}行有无法识别的字节，应为{name}编码")
        for number, line in enumerate(text.split("\n"), 1)
        if "\ufffd" in line
    ]


def _nul_problems(text: str) -> tuple[DecodingProblem, ...]:
    place = text.find("\0")
    if place < 0:
        return ()
    line = text.count("\n", 0, place) + 1
    return (DecodingProblem(line, f"第{line}行有空字节，文件可能不是文本或已损坏，应为纯文本文件"),)
