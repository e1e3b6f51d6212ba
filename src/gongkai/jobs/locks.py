"""Locks between processes of one machine. The kernel frees them when their holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from django.conf import settings


class FileLock:
    """Held from `take` to `release`; other processes and other FileLocks of this one are kept out."""

    def __init__(self, name: str, *, passing: bool = False) -> None:
        """`passing`: the file goes with the lock (there is one for each job)."""
        self.path = Path(settings.HOME) / name
        self.passing = passing
        self._handle: int | None = None

    def take(self) -> bool:
        """True when the lock is ours now; never waits."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        if not self._is_current(handle):  # its last holder removed the file while we waited
            os.close(handle)
            return False
        self._handle = handle
        return True

    def _is_current(self, handle: int) -> bool:
        try:
            return os.fstat(handle).st_ino == self.path.stat().st_ino
        except FileNotFoundError:
            return False

    @property
    def held(self) -> bool:
        return self._handle is not None

    def release(self) -> None:
        if self._handle is not None:
            if self.passing:
                self.path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None


def worker_lock() -> FileLock:
    """Whoever holds it is the only one who hands out the outbox, writes the index and seals."""
    return FileLock("worker.lock")


def job_lock(job_id: int) -> FileLock:
    """Held while a job runs, so that a free one of a running job tells of a worker that died."""
    return FileLock(f"locks/job-{job_id}", passing=True)
