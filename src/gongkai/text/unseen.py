"""Signs that no font shows: whoever reads over them must read on, and whoever looks for words must see through them."""

from __future__ import annotations

import re
import sys

_COMMON = "".join(
    map(
        chr,
        (
            *range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0),  # control
            0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x180F),
            *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),  # joiners, turned direction
            0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFFC), 0xFFFE, 0xFFFF,
        ),
    )
)  # fmt: skip
_RARE = f"{chr(0xE0000)}-{chr(0xE01EF)}"  # letters of tags, variants of signs

UNSEEN = frozenset(_COMMON)
"""All that occupy no place in a line, but for the rare ones. Blanks, tabs and line breaks do and aren't among them."""
CLASS = re.escape(_COMMON)
"""The same for a class of characters. The rare ones would make a search ten times as slow."""

_RUNS = re.compile(f"[{CLASS}{_RARE}]+")
_RARE_ONES = re.compile(f"[{_RARE}]")


def without_unseen(text: str) -> str:
    return _RUNS.sub("", text)


def unseen_runs(text: str) -> list[tuple[int, int]]:
    """Where such signs stand together, in order."""
    return [hit.span() for hit in _RUNS.finditer(text)]


def has_rare(text: str) -> bool:
    """Whether one of the rare ones is there."""
    return has_high(text) and _RARE_ONES.search(text) is not None


def has_high(text: str) -> bool:
    """Whether a sign beyond the first 65,536 stands in it. Few texts hold any, told without a look at them:

    a string with one takes four bytes for each of its signs, one without two at most.
    """
    return sys.getsizeof(text) >= 4 * len(text) and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(
        text
    )
