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


def index() -> Index:
    """The installation's index; its readers are shared by all threads of the process."""
    return _index(Path(settings.INDEX_ROOT))


@functools.lru_cache(maxsize=8)
def _index(root: Path) -> Index:
    return Index(root)


def deliver(keys: Keys) -> None:
    """Write what stands in the database for these (source, id) pairs now. Safe to repeat, in any order.

    On return the commit is on disk. Without an index everything is built.
    """
    target = index()
    if not target.exists():
        rebuild()
        return
    docs, gone = read(keys)
    target.write(docs, gone)


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


def rebuild(progress: Progress | None = None) -> int:
    """Build a new index beside the one in use, then switch; readers and deliveries go on meanwhile.

    Returns the number of documents. Raises IndexBusy when a rebuild is running.
    """
    count = 0
    with index().rebuilding(read) as new:
        ids = [(source, list(source.iterate_ids())) for source in registry.sources()]
        total = sum(len(own) for _, own in ids)
        for source, own in ids:
            for chunk in _chunks(own):
                count += new.add(source.load(chunk))
                if progress:
                    progress(count, total)
    return count


def ensure() -> bool:
    """Build the index where there is none (a new installation, a new version of the schema); True when it did.

    False also when another process is building it.
    """
    if index().exists():
        return False
    try:
        rebuild()
    except IndexBusy:
        return False
    return True


def compare() -> Difference:
    """Index against database, by id. Deliveries that still wait show as differences."""
    missing: dict[str, list[int]] = {}
    extra: dict[str, list[int]] = {}
    for source in registry.sources():
        try:
            found = set(index().reader().ids(source.name))
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
