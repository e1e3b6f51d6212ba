"""The worker: one thread hands out the outbox and seals the ledger, one runs the long jobs, one does slow regular work.

All look every quarter of a second. Any number of workers may run; only the holder of the worker lock delivers.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta
from typing import Protocol

from django.db import OperationalError, close_old_connections, connection, connections, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from gongkai.jobs import queries, registry
from gongkai.jobs.actions import delivering, running
from gongkai.jobs.locks import FileLock, job_lock, worker_lock
from gongkai.jobs.progress import worker_stop
from gongkai.ledger.actions import seal_pending
from gongkai.ledger.queries import last_row_id, unsealed_count

INTERVAL = 0.25  # seconds between two looks
SEAL_EVERY = 1.0
TIDY_EVERY = 3600.0
RECOVER_EVERY = 5.0
SEAL_BATCH = 5000
KEEP_FINISHED = timedelta(days=30)
logger = logging.getLogger(__name__)


class DrainTimeout(RuntimeError):
    """Another process holds the worker lock and doesn't get on with what waits."""


def run_worker(stop_event: threading.Event) -> None:
    """Work until `stop_event` is set; a running job is put back and goes on with the next worker."""
    registry.load()
    deliveries = threading.Thread(target=_in_loop, args=(stop_event, _Deliverer()), name="deliveries")
    slow = threading.Thread(target=_in_loop, args=(stop_event, _Apart(stop_event)), name="apart")
    deliveries.start()
    slow.start()
    try:
        _in_loop(stop_event, _Runner(stop_event))
    finally:
        stop_event.set()
        deliveries.join()
        slow.join()


def drain(*, at: datetime, timeout_seconds: float = 120.0) -> None:
    """Deliver and seal everything committed so far: the end of each command that writes.

    Where a worker runs, wait until it has done so. Raises DrainTimeout when it makes no headway for
    `timeout_seconds`. `at` becomes the time of the seals.
    """
    registry.load()
    lock = worker_lock()
    waiting = _Waiting(timeout_seconds)
    while not lock.take():
        if waiting.is_over():
            return
        time.sleep(0.05)
    try:
        _read_plainly()
        _deliver_all()
        full = (
            connection.vendor != "sqlite"
        )  # there ids commit in order, and looking at all rows takes a second
        while seal_pending(at=at, limit=SEAL_BATCH, full=full) == SEAL_BATCH:
            pass
    finally:
        lock.release()


def _read_plainly() -> None:
    """After a large import everything written is read once more: mapped, it would all count as memory of this command."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")


class _Waiting:
    """What a worker has to do before `drain` may return, and whether it gets on."""

    def __init__(self, timeout_seconds: float) -> None:
        self.topics = [c.topic for c in registry.consumers()]
        self.message_id = queries.last_message(topics=self.topics)
        self.row_id = last_row_id()
        self.timeout = timeout_seconds
        self.left: int | None = None
        self.since = time.monotonic()

    def is_over(self) -> bool:
        left = queries.waiting_up_to(topics=self.topics, message_id=self.message_id)
        left += unsealed_count(up_to=self.row_id, at=timezone.now())
        if left != self.left:
            self.left, self.since = left, time.monotonic()
        elif time.monotonic() - self.since > self.timeout:
            raise DrainTimeout(f"{left} deliveries or unsealed rows wait")
        return left == 0


def _deliver_all() -> int:
    """Every consumer until nothing is due; returns how many messages were tried."""
    tried = 0
    for consumer in registry.consumers():
        while count := delivering.deliver(consumer=consumer, clock=timezone.now):
            tried += count
    return tried


class _Turn(Protocol):
    def __call__(self) -> bool: ...
    def close(self) -> None: ...


def _in_loop(stop_event: threading.Event, turn: _Turn) -> None:
    """Call `turn` until told to stop; at once again when it found work. Outlives a database that is away."""
    try:
        while not stop_event.is_set():
            close_old_connections()
            try:
                busy = turn()
            except Exception as error:
                # SQLite with one long writer: nothing is wrong, the next turn does it.
                expected = isinstance(error, OperationalError) and "locked" in str(error)
                logger.log(
                    logging.INFO if expected else logging.ERROR, "worker turn failed", exc_info=not expected
                )
                connection.close()
                stop_event.wait(1.0)
                continue
            if not busy:
                stop_event.wait(INTERVAL)
    finally:
        turn.close()
        connections.close_all()


class _Every:
    """True at most once in so many seconds; the first time at once."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.last = float("-inf")

    def __call__(self) -> bool:
        now = time.monotonic()
        if now - self.last < self.seconds:
            return False
        self.last = now
        return True


