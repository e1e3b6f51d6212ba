"""Reports: one for a unit and a period, its versions with frozen numbers, and what was said and done about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.reports.rules import SCOPES, TERM_ACTS

VERSION_STATES = {"working": "在编", "public": "公开", "superseded": "已被更正"}
ORIGINS = {"computed": "由记录计算", "imported": "由成文报告读入"}


class Report(models.Model):
    """One report of a unit for a year (and quarter, where its kind has them). The act table moves `state`."""

    kind = models.CharField("种类", max_length=32, default="annual")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="reports", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    period = models.CharField(max_length=4, blank=True, default="")
    template = models.CharField("格式", max_length=16)
    # Summed from the reports of the units, the government's own records being one more addend.
    is_government = models.BooleanField(default=False)
    state = models.CharField(max_length=16, default="computing")
    revision = models.PositiveIntegerField(default=0)
    submit_by = models.DateField("提交期限")
    publish_by = models.DateField("发布期限")
    public_version = models.ForeignKey("ReportVersion", models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "unit", "year", "period"], name="report_once"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(public_version__isnull=False),
                name="report_public_is_there",
            ),
        ]
        indexes = [models.Index(fields=["kind", "year", "state"], name="report_of_year")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.kind}"


class ReportVersion(models.Model):
    """The numbers and words of a report. A public one is never edited: its numbers, records and words are frozen.

    `cells` address → number (amounts as text), `figures` figure code → number, `sources` address → records behind it
    ("item:3-7,12;case:4"), `parts` for a government unit code → its addend's version, `missing` the codes without one.
    `sections` [{no, title, text}] with placeholders, `shown` the same as it was published.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=list(VERSION_STATES.items()), default="working")
    origin = models.CharField(max_length=12, choices=list(ORIGINS.items()), default="computed")
    unit_name = models.CharField(max_length=120)
    cells = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    sections = models.JSONField(default=list)
    shown = models.JSONField(default=list)
    reason = models.CharField("更正的原因", max_length=500, blank=True)
    computed_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=80, blank=True)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "no"], name="report_version_no"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(state="working"), name="report_one_working"
            ),
            models.UniqueConstraint(fields=["report"], condition=Q(state="public"), name="report_one_public"),
        ]


class ReportRemark(models.Model):
    """What was done with a report and said about it; a return names its cells. Never edited."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="remarks")
    version_no = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=24)
    text = models.CharField(max_length=1000, blank=True)
    cells = models.JSONField(default=list)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=80)
    at = models.DateTimeField()


class ReportTerm(models.Model):
    """An earlier term of our own for handing in or publishing, in the year after; set by the disclosure office."""

    kind = models.CharField(max_length=32, default="annual")
    scope = models.CharField("谁的报告", max_length=12, choices=list(SCOPES.items()))
    act = models.CharField("做什么", max_length=8, choices=list(TERM_ACTS.items()))
    month = models.PositiveSmallIntegerField("月")
    day = models.PositiveSmallIntegerField("日")
    source = models.CharField("依据", max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "scope", "act"], name="report_term_once")]


class ReportOwing(models.Model):
    """A unit that owes a report (or none) though its kind says otherwise (条例第五十五条 未核实), from a year on."""

    unit = models.ForeignKey("units.Unit", models.CASCADE, related_name="+")
    from_year = models.PositiveSmallIntegerField("自哪个年度起")
    owes = models.BooleanField("要编年度报告")
    reason = models.CharField("依据", max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "from_year"], name="report_owing_once")]
