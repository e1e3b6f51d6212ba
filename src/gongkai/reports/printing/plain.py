"""Words of a report as every file can hold them. What can't stand is spelled out, so that a proofreader sees it."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, halves of characters, non-characters, and signs that turn the direction of reading round.
_CANNOT_STAND = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)


def line(words: str) -> str:
    """One line: line ends and tabs become a space."""
    return " ".join(_spelled(words).split("\n")).strip()


def paragraphs(words: str) -> tuple[str, ...]:
    """The paragraphs that hold something, each without the space around it (the indent is the layout's)."""
    return tuple(part.strip() for part in _spelled(words).split("\n") if part.strip())


def _spelled(words: str) -> str:
    ended = _LINE_ENDS.sub("\n", words).replace("\t", " ")
    return _CANNOT_STAND.sub(lambda found: f"〔U+{ord(found.group()):04X}〕", ended)
