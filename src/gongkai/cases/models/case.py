"""The case itself carries what lists, clocks and figures read; where it came from and how it is numbered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.cases.stored_choices import CHANNELS


class Case(models.Model):
    """One thing that somebody asks of the government."""

    kind = models.CharField("种类", max_length=32)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="cases", verbose_name="承办单位")
    state = models.CharField(max_length=24)
    outcome = models.CharField("办理结果", max_length=40, blank=True)
    number = models.CharField("编号", max_length=60, null=True, blank=True, unique=True)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    values = models.JSONField(default=dict)
    channel = models.CharField("渠道", max_length=16, choices=list(CHANNELS.items()))
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="cases")
    submitted_at = models.DateTimeField("到达时间")
    received_on = models.DateField("收到日期", null=True, blank=True)
    # The main clock as last computed from the events: a cache, never typed over.
    term = models.CharField(max_length=40, blank=True)
    due_on = models.DateField("办理期限", null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    paused = models.BooleanField("暂停计时", default=False)
    # By how many working days the worst of the rounds before this one was late: taken up again, it stays late.
    late_before = models.PositiveSmallIntegerField("先前一轮逾期几个工作日", null=True, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    assignee = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="assigned_cases"
    )
    item = models.ForeignKey("disclosure.Item", models.PROTECT, null=True, blank=True, related_name="cases")
    about = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="related")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    secret_digest = models.CharField(max_length=80, blank=True)
    source_key = models.CharField(max_length=80, blank=True, db_index=True)
    batch = models.ForeignKey("cases.CaseBatch", models.PROTECT, null=True, blank=True, related_name="cases")
    # The answer as it may be read by everyone; None while it isn't public.
    published_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_ground = models.CharField(max_length=40, blank=True)
    satisfaction = models.PositiveSmallIntegerField("满意度", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "source_key"],
                condition=~Q(source_key=""),
                name="case_source_once",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="case_merged_into_other"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"]),
            models.Index(fields=["kind", "state", "due_on"]),
            # What is open is little beside what is closed: its counts are read off an index that holds nothing else.
            models.Index(
                fields=[
                    "unit",
                    "assignee",
                    "kind",
                    "state",
                    "due_on",
                    "paused",
                    "served_on",
                    "merged_into",
                    "closed_at",
                    "late_before",
                ],
                condition=Q(closed_at__isnull=True),
                name="case_open",
            ),
            models.Index(
                fields=["closed_at", "due_on", "id"], condition=Q(closed_at__isnull=False), name="case_closed"
            ),
            models.Index(fields=["assignee", "closed_at"]),
            models.Index(fields=["kind", "-submitted_at"]),
            models.Index(fields=["kind", "-published_at"]),
            models.Index(fields=["party"]),
            # Lists of what is closed, of 200,000: each order is read off an index, each number counted in one.
            models.Index(fields=["kind", "closed_at", "due_on", "id"], name="case_closed_of_kind"),
            models.Index(fields=["unit", "closed_at", "due_on", "id"], name="case_closed_of_unit"),
            models.Index(fields=["kind", "unit", "closed_at", "due_on", "id"], name="case_closed_of_both"),
            models.Index(fields=["submitted_at", "id"], name="case_by_arrival"),
            # What came in a period, of each unit.
            models.Index(fields=["kind", "received_on", "unit", "submitted_at"], name="case_received"),
            # How many public answers each kind and unit has.
            models.Index(
                fields=["kind", "unit"],
                condition=Q(published_at__isnull=False, hidden_at__isnull=True),
                name="case_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or ''} {self.title}".strip()


class CaseBatch(models.Model):
    """One run of an import; all of it can be taken back together while nothing was done to its cases."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)
    file_name = models.CharField(max_length=255)
    map_name = models.CharField(max_length=60)
    counts = models.JSONField(default=dict)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)


class CaseCounter(models.Model):
    """The last serial of a kind, unit and year; moved with the case in one transaction, so there are no gaps."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    mark = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "mark", "year"], name="case_counter_once")]
