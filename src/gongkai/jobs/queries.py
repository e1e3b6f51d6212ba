"""Jobs as their pages show them, and how far the outbox has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min

from gongkai.jobs import policies, rules
from gongkai.jobs.models import Job, Outbox


@dataclass(frozen=True)
class JobView:
    id: int
    kind: str
    title: str
    state: str
    total: int
    done: int
    message: str
    log: list[str]
    params: dict[str, Any]
    result: dict[str, Any]
    result_file: str
    cursor: Any
    created_by_id: str
    created_by_label: str
    unit: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    heartbeat_at: datetime | None

    @property
    def state_label(self) -> str:
        return rules.LABELS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN

    @property
    def percent(self) -> int | None:
        """Whole percent done; None while the total isn't known."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def seconds(self) -> float:
        """Running time up to the last sign of life."""
        end = self.finished_at or self.heartbeat_at
        return (end - self.started_at).total_seconds() if self.started_at and end else 0.0

    @property
    def rate(self) -> float:
        return rules.rate_per_second(done=self.done, seconds=self.seconds)

    @property
    def seconds_left(self) -> float | None:
        return rules.seconds_left(done=self.done, total=self.total, seconds=self.seconds)


@dataclass(frozen=True)
class OutboxState:
    waiting: int
    stuck: int  # given up after MAX_TRIES
    oldest_at: datetime | None


def jobs_for(
    *, actor_id: str, is_admin: bool, limit: int = 50, before_id: int | None = None
) -> list[JobView]:
    """Newest first; `before_id` continues a list."""
    jobs = policies.visible_to(actor_id=actor_id, is_admin=is_admin)
    if before_id is not None:
        jobs = jobs.filter(id__lt=before_id)
    return [_view(job) for job in jobs.order_by("-id")[:limit]]


def job_for(*, actor_id: str, is_admin: bool, job_id: int) -> JobView | None:
    job = policies.visible_to(actor_id=actor_id, is_admin=is_admin).filter(id=job_id).order_by("id").first()
    return _view(job) if job else None


def latest_done(kind: str) -> JobView | None:
    """The last job of a kind that came to its end, for the health page."""
    job = Job.objects.filter(kind=kind, state=rules.DONE).order_by("-id").first()
    return _view(job) if job else None


def open_job_like(*, actor_id: str, kind: str, params: dict[str, Any]) -> int | None:
    """The person's job of the same kind and content that waits or runs: a button pressed twice finds the first."""
    asked = Job.objects.filter(created_by_id=actor_id, kind=kind, state__in=rules.OPEN).order_by("id")
    return next((job.pk for job in asked if job.params == params), None)


def open_count() -> int:
    return Job.objects.filter(state__in=rules.OPEN).count()


def state_of(*, job_id: int) -> str | None:
    return Job.objects.filter(id=job_id).values_list("state", flat=True).order_by("id").first()


def abandoned(*, stale_before: datetime | None) -> list[int]:
    """Running jobs without a sign of life since `stale_before` (None: all running ones)."""
    jobs = Job.objects.filter(state__in=[rules.RUNNING, rules.STOPPING])
    if stale_before is not None:
        jobs = jobs.filter(heartbeat_at__lt=stale_before)
    return list(jobs.order_by("id").values_list("id", flat=True))


def last_message(*, topics: Iterable[str]) -> int:
    """Highest id among the messages of these topics that wait; 0 when none does."""
    waiting = Outbox.objects.filter(topic__in=list(topics), done_at=None, tries__lt=rules.MAX_TRIES)
    return waiting.aggregate(top=Max("id"))["top"] or 0


def waiting_up_to(*, topics: Iterable[str], message_id: int) -> int:
    """How many messages up to that id still wait and haven't failed yet."""
    return Outbox.objects.filter(topic__in=list(topics), done_at=None, tries=0, id__lte=message_id).count()


def outbox_state() -> OutboxState:
    """For the health page and `gongkai doctor`."""
    waiting = Outbox.objects.filter(done_at=None)
    stuck = waiting.filter(tries__gte=rules.MAX_TRIES).count()
    oldest: datetime | None = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    return OutboxState(waiting=waiting.count() - stuck, stuck=stuck, oldest_at=oldest)


def lag(*, at: datetime) -> timedelta:
    """Age of the oldest message that waits."""
    oldest = outbox_state().oldest_at
    return at - oldest if oldest else timedelta()


def _view(job: Job) -> JobView:
    return JobView(**{name: getattr(job, name) for name in JobView.__dataclass_fields__})
