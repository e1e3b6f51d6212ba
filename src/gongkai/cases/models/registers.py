"""Registers beside the cases: knowledge, experts, accountability, the week's topics."""

from __future__ import annotations

from django.db import models

from gongkai.cases.stored_choices import ACCOUNTABILITY


class KnowledgeArticle(models.Model):
    """What operators of the hotline look up: one thing, an owner, a day until which it is vouched for."""

    title = models.CharField(max_length=120)
    text = models.TextField()
    tags = models.CharField("别的说法", max_length=200, blank=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    valid_until = models.DateField("有效期到")
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ended_at", "valid_until"])]


class Expert(models.Model):
    """Somebody of the pool whom a consultation about a policy may be put to."""

    name = models.CharField("姓名", max_length=40)
    organisation = models.CharField("单位、职务", max_length=120)
    fields = models.CharField("熟悉的领域", max_length=200)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()


class AccountabilityEntry(models.Model):
    """A first statement that came late, or not at all: an entry for 约谈 or 通报."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="accountability")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=list(ACCOUNTABILITY.items()))
    term = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "term"], name="accountability_once")]


class TopicWeek(models.Model):
    """A week, Monday to Sunday, whose topics have been counted; it stays even when it has none."""

    starts_on = models.DateField(unique=True)
    letters = models.PositiveIntegerField()
    made_at = models.DateTimeField()


class HotTopic(models.Model):
    """公众关注热点: what several people wrote about in a week. Words and ids of cases, no text of theirs."""

    week = models.ForeignKey("cases.TopicWeek", models.CASCADE, related_name="topics")
    no = models.PositiveSmallIntegerField()
    words = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    # How many there were in each of the weeks before, oldest first.
    before = models.JSONField(default=list)
    case_ids = models.JSONField(default=list)
    # Those nearest to the middle of the topic, best first.
    samples = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "no"], name="hot_topic_no_once")]
