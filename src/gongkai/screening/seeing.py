"""A text as people read it, for the detectors, and the way back to the places where it really stands.

What no font shows parts no word and no number. Blanks of any width are blanks, digits of any script digits, and what
an input method writes for a colon, a hyphen or the X of an ID number is read as that; so is a radical that a PDF tells
in place of the character that looks the same (⾼ for 高).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import accumulate

from gongkai.screening.spans import Span
from gongkai.text import unseen
from gongkai.text.tables import COMPATIBILITY

_DIGITS = {
    code: chr(48 + unicodedata.digit(chr(code)))
    for code in range(0x80, sys.maxunicode + 1)
    if unicodedata.category(chr(code)) == "Nd"
    and not 0xFF10 <= code <= 0xFF19  # full width: the pass of numbers folds it
}
_LIKE = (
    dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F], " ")
    | dict.fromkeys(map(ord, "∶﹕︰"), "：")
    | dict.fromkeys(map(ord, "﹣⁃"), "-")
    | dict.fromkeys(map(ord, "⋅‧･"), "·")
    | COMPATIBILITY
    | _DIGITS
)
LIKE_X = "×✕ХхΧχⅩⅹ"
_COMMON = "".join(chr(code) for code in _LIKE if code < 0x10000)
CLASS = unseen.CLASS + re.escape(_COMMON)
"""For a class of characters: what makes a text one that people read otherwise. The rare ones are told by `has_rare`."""
SIGNS = unseen.UNSEEN | set(_COMMON)
BEHIND_DIGITS = f"(?<=[0-9０-９]{{17}}[{LIKE_X}])"
_X = re.compile(f"[{LIKE_X}](?<=[0-9０-９]{{17}}.)(?![0-9])")
_TENS = sorted(code for code, digit in _DIGITS.items() if digit == "0" and code > 0xFFFF)
"""The zeros of the scripts of high numbers: their nine other digits follow."""
_RARE_DIGITS = re.compile(f"[{''.join(f'{chr(zero)}-{chr(zero + 9)}' for zero in _TENS)}]")
_ALIKE = re.compile(f"[{re.escape(_COMMON)}]+")


def has_rare(text: str) -> bool:
    """Whether a sign of a high number stands in it that is unseen or a digit."""
    return unseen.has_high(text) and (unseen.has_rare(text) or _RARE_DIGITS.search(text) is not None)


class Seen:
    """`text` is what detectors are shown."""

    def __init__(self, whole: str) -> None:
        runs = unseen.unseen_runs(whole)
        text = unseen.without_unseen(whole)
        for signs in (_ALIKE, _RARE_DIGITS):
            text = signs.sub(lambda hit: hit[0].translate(_LIKE), text)
        self.text = _X.sub("X", text)
        self._whole = whole
        self._gone = [0, *accumulate(end - start for start, end in runs)]
        self._places = [start - gone for (start, _), gone in zip(runs, self._gone, strict=False)]

    def back(self, span: Span) -> Span:
        start = span.start + self._gone[bisect_right(self._places, span.start)]
        end = span.end + self._gone[bisect_left(self._places, span.end)]
        return replace(span, start=start, end=end, text=self._whole[start:end])
