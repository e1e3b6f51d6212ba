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
EXCERPT = 300  # characters of hidden words that are shown and screened


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
        words = " ".join(words[:2_000].split())
        if words and len(excerpt) < EXCERPT:
            excerpt = f"{excerpt}；{words}"[:EXCERPT] if excerpt else words[:EXCERPT]
        self._found[(kind, place)] = (so_far + count, excerpt)

    def all(self) -> tuple[Hidden, ...]:
        return tuple(
            Hidden(kind, count, place, excerpt) for (kind, place), (count, excerpt) in self._found.items()
        )
