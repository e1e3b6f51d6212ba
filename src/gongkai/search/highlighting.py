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
"""Hits that are looked at; more add nothing to two lines."""
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
    """Where the words stand, overlaps and neighbours as one. `str.find` per word is ten times as fast as one regex."""
    hits: list[tuple[int, int]] = []
    for word in _folded(tuple(marks)):
        at = folded.find(word)
        while at >= 0 and len(hits) < _MOST:
            end = at + len(word)
            if not (_inside_latin(folded, at - 1) or _inside_latin(folded, end - 1)):
                hits.append((at, end))
            at = folded.find(word, end)
    hits.sort()
    spans: list[tuple[int, int]] = []
    for start, end in hits:
        if spans and spans[-1][1] >= start:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


@functools.lru_cache(maxsize=256)
def _folded(marks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(word) for word in marks if word.strip()))


def _inside_latin(folded: str, at: int) -> bool:
    """Whether a Latin word or a number goes on between `at` and the next place: 5 is not marked inside 2015."""
    pair = folded[at : at + 2] if at >= 0 else ""
    return len(pair) == 2 and pair.isascii() and pair.isalnum()


def _densest(text: str, spans: Sequence[tuple[int, int]], length: int) -> int:
    """Where the best window begins: many different words, then many characters marked."""
    best, best_score = spans[0][0], (0, 0)
    words = [text[a:b] for a, b in spans]
    last = 0
    for first, (start, _) in enumerate(spans):
        while last < len(spans) and spans[last][1] <= start + length:
            last += 1
        inside = words[first:last] or [words[first]]
        score = (len(set(inside)), sum(map(len, inside)))
        if score > best_score:
            best, best_score = start, score
    return best


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
        if b <= start:
            continue
        if a >= end:
            break
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
