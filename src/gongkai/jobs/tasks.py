"""Running one job: the task that django-tasks' queue holds."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connections
from django.utils import timezone
from django_tasks import task

from gongkai.jobs import (
    ledger_check,  # noqa: F401  (registers its handler)
    registry,
    rules,
    upkeep,  # noqa: F401  (registers its regular work)
)
from gongkai.jobs.actions import running
from gongkai.jobs.locks import job_lock
from gongkai.jobs.models import Job
from gongkai.jobs.progress import JobStopped, Progress
from gongkai.ledger.rules import Actor

BEAT_EVERY = 2.0  # seconds
logger = logging.getLogger(__name__)


@task()
def run_job(job_id: int) -> str:
    """Run the job unless it was stopped or taken before; returns the state it came to."""
    with _owned(job_id):
        job = running.take(job_id=job_id, at=timezone.now())
        if job is None:
            return "skipped"
        registry.load()
        handler = registry.handler_for(job.kind)
        if handler is None:
            return _end(job.pk, rules.FAILED, message=f"没有登记这种任务：{job.kind}")
        with _beating(job_id):
            return _run(job, handler)


@contextmanager
def _owned(job_id: int) -> Iterator[None]:
    """Hold the job's lock. Whoever has it now is just queueing the job again, so it is soon free."""
    lock = job_lock(job_id)
    for _ in range(200):
        if lock.take():
            break
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _beating(job_id: int) -> Iterator[None]:
    """Show a sign of life every BEAT_EVERY seconds, also while the handler is busy with something long."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_EVERY):
            try:
                running.beat(job_id=job_id, at=timezone.now())
            except (
                DatabaseError
            ):  # SQLite busy with the handler's own transaction: the lock file tells enough
                logger.debug("no heartbeat for job %d", job_id)
        connections.close_all()

    thread = threading.Thread(target=beat, name=f"heartbeat-{job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _run(job: Job, handler: registry.Handler) -> str:
    by = Actor(job.created_by_id, job.created_by_label, job.unit)
    progress = Progress(
        job_id=job.pk,
        params=job.params,
        by=by,
        cursor=job.cursor,
        log=job.log,
        done=job.done,
        total=job.total,
    )
    result = None
    try:
        result = handler(progress)
    except JobStopped:
        progress.stop_seen = True
    except Exception as error:
        logger.exception("job %d (%s) failed", job.pk, job.kind)
        progress.log(f"{type(error).__name__}: {error}")
        progress.save()
        return _end(job.pk, rules.FAILED, message=f"没有完成：{error}"[:500])
    progress.save()
    if not progress.stop_seen:
        return _end(job.pk, rules.DONE, result=result or {}, result_file=progress.result_file)
    if progress.going_down:
        running.put_back(job_id=job.pk)
        return rules.QUEUED
    return _end(job.pk, rules.STOPPED)


def _end(job_id: int, state: str, **fields: object) -> str:
    running.finish(job_id=job_id, state=state, at=timezone.now(), **fields)
    return state
