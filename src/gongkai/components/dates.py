"""Dates and sizes as people read them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEKDAYS = "一二三四五六日"
LOCAL = ZoneInfo("Asia/Shanghai")


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(LOCAL)
    return value


def day(value: date | datetime) -> str:
    """2026年11月21日"""
    value = _local(value)
    return f"{value.year}年{value.month}月{value.day}日"


def day_long(value: date | datetime) -> str:
    """2026年11月21日（星期六）: the form for a deadline."""
    return f"{day(value)}（星期{WEEKDAYS[_local(value).weekday()]}）"


def moment(value: datetime) -> str:
    """2026年11月21日 21:14, in the zone of the country."""
    return f"{day(value)} {_local(value):%H:%M}"


def day_short(value: date | datetime) -> str:
    """11-21, for narrow lists; the full date belongs in a `title` or `datetime`."""
    return f"{_local(value):%m-%d}"


def file_size(size: int) -> str:
    """41 KB, 2.4 MB; never "0 KB" for a file that holds something."""
    if size < 1024:
        return f"{size} 字节"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB"
