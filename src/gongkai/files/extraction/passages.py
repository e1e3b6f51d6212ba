"""Text together with the nodes that it stands in, so that what a reader found can be taken out where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.files.extraction.shapes import Block, Hidden, Removal

TEXT, TAIL, SIGN = "#text", "#tail", "#sign"
"""What a piece is of its node: the text, the text behind it, or the node itself (a tab, a line break).
Anything else is the name of an attribute."""

ID_IN_ADDRESS = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx](?![0-9])")
"""Files are named after people; few other numbers in an address have this form."""
_PERSONS_NUMBER = (
    r"(?<![0-9.])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])"
    r"|(?<![0-9A-Za-z.])1[3-9][0-9]{9}(?![0-9A-Za-z]|\.[0-9])"
)
PERSONS_NUMBER = re.compile(_PERSONS_NUMBER)
"""An ID number or a mobile, so narrow that it may be looked for where programs write numbers of their own."""
PERSONS_NUMBER_BYTES = re.compile(_PERSONS_NUMBER.encode())
EXCERPT = 300  # characters of hidden words that are shown and screened
_FARTHER = 200  # characters of an excerpt besides, for numbers that its beginning leaves out
_AROUND = 12  # characters before and behind such a number
_LONGEST_NUMBER = 18
_BEGINNING = 2_000  # characters of some words from which their excerpt is made


@dataclass(slots=True)
class Piece:
    node: (
        Any  # an element, or whatever the redactor of the format finds its way by; None where nothing stands
    )
    text: str
    of: str = TEXT


@dataclass(slots=True)
class Passage:
    """A block with the pieces that its text consists of."""

    pieces: list[Piece]
    place: str
    end: str = "\n"
    page: int = 0
    box: tuple[float, float, float, float] | None = None

    @property
    def text(self) -> str:
        return "".join([piece.text for piece in self.pieces])

    def block(self) -> Block:
        return Block(self.text, self.place, self.end, self.page, self.box)


def has_words(text: str) -> bool:
    """Whether there is a letter, a character or a digit: unseen dashes and spaces hide nothing."""
    return any(sign.isalnum() for sign in text)


def with_numbers(beginning: str, words: str, start: int, room: int) -> str:
    """The beginning of some words, and what stands around each number of a person from `start` on: a page's data may
    follow long scripts. At most `room` characters more."""
    told = [beginning]
    for hit in PERSONS_NUMBER.finditer(words, max(start - _LONGEST_NUMBER, 0)):
        if hit.end() <= start or hit[0] in beginning:
            continue
        around = " ".join(words[max(hit.start() - _AROUND, 0) : hit.end() + _AROUND].split())
        room -= len(around) + 1
        if room < 0:
            break
        told.append(around)
    return "…".join(told)


def cut(passages: Iterable[Passage], removals: Sequence[Removal]) -> list[Piece]:
    """Take the removals out of the pieces' `text`; gives the pieces that changed. Offsets count all passages joined.

    A replacement stands where the first character of its removal stood. Removals that overlap count as one.
    """
    ordered = _apart(removals)
    changed: list[Piece] = []
    at = first = 0
    placed = -1
    for passage in passages:
        for piece in passage.pieces:
            end = at + len(piece.text)
            while first < len(ordered) and ordered[first].end <= at:
                first += 1
            parts, kept_to, number = [], at, first
            while number < len(ordered) and ordered[number].start < end:
                one = ordered[number]
                parts.append(piece.text[kept_to - at : max(one.start, at) - at])
                if placed < number and piece.node is not None:
                    parts.append(one.replacement)
                    placed = number
                kept_to = min(one.end, end)
                number += 1
            if parts and piece.node is not None:
                parts.append(piece.text[kept_to - at :])
                piece.text = "".join(parts)
                changed.append(piece)
            at = end
        at += len(passage.end)
    return changed


def _apart(removals: Sequence[Removal]) -> list[Removal]:
    made: list[Removal] = []
    for one in sorted((r for r in removals if r.end > r.start), key=lambda r: (r.start, -r.end)):
        if made and one.start < made[-1].end:
            last = made[-1]
            made[-1] = Removal(last.start, max(last.end, one.end), last.replacement)
        else:
            made.append(one)
    return made


@dataclass
class Hiding:
    """Gathers what a file hides: one entry for each kind and place, counted, with the beginning of its words."""

    _found: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def add(self, kind: str, place: str, words: str = "", count: int = 1) -> None:
        so_far, excerpt = self._found.get((kind, place), (0, ""))
        told = " ".join(words[:_BEGINNING].split())
        if told and len(excerpt) < EXCERPT:
            told = f"{excerpt}；{told}" if excerpt else told
            excerpt = with_numbers(told[:EXCERPT], told, EXCERPT, _FARTHER)
            words = words[_BEGINNING - _LONGEST_NUMBER :]
        if words and len(excerpt) < EXCERPT + _FARTHER:
            excerpt = with_numbers(excerpt, words, 0, EXCERPT + _FARTHER - len(excerpt))
        self._found[(kind, place)] = (so_far + count, excerpt)

    def all(self) -> tuple[Hidden, ...]:
        return tuple(
            Hidden(kind, count, place, excerpt) for (kind, place), (count, excerpt) in self._found.items()
        )
