"""Words searched all at once: an automaton over a text, and the lists of names that ship (seed/names.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

_HALVES = re.compile("[\ud800-\udfff]")
_NAMES = Path(__file__).parent / "seed" / "names.toml"


class Words:
    """A set of words; `places` gives every place of them in a text, of words at one place the longest."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self._automaton = AhoCorasick(self.words, matchkind=MatchKind.LeftmostLongest) if self.words else None

    def places(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Word, start, end (in characters, exclusive), from left to right, without overlaps."""
        if self._automaton is None:
            return
        try:
            found = self._automaton.find_matches_as_indexes(text)
        except UnicodeEncodeError:  # half of a pair, from a damaged file
            # One character for another: places stay.
            found = self._automaton.find_matches_as_indexes(_HALVES.sub("\ufffd", text))
        for index, start, end in found:
            yield self.words[index], start, end


class Everywhere:
    """A set of words; tells which of them stand in a text, also inside one another."""

    def __init__(self, words: Iterable[str]) -> None:
        self.all = frozenset(words)
        self._words = sorted(self.all)
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.Standard) if self._words else None

    def standing_in(self, text: str) -> frozenset[str]:
        if self._automaton is None:
            return frozenset()
        try:
            found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # half of a pair, from a damaged file
            found = self._automaton.find_matches_as_indexes(_HALVES.sub("\ufffd", text), overlapping=True)
        return frozenset(self._words[index] for index in {one[0] for one in found})


def places_of(text: str, sign: str) -> Iterator[int]:
    """Where a sign stands, from left to right: a search for one character is many times faster than an expression."""
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def matches_at(form: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `form.finditer` gives, when it can begin nowhere but at `starts`, which ascend."""
    end = 0
    for at in starts:
        hit = form.match(text, at) if at >= end else None
        if hit:
            yield hit
            end = hit.end()


def around(places: Iterable[int], before: Sequence[int]) -> Iterator[int]:
    """For every place so many characters before it, ascending and each once; `before` from the farthest to the nearest."""
    last = -1
    for place in places:
        for back in before:
            if place - back > last:
                last = place - back
                yield last


def listed(text: str) -> frozenset[str]:
    """The words of a list written as one text with blanks between."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Names:
    """What names are made of and what stands beside them; the fields are the tables of seed/names.toml."""

    single: frozenset[str]
    weak: frozenset[str]
    compound: frozenset[str]
    common: frozenset[str]
    never: frozenset[str]
    seldom: frozenset[str]
    follow: frozenset[str]
    before: frozenset[str]
    not_names: frozenset[str]
    roles: frozenset[str]
    cues: dict[str, frozenset[str]]


@cache
def names() -> Names:
    data = tomllib.loads(_NAMES.read_text(encoding="utf-8"))
    surnames, given, words = data["surnames"], data["given"], data["words"]
    return Names(
        single=frozenset(surnames["single"].replace("\n", "")),
        weak=frozenset(surnames["weak"].replace("\n", "")),
        compound=frozenset(surnames["compound"].split()),
        common=frozenset(given["common"].replace("\n", "")),
        never=frozenset(given["never"].replace("\n", "")) - frozenset(given["after_all"]),
        seldom=frozenset(given["seldom"]),
        follow=frozenset(data["follow"]["words"].split()),
        before=frozenset(data["follow"]["before"].split()),
        not_names=frozenset(words["not_names"].split()),
        roles=frozenset(words["roles"].split()),
        cues={kind: frozenset(text.split()) for kind, text in data["cues"].items()},
    )
