"""Marked passages, made from the database's text: the index holds none.

The text is folded for the comparison only, so that a query in simplified characters marks traditional and
full-width ones too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.text.tokenising import fold

LENGTH = 110
"""Characters of a snippet: two lines of a hit."""
_STRIDE = 6_000
_FARTHEST = 120_000
_MOST = 300
_SPACES = re.compile(r"\s+")
_SENTENCE_END = "。！？；\n"


@dataclass(frozen=True)
class Segment:
    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Snippet:
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)

    @property
    def html(self) -> SafeString:
        """Escaped, with the hits in <mark>."""
        parts = (f"<mark>{escape(s.text)}</mark>" if s.is_marked else escape(s.text) for s in self.segments)
        return mark_safe("".join(parts))  # noqa: S308  # every part is escaped above

    def __str__(self) -> str:
        return self.html


def mark(text: str, marks: Sequence[str]) -> Snippet:
    """The whole of a short text, a title, with its hits."""
    return Snippet(_cut(text, 0, len(text), _spans(fold(text), marks)))


def snippet(text: str, marks: Sequence[str], *, length: int = LENGTH) -> Snippet:
    """About `length` characters where the most different words stand close together; else the beginning."""
    start, spans = _best(text, marks, length)
    end = min(len(text), start + length)
    segments = list(_cut(text, start, end, spans))
    if start:
        segments.insert(0, Segment("…"))
    if end < len(text):
        segments.append(Segment("…"))
    return Snippet(tuple(segments))


def _best(text: str, marks: Sequence[str], length: int) -> tuple[int, list[tuple[int, int]]]:
    """Where the snippet begins, and the hits; long texts are read in stretches until something is found."""
    overlap = max((len(word) for word in marks), default=0)
    for offset in range(0, min(len(text), _FARTHEST), _STRIDE):
        stretch = fold(text[offset : offset + _STRIDE + overlap])
        if spans := [(a + offset, b + offset) for a, b in _spans(stretch, marks)]:
            return _start(text, _densest(text, spans, length), length), spans
    return 0, []


def _spans(folded: str, marks: Sequence[str]) -> list[tuple[int, int]]:
    pattern = _pattern(tuple(marks))
    if pattern is None:
        return []
    spans: list[tuple[int, int]] = []
    for hit in pattern.finditer(folded):
        if spans and spans[-1][1] >= hit.start():  # neighbours read better as one mark
            spans[-1] = (spans[-1][0], hit.end())
        else:
            spans.append(hit.span())
        if len(spans) >= _MOST:
            break
    return spans


@functools.lru_cache(maxsize=256)
def _pattern(marks: tuple[str, ...]) -> re.Pattern[str] | None:
    """Longest first, so that 公开条例 wins over 公开; Latin words only whole, 5 not inside 2015."""
    parts = [_bounded(fold(word)) for word in marks if word.strip()]
    return re.compile("|".join(parts)) if parts else None


def _bounded(word: str) -> str:
    before = r"(?<![a-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![a-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
    return before + re.escape(word) + after


def _densest(text: str, spans: Sequence[tuple[int, int]], length: int) -> int:
    """Index of the span that begins the best window: many different words, then many characters marked."""
    best, best_score = 0, (0, 0)
    last = 0
    for first, (start, _) in enumerate(spans):
        last = max(last, first)
        while last < len(spans) and spans[last][1] <= start + length:
            last += 1
        inside = spans[first : max(last, first + 1)]
        score = (len({text[a:b] for a, b in inside}), sum(b - a for a, b in inside))
        if score > best_score:
            best, best_score = first, score
    return spans[best][0]


def _start(text: str, hit: int, length: int) -> int:
    """The beginning of the hit's sentence when it is near, else a third of the snippet before the hit."""
    if hit < length // 3:
        return 0
    floor = hit - length // 3
    end = max(text.rfind(char, floor, hit) for char in _SENTENCE_END)
    return end + 1 if end >= 0 else floor


def _cut(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    at = start
    for a, b in spans:
        a, b = max(a, at), min(b, end)
        if a >= b:
            continue
        if at < a:
            segments.append(Segment(_plain(text[at:a])))
        segments.append(Segment(_plain(text[a:b]), is_marked=True))
        at = b
    if at < end:
        segments.append(Segment(_plain(text[at:end])))
    return tuple(segment for segment in segments if segment.text)


def _plain(text: str) -> str:
    """Line breaks and runs of blanks read as one blank."""
    return _SPACES.sub(" ", text)
