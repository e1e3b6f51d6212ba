"""Who wants to write stands in line.

SQLite lets one write at a time, and whoever finds it taken sleeps up to a tenth of a second before looking again: with
several in wait the database stands idle between them, and who comes last may be overtaken for ever. Here the next one
goes in within a millisecond, and the processes of a machine take turns. The line only spares waiting: that no two
write at once is SQLite's own doing, so whoever has stood long enough goes and asks there.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from functools import lru_cache

PATIENCE = 10.0
"""Seconds. After that the wait goes on before SQLite's own lock."""
LOOKS_EVERY = 0.001


class Line:
    """The line before one database file; one for each process.

    Of each process one thread stands in it. The first in line holds `.line` and waits for `.door`; the one inside holds
    `.door`. The kernel frees both when their holder dies.
    """

    def __init__(self, place: str) -> None:
        self._line, self._door = f"{place}.line", f"{place}.door"
        self._one_of_us = threading.Lock()
        self._inside: int | None = None

    def enter(self) -> bool:
        """Wait for one's turn; False when patience came to its end."""
        until = time.monotonic() + PATIENCE
        if not self._one_of_us.acquire(timeout=PATIENCE):
            return False
        try:
            self._inside = self._through(until)
        finally:
            if self._inside is None:
                self._one_of_us.release()
        return self._inside is not None

    def _through(self, until: float) -> int | None:
        first = _taken(self._line, until)
        if first is None:
            return None
        try:
            return _taken(self._door, until)
        finally:
            os.close(first)

    def leave(self) -> None:
        """Only for whom `enter` let in."""
        inside, self._inside = self._inside, None
        if inside is not None:
            os.close(inside)
        self._one_of_us.release()


def _taken(path: str, until: float) -> int | None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(handle)
                return None
            time.sleep(LOOKS_EVERY)


@lru_cache(maxsize=64)
def line_before(place: str) -> Line:
    return Line(place)
