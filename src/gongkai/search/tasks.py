"""The consumer of the outbox and the long job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongkai.jobs.progress import Progress
from gongkai.jobs.registry import Message, consumer, handler
from gongkai.search import indexing


@consumer("search", batch=1000)
def index(messages: Sequence[Message]) -> None:
    """Only after the index has committed is the batch marked as delivered, so a kill in between repeats it."""
    keys = [(source, int(id)) for source, _, id in (message.key.rpartition(":") for message in messages)]
    indexing.deliver(keys)


@handler("search.rebuild")
def rebuild(progress: Progress) -> dict[str, Any]:
    """Begins anew when it was stopped: half an index is worth nothing."""

    def step(done: int, total: int) -> None:
        progress.step(done, total)
        progress.stop_if_asked()

    return {"documents": indexing.rebuild(step)}
