"""Numbers by unit and month, entries, and what belongs to them: revisions, frozen years, imports, page views.

What a figure reads is a column: unit, register, key, year, month, kind, day, number.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RegisterBatch(models.Model):
    """One run of an import; all that it wrote can be taken back together."""

    register = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    counts = models.JSONField(default=dict)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)


class RegisterSheet(models.Model):
    """A register of a unit in a year: its revision for people who fill it in together, and whether "本年没有" was stated."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    register = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(default=0)
    states_none = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "register", "year"], name="register_sheet_once")
        ]


class RegisterCount(models.Model):
    """A number of a month, month 0 for the whole year. No row: not entered; 0: none; `not_applicable`: 不适用."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    register = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    number = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    not_applicable = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "register", "year", "month", "key"], name="register_count_once"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False, not_applicable=False)
                | Q(number__isnull=True, not_applicable=True),
                name="register_count_number_or_not_applicable",
            ),
            models.CheckConstraint(condition=Q(month__lte=12), name="register_count_month"),
        ]
        indexes = [models.Index(fields=["register", "year", "month"], name="register_count_by_year")]


class RegisterEntry(models.Model):
    """One training, rule, meeting, measure, channel …; its numbers stand in EntryNumber, the rest in `values`."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    register = models.CharField(max_length=40)
    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=24, blank=True)
    title = models.CharField(max_length=200)
    about_type = models.CharField(max_length=8, blank=True)
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = models.CharField(max_length=80, blank=True)
    values = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "register", "on", "title"], name="register_entry_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("on")),
                name="register_entry_until_after_on",
            ),
        ]
        indexes = [models.Index(fields=["register", "on"], name="register_entry_by_day")]


class EntryNumber(models.Model):
    entry = models.ForeignKey(RegisterEntry, models.CASCADE, related_name="numbers")
    key = models.CharField(max_length=40)
    number = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "key"], name="entry_number_once")]


class RegisterYear(models.Model):
    """A unit's year whose report is out: a change needs its reason from then on."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="register_year_once")]


class BatchChange(models.Model):
    """What a batch wrote in one place, and what stood there before (None: nothing)."""

    batch = models.ForeignKey(RegisterBatch, models.CASCADE, related_name="changes")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    place = models.JSONField()
    before = models.JSONField(null=True)
    after = models.JSONField()


class PageView(models.Model):
    """How often pages of a kind were shown in a month. A number alone: no address, no visitor, no hour."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    page = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "page", "year", "month"], name="page_view_once")
        ]
