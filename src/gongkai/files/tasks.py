"""Recognition of pictures of text, beside all other work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongkai.files.actions import ERASED, scan_next, wipe_unless_kept
from gongkai.files.recognising import recognise_next
from gongkai.jobs.progress import worker_stop
from gongkai.jobs.registry import Message, consumer, regularly


@regularly("recognise", seconds=2, apart=True)
def recognise(at: datetime) -> bool:
    """One file; called again at once while more wait."""
    stop = worker_stop.get()
    return recognise_next(at=at, should_stop=stop.is_set if stop else lambda: False)


@regularly("scan_files", seconds=2, apart=True)
def scan_files(at: datetime) -> bool:
    """One file for the virus scanner; called again at once while more wait. A thread of its own: a scanner may be slow."""
    return scan_next(at=at)


@consumer(ERASED)
def wipe(messages: Sequence[Message]) -> None:
    """Nearly always gone already; where the process died between its transaction and the disk, it goes now."""
    for message in messages:
        wipe_unless_kept(digest=message.key)
