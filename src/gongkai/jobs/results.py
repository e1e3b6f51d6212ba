"""Files that jobs leave for whoever asked: one for each job under HOME/results, kept for a week."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from gongkai.jobs.registry import regularly

KEPT = timedelta(days=7)


def _root() -> Path:
    return Path(settings.HOME) / "results"


def result_path(name: str) -> Path | None:
    """The file of that name; None when it is gone. Names come from jobs, never from an address."""
    path = _root() / Path(name).name
    return path if name and path.is_file() else None


def keep_result(*, name: str, parts: Iterable[bytes]) -> str:
    """Write a result in one piece: a reader sees the whole file or none. Returns the name to keep with the job."""
    root = _root()
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = root / f"{name}.part"
    with half.open("wb") as out:
        for part in parts:
            out.write(part)
        out.flush()
        os.fsync(out.fileno())
    os.replace(half, root / name)
    return name


@regularly("forget_results", seconds=3600)
def forget_results(at: datetime) -> int:
    """Delete what is older than KEPT; returns how many."""
    old = [path for path in _root().glob("*") if path.stat().st_mtime < (at - KEPT).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
