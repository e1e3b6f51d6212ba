"""Answers made public, what screening found in them, what was found by who was writing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.cases.stored_choices import ANSWER_STATES, FINDING_STATES, FOUND_WHAT


class PublicAnswer(models.Model):
    """A letter and its answer as everyone may read them: screened, masked, apart from the originals. Never deleted."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="public_answer")
    state = models.CharField(max_length=10, choices=list(ANSWER_STATES.items()), default="preparing")
    title = models.CharField(max_length=200)
    question = models.TextField()
    answer = models.TextField()
    received_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField()
    is_faq = models.BooleanField("常见问题", default=False)
    # Why it is made public although the writer didn't say that it may be.
    office_reason = models.CharField(max_length=300, blank=True)
    screened_with = models.CharField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=0)
    prepared_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    hidden_on = models.DateField(null=True, blank=True)
    hidden_ground = models.CharField(max_length=40, blank=True)
    hidden_article = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="answer_public_newest"),
            models.Index(fields=["state", "screened_with"], name="answer_to_rescan"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="public") | Q(published_at__isnull=False), name="answer_public_since"
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | (~Q(hidden_ground="") & Q(hidden_on__isnull=False)),
                name="answer_hidden_on_a_ground",
            ),
        ]


class AnswerFinding(models.Model):
    """What screening found in an answer that is to be public. `excerpt` shows it masked."""

    answer = models.ForeignKey("cases.PublicAnswer", models.CASCADE, related_name="findings")
    part = models.CharField(max_length=10)
    detector = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    excerpt = models.CharField(max_length=300)
    advice = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=8)
    fingerprint = models.CharField(max_length=80)
    # The applicant's own data: masked, never dismissed.
    is_own = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=list(FINDING_STATES.items()), default="open")
    reason = models.CharField(max_length=300, blank=True)
    resolved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["answer", "state"])]


class FoundCount(models.Model):
    """How often similar public things were shown to somebody writing, opened, and how often that was enough. By day."""

    day = models.DateField()
    kind = models.CharField(max_length=32)
    what = models.CharField(max_length=8, choices=list(FOUND_WHAT.items()))
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind", "what"], name="found_count_once")]
