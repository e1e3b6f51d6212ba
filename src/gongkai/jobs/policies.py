"""A job is seen and stopped by whoever asked for it, and by administrators."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.jobs.models import Job


def may_see(*, actor_id: str, is_admin: bool, job: Job) -> bool:
    return is_admin or job.created_by_id == actor_id


def visible_to(*, actor_id: str, is_admin: bool) -> QuerySet[Job]:
    return Job.objects.all() if is_admin else Job.objects.filter(created_by_id=actor_id)
