"""The catalogue: topics that the law names, and the duties of units to fill them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

STAGES = [
    ("decision", "决策公开"),
    ("execution", "执行公开"),
    ("management", "管理公开"),
    ("service", "服务公开"),
    ("result", "结果公开"),
    ("interpretation", "解读回应"),
]
RHYTHMS = [
    ("standing", "长期公开"),
    ("staged", "逐段公开"),
    ("regular", "定期公开"),
    ("on_occurrence", "发生时公开"),
]
AUDIENCES = [("everyone", "全社会"), ("concerned", "特定群体"), ("own_staff", "对内公开")]


class Topic(models.Model):
    """A heading of the catalogue with what it must tell, by when and why."""

    code = models.CharField("栏目编码", max_length=80, unique=True)
    name = models.CharField("栏目名称", max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, default="", editable=False)
    field = models.CharField("领域", max_length=40, blank=True)
    legal_basis = models.CharField("公开依据", max_length=500, blank=True)
    must_tell = models.CharField("公开内容", max_length=1000, blank=True)
    term_length = models.PositiveSmallIntegerField("公开时限", default=20)
    term_unit = models.CharField(
        "时限单位",
        max_length=14,
        default="working_day",
        choices=[("working_day", "个工作日"), ("calendar_day", "日"), ("hour", "小时")],
    )
    term_source = models.CharField("时限依据", max_length=200, blank=True)
    update_frequency = models.CharField("更新频率", max_length=40, blank=True)
    stage = models.CharField("公开环节", max_length=16, choices=STAGES)
    levels = models.CharField("公开层级", max_length=40, default="county")
    channels = models.JSONField("公开渠道", default=list)
    kinds = models.JSONField("信息种类", default=list)
    note = models.CharField("说明", max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """主题分类 of the State Council head table, two levels."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(default=0)


class Duty(models.Model):
    """A unit owes a topic. An empty heading is a debt that can be seen."""

    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="duties")
    co_unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="co_duties")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="duties")
    rhythm = models.CharField("节奏", max_length=16, choices=RHYTHMS)
    months = models.PositiveSmallIntegerField("每几个月一次", null=True, blank=True)
    nodes = models.JSONField("节点", default=list, blank=True)
    audience = models.CharField("公开对象", max_length=12, choices=AUDIENCES, default="everyone")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "topic"], condition=Q(to_on__isnull=True), name="duty_once_now"
            ),
            models.CheckConstraint(
                condition=Q(co_unit__isnull=True) | ~Q(co_unit=F("unit")), name="duty_co_unit_other"
            ),
            models.CheckConstraint(
                condition=~Q(rhythm="regular") | Q(months__isnull=False), name="duty_regular_has_months"
            ),
        ]
        indexes = [models.Index(fields=["topic", "unit"])]


class NoActivityStatement(models.Model):
    """情况说明: the unit states, dated, that nothing occurred under a duty in a period."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="statements")
    from_on = models.DateField()
    to_on = models.DateField()
    text = models.CharField(max_length=500)
    stated_on = models.DateField()
    stated_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
