"""Many words searched for in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

_HALVES = re.compile("[\ud800-\udfff]")


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
