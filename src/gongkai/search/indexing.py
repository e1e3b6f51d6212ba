"""Database → index: deliveries, the rebuild, and whether the two are equal."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.conf import settings

from gongkai.search import registry
from gongkai.search.engine import Index, IndexBusy, IndexMissing, Keys
from gongkai.search.registry import PUBLIC
from gongkai.search.schema import SearchDoc

CHUNK = 200
"""Documents loaded at once; a hundred of them may be long."""

Progress = Callable[[int, int], None]
"""Told how many are done, of how many."""


@dataclass(frozen=True)
class Difference:
    """How index and database differ; by source, ids in order."""

    missing: dict[str, list[int]] = field(default_factory=dict)
    """In the database and not in the index."""
    extra: dict[str, list[int]] = field(default_factory=dict)
    """In the index although not public any more."""

    @property
    def is_empty(self) -> bool:
        return not any(self.missing.values()) and not any(self.extra.values())


def index(shelf: str = PUBLIC) -> Index:
    """The installation's index of that shelf; its readers are shared by all threads of the process.

    What only the office may find lies in a folder of its own, so that no question of the portal can reach it.
    """
    root = Path(settings.INDEX_ROOT)
    return _index(root if shelf == PUBLIC else root.with_name(f"{root.name}-{shelf}"))


@functools.lru_cache(maxsize=8)
def _index(root: Path) -> Index:
    return Index(root)


def deliver(keys: Keys) -> None:
    """Write what stands in the database for these (source, id) pairs now. Safe to repeat, in any order.

    On return the commit is on disk. Without an index everything is built.
    """
    for shelf in registry.shelves():
        own = [key for key in keys if registry.shelf_of(key[0]) == shelf]
        if own and not index(shelf).exists():
            rebuild(shelves=[shelf])
        elif own:
            index(shelf).write(*read(own))


def read(keys: Keys) -> tuple[Iterator[SearchDoc], Iterator[tuple[str, int]]]:
    """The documents to be found, a chunk at a time, and then the pairs that are to be found no more."""
    present: set[tuple[str, int]] = set()

    def docs() -> Iterator[SearchDoc]:
        for source in registry.sources():
            for chunk in _chunks(dict.fromkeys(id for name, id in keys if name == source.name)):
                for doc in source.load(chunk):
                    present.add((doc.source, doc.id))
                    yield doc

    def gone() -> Iterator[tuple[str, int]]:
        yield from (key for key in dict.fromkeys(keys) if key not in present)

    return docs(), gone()


def rebuild(progress: Progress | None = None, *, shelves: Sequence[str] = ()) -> int:
    """Build new indexes beside those in use (all without `shelves`), then switch; readers and deliveries go on meanwhile.

    Returns the number of documents. Raises IndexBusy when a rebuild is running.
    """
    count, total = 0, 0
    for shelf in shelves or registry.shelves():
        with index(shelf).rebuilding(read) as new:
            sources = [one for one in registry.sources() if one.shelf == shelf]
            ids = [(source, list(source.iterate_ids())) for source in sources]
            total += sum(len(own) for _, own in ids)
            for source, own in ids:
                for chunk in _chunks(own):
                    count += new.add(source.load(chunk))
                    if progress:
                        progress(count, total)
    return count


def ensure() -> bool:
    """Build what index there isn't (a new installation, a new version of the schema); True when it did.

    False also when another process is building it.
    """
    wanted = [shelf for shelf in registry.shelves() if not index(shelf).exists()]
    if not wanted:
        return False
    try:
        rebuild(shelves=wanted)
    except IndexBusy:
        return False
    return True


def compare() -> Difference:
    """Index against database, by id. Deliveries that still wait show as differences."""
    missing: dict[str, list[int]] = {}
    extra: dict[str, list[int]] = {}
    for source in registry.sources():
        try:
            found = set(index(source.shelf).reader().ids(source.name))
        except IndexMissing:
            found = set()
        wanted = set(source.iterate_ids())
        missing[source.name] = sorted(wanted - found)
        extra[source.name] = sorted(found - wanted)
    return Difference(missing, extra)


def repair() -> Difference:
    """Write what `compare` found to differ; returns what that was."""
    difference = compare()
    for ids in (difference.missing, difference.extra):
        for name, own in ids.items():
            for chunk in _chunks(own):
                deliver([(name, id) for id in chunk])
    return difference


def _chunks(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
