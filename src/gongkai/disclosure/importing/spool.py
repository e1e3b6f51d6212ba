"""Records on disk between reading and writing: however large a file is, only the places of its records stay in memory."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterator
from itertools import islice
from typing import Generic, TypeVar, overload

T = TypeVar("T")

_IN_MEMORY = 4 * 1024 * 1024  # bytes; a small reading never reaches the disk


class Spool(Generic[T]):
    """A list that is only added to. It lies in a nameless temporary file, gone with the process at the latest."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  (closed below)
        self._starts = array("Q", [0])
        self._place = 0

    def append(self, record: T) -> None:
        packed = pickle.dumps(record, protocol=pickle.HIGHEST_PROTOCOL)
        if self._place != self._starts[-1]:
            self._file.seek(self._starts[-1])
        self._file.write(packed)
        self._place = self._starts[-1] + len(packed)
        self._starts.append(self._starts[-1] + len(packed))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return [self._record(n) for n in range(*index.indices(len(self)))]
        return self._record(range(len(self))[index])

    def __iter__(self) -> Iterator[T]:
        return self._since(0)

    def chunks(self, size: int, *, start: int = 0) -> Iterator[list[T]]:
        """Lists of `size` records in order, beginning with the record `start`."""
        rest = self._since(start)
        while some := list(islice(rest, size)):
            yield some

    def _since(self, start: int) -> Iterator[T]:
        for index in range(start, len(self)):
            yield self._record(index)

    def _record(self, index: int) -> T:
        start, end = self._starts[index], self._starts[index + 1]
        if self._place != start:
            self._file.seek(start)
        self._place = end
        found: T = pickle.loads(self._file.read(end - start))  # noqa: S301  (our own file, which has no name)
        return found

    def __del__(self) -> None:
        self._file.close()
