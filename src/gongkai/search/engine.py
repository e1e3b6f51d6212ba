"""The index on disk: one writer at a time, any number of readers, in any process."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import tantivy

from gongkai.search import schema
from gongkai.search.matching import Query, RawHits, run
from gongkai.search.parsing import parse
from gongkai.search.schema import SearchDoc

log = logging.getLogger(__name__)

BATCH_HEAP = 64_000_000
BUILD_HEAP = 256_000_000
LOCK_SECONDS = 30.0


class IndexBusy(Exception):
    """Another process has been writing for longer than we were told to wait."""


class IndexMissing(Exception):
    """There is no index of this version; `gongkai search rebuild` makes one."""


class Index:
    """An index below `root`: generations in folders of their own, the one in use named by the file CURRENT.

    A rebuild fills a new generation while readers stay on the old one; switching is the replacement of CURRENT.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._open: _Generation | None = None
        self._lock = threading.Lock()

    # Reading

    def reader(self) -> Reader:
        """As of the last commit of whatever process. Raises IndexMissing."""
        generation = self._generation()
        return Reader(generation.schema, generation.fresh_searcher(), generation.index)

    def exists(self) -> bool:
        return self._current() is not None

    def search(self, query: Query) -> RawHits:
        return self.reader().search(query)

    # Writing

    def write(
        self, docs: Iterable[SearchDoc] = (), deletes: Iterable[tuple[str, int]] = (), *, wait: float = LOCK_SECONDS
    ) -> int:
        """Add or replace documents and delete (source, id) pairs in one commit; returns how many were written.

        On return the commit is on disk and visible to every reader. Safe to repeat.
        """
        with self.locked(wait=wait):
            if not self.exists():
                self._create()
            with _writer(self._generation(), BATCH_HEAP) as writer:
                return _fill(writer, docs, deletes, replace=True)

    @contextmanager
    def rebuilding(self, *, wait: float = LOCK_SECONDS) -> Iterator[Rebuild]:
        """A new generation beside the one in use, which takes its place when the block ends well.

        Holds the writer's lock: deliveries wait in the outbox meanwhile and are written afterwards.
        """
        with self.locked(wait=wait):
            generation = _Generation.create(self.root / _new_name())
            try:
                with _writer(generation, BUILD_HEAP) as writer:
                    yield Rebuild(writer)
            except BaseException:
                shutil.rmtree(generation.path, ignore_errors=True)
                raise
            self._switch(generation.path.name)

    @contextmanager
    def locked(self, *, wait: float = LOCK_SECONDS) -> Iterator[None]:
        """The right to write. The kernel gives it back when its holder is killed."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "write.lock").open("w") as handle:
            deadline = time.monotonic() + wait
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= deadline:
                        raise IndexBusy(str(self.root)) from None
                    time.sleep(0.02)
            yield

    # Generations

    def _current(self) -> str | None:
        try:
            name = (self.root / "CURRENT").read_text().strip()
        except FileNotFoundError:
            return None
        return name if name.startswith(f"v{schema.VERSION}-") and (self.root / name).is_dir() else None

    def _generation(self) -> _Generation:
        name = self._current()
        if name is None:
            raise IndexMissing(str(self.root))
        with self._lock:
            if self._open is None or self._open.path.name != name:
                self._open = _Generation.open(self.root / name)
            return self._open

    def _create(self) -> None:
        generation = _Generation.create(self.root / _new_name())
        self._switch(generation.path.name)

    def _switch(self, name: str) -> None:
        pointer = self.root / f"CURRENT.{os.getpid()}"
        with pointer.open("w") as handle:
            handle.write(name)
            handle.flush()
            os.fsync(handle.fileno())
        pointer.replace(self.root / "CURRENT")
        for old in self.root.glob("v*-*"):
            if old.name != name:  # open readers keep their mapped files
                shutil.rmtree(old, ignore_errors=True)


@dataclass
class _Generation:
    """One folder with one tantivy index. Reloads when its meta.json was replaced."""

    path: Path
    index: tantivy.Index
    schema: tantivy.Schema
    _seen: tuple[int, int] | None = None
    _searcher: tantivy.Searcher | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def create(cls, path: Path) -> _Generation:
        path.mkdir(parents=True)
        return cls._wrap(path, tantivy.Index(schema.build(), str(path)))

    @classmethod
    def open(cls, path: Path) -> _Generation:
        return cls._wrap(path, tantivy.Index.open(str(path)))

    @classmethod
    def _wrap(cls, path: Path, index: tantivy.Index) -> _Generation:
        schema.register_tokenizers(index)
        index.config_reader("manual")
        return cls(path, index, index.schema)

    def fresh_searcher(self) -> tantivy.Searcher:
        stat = (self.path / "meta.json").stat()
        seen = (stat.st_mtime_ns, stat.st_ino)
        with self._lock:
            if self._searcher is None or seen != self._seen:
                self.index.reload()
                self._seen, self._searcher = seen, self.index.searcher()
            return self._searcher


class Reader:
    """The index as of one commit."""

    def __init__(self, fields: tantivy.Schema, searcher: tantivy.Searcher, index: tantivy.Index) -> None:
        self.fields, self.searcher, self._index = fields, searcher, index

    def search(self, query: Query) -> RawHits:
        return run(self.fields, self.searcher, query, parse(query.text))

    @property
    def count(self) -> int:
        return int(self.searcher.num_docs)

    def ids(self, source: str) -> Sequence[int]:
        """Every id of a source, for the comparison with the database."""
        query = tantivy.Query.term_query(self.fields, "source", source, "basic")
        found = self.searcher.search(query, max(self.count, 1), count=False, order_by_field="id")
        addresses = [address for _, address in found.hits]
        return [int(id) for id in self.searcher.fast_field_values("id", addresses)] if addresses else []


class Rebuild:
    """The new generation while it is being filled."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def add(self, docs: Iterable[SearchDoc]) -> int:
        return _fill(self._writer, docs, (), replace=False)


@contextmanager
def _writer(generation: _Generation, heap: int) -> Iterator[tantivy.IndexWriter]:
    """Commits when the block ends well, leaves the index as it was when not."""
    writer = generation.index.writer(heap, 1)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()


def _fill(
    writer: tantivy.IndexWriter, docs: Iterable[SearchDoc], deletes: Iterable[tuple[str, int]], *, replace: bool
) -> int:
    for source, id in deletes:
        writer.delete_documents_by_term("key", schema.key_of(source, id))
    count = 0
    for doc in docs:
        if replace:
            writer.delete_documents_by_term("key", schema.key_of(doc.source, doc.id))
        writer.add_document(schema.to_tantivy(doc))
        count += 1
    return count


def _new_name() -> str:
    return f"v{schema.VERSION}-{time.time_ns():x}"


def read_meta(path: Path) -> dict[str, object]:
    """tantivy's own record of segments, for `gongkai doctor`."""
    return dict(json.loads((path / "meta.json").read_text()))
