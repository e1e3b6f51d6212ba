"""The yearly holiday notices and the days that they make off or working."""

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