class _Deliverer:
    def __init__(self) -> None:
        self.lock = worker_lock()
        self.seal, self.seal_full, self.tidy = _Every(SEAL_EVERY), _Every(300.0), _Every(TIDY_EVERY)
        self.regular = [(work, _Every(work.seconds)) for work in registry.regular_work()]

    def __call__(self) -> bool:
        if not self.lock.held and not self.lock.take():
            return False
        busy = False
        for work, is_time in self.regular:
            if is_time():
                work.run(timezone.now())
        for consumer in registry.consumers():
            busy |= delivering.deliver(consumer=consumer, clock=timezone.now) == consumer.batch
        if self.seal():
            while seal_pending(at=timezone.now(), limit=SEAL_BATCH, full=self.seal_full()) == SEAL_BATCH:
                pass
        if self.tidy():
            _tidy(timezone.now())
        return busy

    def close(self) -> None:
        self.lock.release()


class _Apart:
    """Regular work that may take minutes. Of several workers of a machine only one does it."""

    def __init__(self, stop_event: threading.Event) -> None:
        self.stop_event = stop_event
        self.lock = FileLock("apart.lock")
        self.work = [(work, _Every(work.seconds)) for work in registry.regular_work(apart=True)]

    def __call__(self) -> bool:
        if not self.lock.held and not self.lock.take():
            return False
        busy = False
        token = worker_stop.set(self.stop_event)
        try:
            for work, is_time in self.work:
                if is_time():
                    while not self.stop_event.is_set() and work.run(timezone.now()) is True:
                        busy = True
        finally:
            worker_stop.reset(token)
        return busy

    def close(self) -> None:
        self.lock.release()


def _tidy(at: datetime) -> None:
    delivering.forget_delivered(at=at)
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEEP_FINISHED).delete()


class _Runner:
    """Takes tasks from the queue of django-tasks, one at a time."""

    def __init__(self, stop_event: threading.Event) -> None:
        self.stop_event = stop_event
        self.recover = _Every(RECOVER_EVERY)
        self.tasks = TaskWorker(
            queue_names=["default"],
            interval=INTERVAL,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"gongkai-{threading.get_ident()}",
        )

    def __call__(self) -> bool:
        if self.recover():
            recover_abandoned(at=timezone.now())
        claimed = self._claim()
        if claimed is None:
            return False
        token = worker_stop.set(self.stop_event)
        try:
            self.tasks.run_task(claimed)
        finally:
            worker_stop.reset(token)
        return True

    def close(self) -> None:
        """Nothing is held between two turns."""

    def _claim(self) -> DBTaskResult | None:
        ready = DBTaskResult.objects.ready().filter(backend_name="default")
        if not ready.exists():  # without a look first each idle turn would lock SQLite for writing
            return None
        with transaction.atomic():
            claimed = ready.get_locked()
            if claimed is not None:
                claimed.claim(self.tasks.worker_id)
        return claimed


def recover_abandoned(*, at: datetime) -> int:
    """Queue the jobs of workers that died; returns how many.

    A dead worker's lock file is free at once. With PostgreSQL the worker may stand on another machine,
    whose locks can't be seen: there the heartbeat must have been silent too.
    """
    stale_before = None if connection.vendor == "sqlite" else at - running.STALE
    found = 0
    for job_id in queries.abandoned(stale_before=stale_before):
        lock = job_lock(job_id)
        if lock.take():
            running.recover(job_id=job_id, at=at)
            lock.release()
            found += 1
    return found
