"""Long jobs that people watch, and the outbox of small deliveries that nobody waits for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.jobs import rules


class Job(models.Model):
    """One long run of a registered handler. `cursor` is where it goes on after a stop or a crash."""

    kind = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=16, choices=list(rules.LABELS.items()), default=rules.QUEUED)
    total = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True, default="")
    log = models.JSONField(default=list, blank=True)
    params = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    result_file = models.CharField(max_length=300, blank=True, default="")
    cursor = models.JSONField(null=True, blank=True)
    task_id = models.CharField(max_length=64, blank=True, default="")  # its row in the queue
    attempts = models.PositiveIntegerField(default=0)
    created_by_id = models.CharField(max_length=300)
    created_by_label = models.CharField(max_length=300)
    unit = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(rules.LABELS)), name="jobs_job_state"),
        ]
        indexes = [
            models.Index(fields=["created_by_id", "-id"], name="jobs_job_owner"),
            models.Index(
                fields=["id"], name="jobs_job_open", condition=Q(state__in=["queued", "running", "stopping"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.title}"


class Outbox(models.Model):
    """Something a consumer must be told, written in the transaction that gave rise to it."""

    topic = models.CharField(max_length=32)
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["topic", "id"], name="jobs_outbox_waiting", condition=Q(done_at=None)),
            models.Index(fields=["done_at"], name="jobs_outbox_done"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"
