"""Messages to people and colleagues; tries to open a case with a query code."""

from __future__ import annotations

from django.db import models

from gongkai.cases.stored_choices import NOTICE_CHANNELS, NOTICE_STATES


class Notice(models.Model):
    """A message to an applicant or a colleague, handed to a provider once and kept as proof."""

    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, blank=True, related_name="notices")
    user = models.ForeignKey("accounts.User", models.CASCADE, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=8, choices=list(NOTICE_CHANNELS.items()))
    sealed_to = models.TextField(blank=True)
    # The address as the office may see it: 138****8000.
    shown_to = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    # The same thing is told once: reminders of a day, a moved due date, an act.
    once = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=list(NOTICE_STATES.items()), default="waiting")
    problem = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    # Not handed out before; None once it is sent or given up.
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"])]


class GuessCount(models.Model):
    """Tries to open a case with a query code: counted by number and by address, both as keyed digests."""

    key = models.CharField(max_length=80, unique=True)
    since = models.DateTimeField()
    count = models.PositiveSmallIntegerField(default=0)
