"""The yearly holiday notices, and what the office itself sets: its own terms, its hours, its days of warning."""

from __future__ import annotations

from django.db import models


class HolidayNotice(models.Model):
    """A year's notice of the State Council's office. Its presence means: the year's days are known."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    title = models.CharField("通知标题", max_length=200)
    source = models.CharField("出处", max_length=300, blank=True)
    loaded_at = models.DateTimeField("载入时间")
    # Of the days, so that every process sees cheaply whether its cached calendar still holds.
    days_digest = models.CharField("日期摘要", max_length=64)

    class Meta:
        verbose_name = "放假安排通知"
        verbose_name_plural = "放假安排通知"

    def __str__(self) -> str:
        return self.title


class CalendarDay(models.Model):
    """A day that differs from the plain week: a weekday off, or a weekend day worked."""

    notice = models.ForeignKey(HolidayNotice, on_delete=models.CASCADE, related_name="days")
    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班")
    name = models.CharField("节日", max_length=40)

    class Meta:
        verbose_name = "特殊日"
        verbose_name_plural = "特殊日"

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}{'上班' if self.is_working else '放假'}"


class LocalTerm(models.Model):
    """A term that the office set in place of a shipped default, for events from `valid_from` on."""

    code = models.CharField("时限", max_length=40)
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )  # null: every unit that has none of its own
    length = models.PositiveSmallIntegerField("长度")
    source = models.CharField("依据", max_length=200)
    valid_from = models.DateField("自哪天起")
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "本地时限"
        verbose_name_plural = "本地时限"
        constraints = [
            models.UniqueConstraint(fields=["code", "unit", "valid_from"], name="clocks_one_term_of_a_unit"),
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=models.Q(unit=None), name="clocks_one_term_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.length}"


class OfficeHours(models.Model):
    """The hours of a working day from `valid_from` on; without an afternoon the office is open in one go."""

    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )  # null: every unit that has none of its own
    valid_from = models.DateField("自哪天起")
    opens = models.TimeField("上班")
    closes = models.TimeField("下班")
    opens_again = models.TimeField("下午上班", null=True, blank=True)
    closes_again = models.TimeField("下午下班", null=True, blank=True)

    class Meta:
        verbose_name = "办公时间"
        verbose_name_plural = "办公时间"
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="clocks_one_set_of_hours_of_a_unit"),
            models.UniqueConstraint(
                fields=["valid_from"], condition=models.Q(unit=None), name="clocks_one_set_of_hours_for_all"
            ),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")), name="clocks_hours_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(opens_again=None, closes_again=None)
                | models.Q(closes__lte=models.F("opens_again"), opens_again__lt=models.F("closes_again")),
                name="clocks_afternoon_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d} {self.opens:%H:%M}"


class WarningDay(models.Model):
    """A reminder so many working days before the last day. No row at all means the shipped days."""

    days = models.PositiveSmallIntegerField("提前几个工作日", unique=True)

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"

    def __str__(self) -> str:
        return str(self.days)
