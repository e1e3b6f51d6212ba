"""What happened to a case: acts that stay, dates that were mended, terms beside the main one."""

from __future__ import annotations

from django.db import models

from gongkai.cases.stored_choices import SIDE_STATES


class CaseEvent(models.Model):
    """One act on a case. Never edited: a fact entered wrongly is mended by a later event that names it."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="events")
    no = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    from_state = models.CharField(max_length=24)
    to_state = models.CharField(max_length=24)
    on = models.DateField("事实日期")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=80)
    values = models.JSONField(default=dict)
    # A mended date: the event keeps what was entered, the clock reads this.
    mended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "no"], name="case_event_no_once")]


class FactChange(models.Model):
    """A wish to mend a date that was entered wrongly; it holds once a second person agrees."""

    event = models.ForeignKey("cases.CaseEvent", models.CASCADE, related_name="changes")
    on = models.DateField()
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    refused = models.BooleanField(default=False)


class SideTerm(models.Model):
    """A term beside the main one: to ask for correction, to correct, to pay, of a third party to answer."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="side_terms")
    term = models.CharField(max_length=40)
    started_on = models.DateField()
    due_on = models.DateField()
    due_provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=list(SIDE_STATES.items()), default="open")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"])]


class DueChange(models.Model):
    """The due date before a new calendar moved it; the owner was told."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="due_changes")
    before = models.DateField()
    after = models.DateField()
    why = models.CharField(max_length=200)
    at = models.DateTimeField()
