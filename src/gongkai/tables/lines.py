"""The lines of a text file, each read when it is asked for: a large file stays on disk."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import IO, overload

from gongkai.tables.shape import MIB

ANY_END = re.compile(rb"\r\n|\r|\n")
LINE_FEED = re.compile(rb"\n")


class Lines:
    """Lines of a UTF-8 file with their ends, from the byte `first` on. Only their places are kept in memory."""

    def __init__(self, stream: IO[bytes], *, first: int = 0, ends: re.Pattern[bytes] = LINE_FEED) -> None:
        self._stream = stream
        self._starts = array("Q", [first])
        stream.seek(first)
        place = first
        while block := stream.read(MIB):
            while block.endswith(b"\r") and (more := stream.read(1)):
                block += more  # the two halves of a line's end stay together
            self._starts.extend(place + end.end() for end in ends.finditer(block))
            place += len(block)
        if self._starts[-1] != place:
            self._starts.append(place)
        self._place = place

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self._line(n) for n in range(*index.indices(len(self)))]
        return self._line(index)

    def __iter__(self) -> Iterator[str]:
        return self.since(0)

    def since(self, start: int) -> Iterator[str]:
        """The lines from this index on; other lines may be asked for meanwhile."""
        for index in range(start, len(self)):
            yield self._line(index)

    def _line(self, index: int) -> str:
        start, end = self._starts[index], self._starts[index + 1]
        if self._place != start:
            self._stream.seek(start)
        self._place = end
        return self._stream.read(end - start).decode()

    def close(self) -> None:
        self._stream.close()
