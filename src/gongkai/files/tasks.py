"""Recognition of pictures of text, beside all other work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongkai.files.actions import ERASED, wipe_unless_kept
from gongkai.files.recognising import recognise_next
from gongkai.jobs.progress import worker_stop
from gongkai.jobs.registry import Message, consumer, regularly


@regularly("recognise", seconds=2, apart=True)
def recognise(at: datetime) -> bool:
    """One file; called again at once while more wait."""
    stop = worker_stop.get()
    return recognise_next(at=at, should_stop=stop.is_set if stop else lambda: False)


@consumer(ERASED)
def wipe(messages: Sequence[Message]) -> None:
    """Nearly always gone already; where the process died between its transaction and the disk, it goes now."""
    for message in messages:
        wipe_unless_kept(digest=message.key)
