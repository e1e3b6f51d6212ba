"""Who wrote in, how long that is kept, what they want of their own data."""

from __future__ import annotations

from django.db import models

from gongkai.cases.stored_choices import APPLICANT_TYPES


class Party(models.Model):
    """Who wrote in. What identifies a person is sealed; the indexes find the same person without opening it."""

    type = models.CharField("申请人类型", max_length=16, choices=list(APPLICANT_TYPES.items()))
    sealed = models.TextField(blank=True)
    shown_as = models.CharField("遮盖后的姓名", max_length=60, blank=True)
    identity_index = models.CharField(max_length=80, blank=True, db_index=True)
    contact_index = models.CharField(max_length=80, blank=True, db_index=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)


class RetentionPeriod(models.Model):
    """How long an office of this county keeps who wrote in, after a kind of case has ended; without a row the default holds."""

    kind = models.CharField(max_length=32, unique=True)
    months = models.PositiveSmallIntegerField()
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()


class DataWish(models.Model):
    """A person's wish to have their own data mended (个人信息保护法第四十六条); what they wrote is sealed like the data."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="data_wishes")
    field = models.CharField(max_length=32)
    sealed = models.TextField(blank=True)
    state = models.CharField(
        max_length=8, choices=[("open", "待办"), ("done", "已改"), ("refused", "没有改")], default="open"
    )
    answer = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "case"], name="data_wish_open")]


class CaseOwner(models.Model):
    """Whose account a case was sent from: a keyed digest of the account, and the query code sealed. No row of a user."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="owner")
    subject_index = models.CharField(max_length=80, db_index=True)
    sealed = models.TextField()
    made_at = models.DateTimeField()
