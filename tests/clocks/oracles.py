"""Other people's calendars, to compare ours with, and the ways in which calendars are usually wrong."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import holidays

from gongkai.clocks.notices import shipped_calendar

FIRST, LAST = date(2008, 1, 1), date(2026, 12, 31)
LENGTHS = (5, 7, 10, 15, 20, 30, 40)
SHIPPED = shipped_calendar()
_CHINA = holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 1))

ORACLES: dict[str, Callable[[date], bool]] = {
    "chinesecalendar": chinese_calendar.is_workday,
    "holidays": _CHINA.is_working_day,
}
NAIVE: dict[str, Callable[[date], bool]] = {
    "Monday to Friday only": lambda day: day.weekday() < 5,
    "holidays, no worked weekends": lambda day: day.weekday() < 5 and day not in SHIPPED.off,
}


def every_day() -> Iterator[date]:
    return (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


@cache
def working_days(name: str) -> list[date]:
    works = (ORACLES | NAIVE)[name]
    return [day for day in every_day() if works(day)]


def nth_after(name: str, start: date, n: int) -> date | None:
    """The `n`-th working day after a day, by that calendar; None when it lies after the last known year."""
    days = working_days(name)
    place = bisect_right(days, start) + n - 1
    return days[place] if place < len(days) else None


def starts(n: int) -> list[date]:
    """Every start day whose due date falls into the years that all calendars know."""
    return [day for day in every_day() if SHIPPED.add_working_days(day, n).on <= LAST]


def share_wrong(name: str, n: int) -> float:
    """How many of all due dates that calendar gets wrong."""
    asked = starts(n)
    wrong = sum(nth_after(name, day, n) != SHIPPED.add_working_days(day, n).on for day in asked)
    return wrong / len(asked)
