"""The life of a running job: taken once, its progress kept, ended once. Called by the worker only.

None of these is an act of a person, so none writes the ledger; what a handler does, its actions record.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.jobs import rules
from gongkai.jobs.models import Job

RUN_JOB = "gongkai.jobs.tasks.run_job"  # found by name: actions don't import tasks
MAX_ATTEMPTS = 5  # a job that took the worker down so often without headway isn't tried again
STALE = timedelta(seconds=30)


def queue(*, job_id: int) -> None:
    """Put the job into the queue of django-tasks, in the caller's transaction."""
    task = import_string(RUN_JOB).enqueue(job_id)
    Job.objects.filter(id=job_id).update(task_id=task.id)


def take(*, job_id: int, at: datetime) -> Job | None:
    """The job, now running; None when another worker has it or it was stopped before."""
    taken = Job.objects.filter(id=job_id, state=rules.QUEUED).update(
        state=rules.RUNNING, started_at=at, heartbeat_at=at, finished_at=None, attempts=F("attempts") + 1
    )
    return Job.objects.get(id=job_id) if taken else None


def beat(*, job_id: int, at: datetime) -> None:
    Job.objects.filter(id=job_id).update(heartbeat_at=at)


def save_progress(*, job_id: int, at: datetime, **fields: Any) -> None:
    """Keep total, done, message, log or cursor."""
    Job.objects.filter(id=job_id).update(heartbeat_at=at, **fields)


def finish(*, job_id: int, state: str, at: datetime, **fields: Any) -> None:
    """End a running job."""
    running = Job.objects.filter(id=job_id, state__in=[rules.RUNNING, rules.STOPPING])
    running.update(state=state, finished_at=at, **fields)


def put_back(*, job_id: int) -> None:
    """Queue a running job again: its worker is going down, the next one goes on."""
    with transaction.atomic():
        running = Job.objects.filter(id=job_id, state=rules.RUNNING)
        # Not its own fault, so the attempt doesn't count.
        if running.update(state=rules.QUEUED, attempts=F("attempts") - 1):
            queue(job_id=job_id)


def recover(*, job_id: int, at: datetime) -> None:
    """Queue a job whose worker died; it was being stopped: stopped; it died too often: failed."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(id=job_id)
        DBTaskResult.objects.filter(pk=job.task_id, status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.FAILED, finished_at=at, traceback="worker lost"
        )
        if job.state == rules.STOPPING:
            finish(job_id=job_id, state=rules.STOPPED, at=at)
        elif job.state == rules.RUNNING and job.attempts >= MAX_ATTEMPTS:
            finish(
                job_id=job_id, state=rules.FAILED, at=at, message="运行中断次数过多，已停止重试，可从断点继续"
            )
        elif Job.objects.filter(id=job_id, state=rules.RUNNING).update(state=rules.QUEUED):
            queue(job_id=job_id)
