"""What a handler holds of its job: where it stands, whether to stop, where to go on."""

from __future__ import annotations

import threading
import time
from contextvars import ContextVar
from typing import Any

from django.utils import timezone

from gongkai.jobs import queries, rules
from gongkai.jobs.actions import running
from gongkai.ledger.rules import Actor

SAVE_EVERY = 0.5  # seconds
# Set by the worker around a run; a worker that goes down stops its job at the next step.
worker_stop: ContextVar[threading.Event | None] = ContextVar("worker_stop", default=None)


class JobStopped(Exception):
    """Raised by `stop_if_asked`; the runner turns it into the state `stopped`."""


class Progress:
    """Handed to a handler. `params` as enqueued, `by` who asked, `cursor` what the last run kept (or None)."""

    def __init__(
        self,
        *,
        job_id: int,
        params: dict[str, Any],
        by: Actor,
        cursor: Any,
        log: list[str],
        done: int,
        total: int,
    ) -> None:
        self.job_id = job_id
        self.params = params
        self.by = by
        self.cursor = cursor
        self.done, self.total, self.message = done, total, ""
        self.result_file = ""
        self.stop_seen = False
        self._lines = log
        self._saved_at = self._asked_at = time.monotonic()
        self._worker_stop = worker_stop.get()

    def step(self, done: int, total: int | None = None, message: str | None = None) -> None:
        """Where the work stands. Costs nothing to call often: saved about twice a second."""
        self.done = done
        self.total = self.total if total is None else total
        self.message = self.message if message is None else message[:500]
        if time.monotonic() - self._saved_at >= SAVE_EVERY:
            self.save()

    def log(self, line: str) -> None:
        """A line for the job's page; the last 200 are kept."""
        stamp = timezone.localtime().strftime("%H:%M:%S")
        self._lines = rules.with_line(self._lines, f"{stamp} {line}")
        self.step(self.done)

    def keep(self, cursor: Any) -> None:
        """Keep the place to go on from, now. Inside the transaction of a chunk it stands or falls with it."""
        self.cursor = cursor
        self.save(attempts=1)  # it gets on, so it isn't the job that kills its workers

    def save(self, **fields: Any) -> None:
        self._saved_at = time.monotonic()
        running.save_progress(
            job_id=self.job_id,
            at=timezone.now(),
            total=self.total,
            done=self.done,
            message=self.message,
            log=self._lines,
            cursor=self.cursor,
            **fields,
        )

    @property
    def going_down(self) -> bool:
        """The worker itself was told to end."""
        return self._worker_stop is not None and self._worker_stop.is_set()

    @property
    def should_stop(self) -> bool:
        """Somebody asked the job or its worker to stop. Return then; asked of the database twice a second."""
        if self.going_down:
            self.stop_seen = True
        elif not self.stop_seen and time.monotonic() - self._asked_at >= SAVE_EVERY:
            self._asked_at = time.monotonic()
            self.stop_seen = queries.state_of(job_id=self.job_id) == rules.STOPPING
        return self.stop_seen

    def stop_if_asked(self) -> None:
        """Raises JobStopped when `should_stop`: for handlers that have nothing to tidy up."""
        if self.should_stop:
            raise JobStopped
