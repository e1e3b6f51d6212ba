"""A text file's bytes for the readers of tables: decoded, with the lines that didn't fit the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from gongkai.tables.problems import Refusal, refuse_file, shown
from gongkai.text import problems

Misfit = Literal["encoding", "mixed_encoding"]
_SAMPLE = 4096
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Decoded:
    """`odd_lines`: line → the rule that it breaks. Lines end in a line feed and count from 1."""

    text: str
    encoding: str
    odd_lines: dict[int, Misfit] = field(default_factory=dict)


def decode(raw: bytes) -> Decoded:
    """As `text.problems.decode`, but raises UnreadableTable for bytes that aren't text at all."""
    found = problems.decode(raw)
    sample = found.text[:_SAMPLE]
    if "\0" in sample or len(_CONTROL.findall(sample)) * 10 > len(sample):
        raise refuse_file(
            "wrong_kind", "文件里有表格文本不会有的内容，不是 CSV。选 XLSX、CSV 或 JSONL 文件。"
        )
    if not found.problems:
        return Decoded(found.text, found.encoding)
    lines = found.text.split("\n")
    odd: dict[int, Misfit] = {
        problem.line: "encoding" if "\ufffd" in lines[problem.line - 1] else "mixed_encoding"
        for problem in found.problems
        if "\0" not in lines[problem.line - 1]  # told by the cell's own rule
    }
    return Decoded(found.text, found.encoding, odd)


def misfit_refusal(rule: Misfit, *, row: int, column: str, value: str) -> Refusal:
    if rule == "encoding":
        told = "这一行里有认不出的字节，字已经丢了。回到原来的文件，重新复制这一行。"
    else:
        told = (
            "这一行的编码和别的行不一样，像是从别的文件粘过来的。"
            "对照一下字有没有变，再把整个文件用一种编码（UTF-8）另存。"
        )
    return Refusal(row, column, shown(value), rule, told)
