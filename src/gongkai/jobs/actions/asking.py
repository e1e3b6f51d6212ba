"""What pages, commands and other actions ask of the worker. Each writes in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.jobs import policies, rules
from gongkai.jobs.actions.running import queue
from gongkai.jobs.models import Job, Outbox
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject


class NotYours(PermissionError):
    """The job belongs to somebody else, or doesn't exist."""


def enqueue(*, kind: str, title: str, params: dict[str, Any], by: Actor, at: datetime) -> int:
    """Ask for a long job; returns its id. `params` must fit into JSON."""
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind,
            title=title[:300],
            params=params,
            created_by_id=by.id,
            created_by_label=by.label,
            unit=by.unit,
            created_at=at,
        )
        queue(job_id=job.pk)
        record(actor=by, act="job.enqueue", subject=_subject(job), at=at, payload={"kind": kind})
    return job.pk


def request_stop(*, job_id: int, by: Actor, is_admin: bool, at: datetime) -> bool:
    """Stop a job: at once while it waits, at its next step while it runs. False: it had already ended.

    Raises NotYours unless `by` asked for the job or is an administrator.
    """
    with transaction.atomic():
        job = _manageable(job_id=job_id, by=by, is_admin=is_admin)
        mine = Job.objects.filter(id=job_id)
        changed = mine.filter(state=rules.QUEUED).update(state=rules.STOPPED, finished_at=at)
        changed = changed or mine.filter(state=rules.RUNNING).update(state=rules.STOPPING)
        if changed:
            record(actor=by, act="job.stop", subject=_subject(job), at=at)
    return bool(changed)


def resume(*, job_id: int, by: Actor, is_admin: bool, at: datetime) -> bool:
    """Let a stopped or failed job go on where it stood. False: it is neither. Raises NotYours."""
    with transaction.atomic():
        job = _manageable(job_id=job_id, by=by, is_admin=is_admin)
        ended = Job.objects.filter(id=job_id, state__in=[rules.STOPPED, rules.FAILED])
        changed = ended.update(state=rules.QUEUED, finished_at=None, attempts=0, message="")
        if changed:
            queue(job_id=job_id)
            record(actor=by, act="job.resume", subject=_subject(job), at=at)
    return bool(changed)


def put(*, topic: str, key: str, payload: dict[str, Any] | None = None, at: datetime) -> None:
    """Tell the consumer of `topic` about `key`, once the caller's transaction is committed."""
    Outbox.objects.create(topic=topic, key=key, payload=payload or {}, created_at=at)


def put_many(*, topic: str, keys: Iterable[str], payload: dict[str, Any] | None = None, at: datetime) -> int:
    """`put` for many keys with the same payload; returns how many."""
    rows = [Outbox(topic=topic, key=key, payload=payload or {}, created_at=at) for key in keys]
    Outbox.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _manageable(*, job_id: int, by: Actor, is_admin: bool) -> Job:
    job = policies.visible_to(actor_id=by.id, is_admin=is_admin).filter(id=job_id).first()
    if job is None:
        raise NotYours(job_id)
    return job


def _subject(job: Job) -> Subject:
    return Subject("job", str(job.pk), job.title)
