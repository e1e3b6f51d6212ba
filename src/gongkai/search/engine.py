"""The index on disk: one writer at a time, any number of readers, in any process."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import tantivy

from gongkai.search import matching, schema
from gongkai.search.matching import Query, RawHits, run
from gongkai.search.parsing import parse
from gongkai.search.schema import SearchDoc
from gongkai.text.tokenising import bigrams

BATCH_HEAP = 64_000_000
BUILD_HEAP = 256_000_000
LOCK_SECONDS = 30.0

Keys = list[tuple[str, int]]
CatchUp = Callable[[Keys], tuple[Iterable[SearchDoc], Iterable[tuple[str, int]]]]
"""For (source, id) pairs: the documents that are to be found now, and then the pairs that are not."""


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
        self,
        docs: Iterable[SearchDoc] = (),
        deletes: Iterable[tuple[str, int]] = (),
        *,
        wait: float = LOCK_SECONDS,
    ) -> int:
        """Add or replace documents and delete (source, id) pairs in one commit; returns how many were written.

        Documents are taken one by one under the lock, the pairs after them. On return the commit is on disk and
        visible to every reader. Safe to repeat.
        """
        with self.locked(wait=wait):
            if not self.exists():
                self._switch(_Generation.create(self.root / _new_name()).path.name)
            with _writer(self._generation(), BATCH_HEAP) as writer:
                written, deleted = _fill(writer, docs, deletes, replace=True)
            self._note_for_rebuild([*written, *deleted])
            return len(written)

    @contextmanager
    def rebuilding(self, catch_up: CatchUp) -> Iterator[Rebuild]:
        """A new generation beside the one in use, which takes its place when the block ends well.

        Deliveries go on into the old one meanwhile. Their keys are noted, and before the switch `catch_up` is asked
        what stands in the database for them now. Raises IndexBusy when a rebuild is running already.
        """
        with _flock(self.root / "rebuild.lock", wait=0.0):
            with self.locked():  # a write that is under way ends first, all later ones are noted
                self._journal.write_text("")
            generation = _Generation.create(self.root / _new_name())
            try:
                with _writer(generation, BUILD_HEAP) as writer:
                    yield Rebuild(writer)
                with self.locked():
                    if noted := self._noted():
                        docs, deletes = catch_up(noted)
                        with _writer(generation, BATCH_HEAP) as writer:
                            _fill(writer, docs, deletes, replace=True)
                    self._switch(generation.path.name)
            except BaseException:
                shutil.rmtree(generation.path, ignore_errors=True)
                raise
            finally:
                self._journal.unlink(missing_ok=True)

    @contextmanager
    def locked(self, *, wait: float = LOCK_SECONDS) -> Iterator[None]:
        """The right to write. The kernel gives it back when its holder is killed."""
        with _flock(self.root / "write.lock", wait=wait):
            yield

    @property
    def _journal(self) -> Path:
        return self.root / "rebuild.keys"

    def _note_for_rebuild(self, keys: Iterable[tuple[str, int]]) -> None:
        if not self._journal.exists():
            return
        try:
            with _flock(self.root / "rebuild.lock", wait=0.0):
                self._journal.unlink()  # left by a rebuild that was killed
        except IndexBusy:
            with self._journal.open("a") as journal:
                journal.writelines(f"{source} {id}\n" for source, id in keys)

    def _noted(self) -> list[tuple[str, int]]:
        lines = dict.fromkeys(self._journal.read_text().splitlines())
        return [(source, int(id)) for source, _, id in (line.rpartition(" ") for line in lines)]

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

    def ids(self, source: str) -> list[int]:
        """Every id of a source, for the comparison with the database."""
        query = tantivy.Query.term_query(self.fields, "source", source, "basic")
        found = self.searcher.search(query, max(self.count, 1), count=False, order_by_field="id")
        return self._ids(found)

    def ids_by_title(self, typed: str, *, source: str, limit: int) -> list[int]:
        wanted = matching.title_query(self.fields, self.searcher, typed, source)
        return self._ids(self.searcher.search(wanted, limit, count=False))

    def ids_by_number_prefix(self, typed: str, *, source: str, limit: int) -> list[int]:
        """Newest first."""
        pattern = matching.number_pattern(typed)
        if len(pattern) < 4 or not any(char.isdigit() for char in typed):
            return []
        wanted = matching.number_query(self.fields, pattern, source)
        return self._ids(self.searcher.search(wanted, limit, count=False, order_by_field="published"))

    def knows(self, word: str) -> bool:
        """Whether every token of the word occurs somewhere."""
        return all(self.searcher.doc_freq("body", token) for token in bigrams(word))

    def _ids(self, found: tantivy.SearchResult) -> list[int]:
        addresses = [address for _, address in found.hits]
        return [int(id or 0) for id in self.searcher.fast_field_values("id", addresses)] if addresses else []


class Rebuild:
    """The new generation while it is being filled."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def add(self, docs: Iterable[SearchDoc]) -> int:
        return len(_fill(self._writer, docs, (), replace=False)[0])


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
    writer: tantivy.IndexWriter,
    docs: Iterable[SearchDoc],
    deletes: Iterable[tuple[str, int]],
    *,
    replace: bool,
) -> tuple[Keys, Keys]:
    """The pairs that were written and those that were deleted."""
    written: Keys = []
    for doc in docs:
        if replace:
            writer.delete_documents_by_term("key", schema.key_of(doc.source, doc.id))
        writer.add_document(schema.to_tantivy(doc))
        written.append((doc.source, doc.id))
    deleted = list(deletes)
    for source, id in deleted:
        writer.delete_documents_by_term("key", schema.key_of(source, id))
    return written, deleted


def _new_name() -> str:
    return f"v{schema.VERSION}-{time.time_ns():x}"


@contextmanager
def _flock(path: Path, *, wait: float) -> Iterator[None]:
    """Raises IndexBusy when the lock can't be had within `wait` seconds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise IndexBusy(str(path)) from None
                time.sleep(0.02)
        yield
