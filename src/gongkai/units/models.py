"""Organisations over time. Current name, parent and path stand on the unit; what held before stands beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.units.rules import ACT_LABELS, UNIT_KIND_CHOICES


class Unit(models.Model):
    """An organ or institution that discloses. Name and parent here are those of today, kept by the acts alone."""

    code = models.CharField("单位编码", max_length=40, unique=True)
    kind = models.CharField("单位类型", max_length=24, choices=UNIT_KIND_CHOICES)
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    path = models.CharField(max_length=200, db_index=True, default="", editable=False)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    org_code = models.CharField("索引号用机构代码", max_length=18, unique=True)
    doc_prefix = models.CharField("机关代字", max_length=20, blank=True)
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    office_hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真", max_length=60, blank=True)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    disclosure_unit = models.CharField("公开工作机构", max_length=120, blank=True)
    position = models.PositiveIntegerField("排列次序", default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="unit_closed_after_opened",
            ),
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="unit_uscc_once"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(to_on__isnull=True), name="unit_one_name_now"
            )
        ]


class UnitParent(models.Model):
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(to_on__isnull=True), name="unit_one_parent_now"
            )
        ]


class UnitCompetence(models.Model):
    """A matter that a unit is responsible for; answers "谁管…" and follows the acts."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="competences")
    matter = models.CharField("职责", max_length=300)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)


class UnitAlias(models.Model):
    """Abbreviation or popular name by which people look for the unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="unit_alias_once")]


class UnitAct(models.Model):
    """One act of reorganisation 机构改革 with its day and basis."""

    kind = models.CharField(max_length=10, choices=list(ACT_LABELS.items()))
    on = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="acts")
    basis = models.CharField("依据", max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)


class UnitSuccession(models.Model):
    act = models.ForeignKey(UnitAct, models.CASCADE, related_name="successions")
    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successor_rows")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="predecessor_rows")


class ReadingPoint(models.Model):
    """查阅点 where anyone may read what is public (条例第二十五条)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="reading_points")
    name = models.CharField("名称", max_length=120)
    place = models.CharField(
        "类型",
        max_length=20,
        choices=[
            ("archive", "国家档案馆"),
            ("library", "公共图书馆"),
            ("service_hall", "政务服务场所"),
            ("other", "其他场所"),
        ],
    )
    address = models.CharField("地址", max_length=200)
    hours = models.CharField("开放时间", max_length=200)
    phone = models.CharField("电话", max_length=60, blank=True)
    equipment = models.CharField("设备", max_length=300, blank=True)
    staff_a = models.CharField("A 岗", max_length=40, blank=True)
    staff_b = models.CharField("B 岗", max_length=40, blank=True)
    closed_on = models.DateField(null=True, blank=True)


class Installation(models.Model):
    """This installation: whose it is, and whether it is a demo. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    root = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8, choices=[("real", "正式"), ("demo", "演示")])
    site_name = models.CharField("站点名称", max_length=80)
    site_code = models.CharField("网站标识码", max_length=20, blank=True)
    icp = models.CharField("ICP 备案号", max_length=60, blank=True)
    police = models.CharField("公安备案号", max_length=60, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="installation_only_one")]
