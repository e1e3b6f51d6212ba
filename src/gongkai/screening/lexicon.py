"""Searching a text from given places on, and the lists of names that ship (seed/names.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_NAMES = Path(__file__).parent / "seed" / "names.toml"


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
