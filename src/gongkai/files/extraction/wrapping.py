"""Which lines of a page go on in the next: a paragraph is one text, however wide the page is.

An address of fifteen signs stands over two lines in every third letter; read line by line it is none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as seen."""

_WIDE = 0.5  # of the page: shorter lines are items of a list
_ROOM = 1.3  # of the letter size: what is left of a full line
_NEXT = 1.6  # of the letter size: what may stand between two lines of a paragraph
_ENDS = "。！？：；!?"


def ends_of(lines: Sequence[tuple[str, Box | None]], width: float) -> list[str]:
    """What stands behind each line of a page that is so wide: nothing where it goes on, a blank between Latin words, else a newline."""
    margin = _margin([(box[2], box[3] - box[1]) for _, box in lines if box and _is_wide(box, width)])
    found = []
    for (text, box), (after, below) in pairwise([*lines, ("", None)]):
        goes_on = box and below and _is_wide(box, width) and _goes_on(text, box, below, margin)
        found.append(_joint(text, after) if goes_on else "\n")
    return found


def _is_wide(box: Box, width: float) -> bool:
    return box[2] - box[0] >= _WIDE * width


def _margin(rights: list[tuple[float, float]]) -> float:
    """The place at which most lines end, on the right of it the fewest."""
    if not rights:
        return 0.0
    ordered = sorted(right for right, _ in rights)
    size = sorted(height for _, height in rights)[len(rights) // 2]
    return max(
        ordered,
        key=lambda right: (
            bisect_left(ordered, right + 1) - bisect_left(ordered, right - _ROOM * size),
            right,
        ),
    )


def _goes_on(text: str, box: Box, below: Box, margin: float) -> bool:
    size = box[3] - box[1]
    full = margin - _ROOM * size <= box[2] <= margin + size
    under = below[1] - box[1] > 0 and below[1] - box[3] <= _NEXT * size
    same = 0.7 * size <= below[3] - below[1] <= 1.4 * size and below[0] <= box[0] + size
    return full and under and same and not text.rstrip().endswith(tuple(_ENDS))


def _joint(text: str, after: str) -> str:
    latin = text[-1:].isascii() and text[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return " " if latin else ""
