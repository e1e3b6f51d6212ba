"""The calendar and the terms for others to read. Public knowledge: nothing here depends on who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.clocks.models import CalendarDay, HolidayNotice
from gongkai.clocks.rules import TERMS, Term, WorkCalendar, term_on

Version = tuple[tuple[int, str], ...]
_cached: tuple[Version, WorkCalendar] | None = None


def calendar() -> WorkCalendar:
    """The working days as loaded now. One small query when nothing changed, so ask once per request."""
    global _cached
    version: Version = tuple(HolidayNotice.objects.order_by("year").values_list("year", "days_digest"))
    if _cached is None or _cached[0] != version:
        _cached = (version, _read_calendar(version))
    return _cached[1]


def _read_calendar(version: Version) -> WorkCalendar:
    days = list(CalendarDay.objects.values_list("day", "is_working"))
    return WorkCalendar(
        off=frozenset(day for day, is_working in days if not is_working),
        work=frozenset(day for day, is_working in days if is_working),
        years_loaded=frozenset(year for year, _ in version),
    )


def term(code: str, on: date) -> Term | None:
    """The term of that code in force on a day, None before its first version.

    KeyError for an unknown code.
    """
    return term_on(TERMS[code], on)


@dataclass(frozen=True)
class LoadedNotice:
    year: int
    title: str
    source: str
    loaded_at: datetime
    days_off: int
    days_made_up: int


def loaded_notices() -> list[LoadedNotice]:
    """The loaded notices, newest year first, with their numbers of weekdays off and weekend days worked."""
    rows = HolidayNotice.objects.order_by("-year").prefetch_related("days")
    return [
        LoadedNotice(
            year=row.year,
            title=row.title,
            source=row.source,
            loaded_at=row.loaded_at,
            days_off=sum(not day.is_working for day in row.days.all()),
            days_made_up=sum(day.is_working for day in row.days.all()),
        )
        for row in rows
    ]
