"""What can be found, registered from above: `disclosure` tells search how its items are read and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from gongkai.search.schema import SearchDoc

PUBLIC, OFFICE = "public", "office"
"""Two indexes that never mix: what everybody may find, and what the office alone looks for."""


class Titled(Protocol):
    """Anything with a title: a row, a card."""

    @property
    def title(self) -> str: ...


Recheck = Callable[[Sequence[int]], Mapping[int, Titled]]
"""Of these ids the visible ones, as the database has them now; what is missing is not shown."""


@dataclass(frozen=True)
class Source:
    name: str
    load: Callable[[Sequence[int]], Iterable[SearchDoc]]
    """The documents of these ids that may be found (on the public shelf: by everybody); the other ids are left out."""
    iterate_ids: Callable[[], Iterable[int]]
    """Every id that belongs into the index."""
    recheck: Recheck
    shelf: str = PUBLIC
    """Which of the two indexes holds it."""


_sources: dict[str, Source] = {}
_suggesters: dict[str, Callable[[str, int], Sequence[str]]] = {}


def register_source(
    name: str,
    *,
    load: Callable[[Sequence[int]], Iterable[SearchDoc]],
    iterate_ids: Callable[[], Iterable[int]],
    recheck: Recheck,
    shelf: str = PUBLIC,
) -> None:
    """Called once in `ready()` of the app that owns the things."""
    _sources[name] = Source(name, load, iterate_ids, recheck, shelf)


def register_suggester(name: str, suggest: Callable[[str, int], Sequence[str]]) -> None:
    """Further suggestions while typing: takes the typed text and how many are wanted (names of topics, of units)."""
    _suggesters[name] = suggest


def source(name: str) -> Source:
    return _sources[name]


def sources() -> list[Source]:
    return [_sources[name] for name in sorted(_sources)]


def shelves() -> list[str]:
    """The indexes that there are: the public one always, the office's when something stands on it."""
    used = {one.shelf for one in _sources.values()}
    return [PUBLIC, *sorted(used - {PUBLIC})]


def shelf_of(name: str) -> str:
    """What no source knows (any more) is looked for on the public shelf."""
    return _sources[name].shelf if name in _sources else PUBLIC


def suggesters() -> Mapping[str, Callable[[str, int], Sequence[str]]]:
    return _suggesters


def forget(name: str) -> None:
    """Take a source out again (tests that bring their own)."""
    _sources.pop(name, None)
    _suggesters.pop(name, None)
