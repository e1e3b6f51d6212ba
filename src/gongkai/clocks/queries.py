"""The calendar and the terms for others to read. Public knowledge: nothing here depends on who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from gongkai.clocks.counting import OfficeHours
from gongkai.clocks.models import CalendarDay, HolidayNotice, LocalTerm, WarningDay
from gongkai.clocks.models import OfficeHours as OfficeHoursRow
from gongkai.clocks.notices import Notice, NoticeDay, UnusableNotice, calendar_of
from gongkai.clocks.rules import Term, WorkCalendar, term_on
from gongkai.clocks.terms import TERMS
from gongkai.statements import Statement, written

SHIPPED_WARNINGS = (5, 2, 0)
Version = tuple[tuple[int, str], ...]
_cached: tuple[Version, WorkCalendar] | None = None


def calendar() -> WorkCalendar:
    """The working days as loaded now. One small query when nothing changed, so ask once per request."""
    global _cached
    version: Version = tuple(_loaded_notices().rows())  # type: ignore[arg-type]
    if _cached is None or _cached[0] != version:
        _cached = (version, _read_calendar(version))
    return _cached[1]


@lru_cache(maxsize=1)
def _loaded_notices() -> Statement:
    return written(HolidayNotice.objects.order_by("year").values_list("year", "days_digest"))


def _read_calendar(version: Version) -> WorkCalendar:
    rows = CalendarDay.objects.values_list("day", "is_working", "name")
    return calendar_of((NoticeDay(*row) for row in rows), (year for year, _ in version))


def calendar_with(notice: Notice) -> WorkCalendar:
    """The calendar as it would be with a notice in place of that year's, for a look before loading it."""
    rows = CalendarDay.objects.exclude(notice__year=notice.year).values_list("day", "is_working", "name")
    kept = [NoticeDay(*row) for row in rows]
    return calendar_of([*kept, *notice.days], {*calendar().years_loaded, notice.year})


# ---- terms ---------------------------------------------------------------------------------------------


def term(code: str, on: date, unit_id: int | None = None) -> Term | None:
    """The term of that code for events of a day, None before its first version.

    Where the term is local, the unit's own row speaks before the one for all units, and either before the
    shipped default. KeyError for an unknown code.
    """
    declared = term_on(TERMS[code], on)
    if declared is None or not declared.local:
        return declared
    return _as_set(declared, _locals(), on, unit_id)


def term_book() -> Callable[[str, date, int | None], Term | None]:
    """The same answers as `term`, for thousands of questions at once: one query now, none later."""
    own: dict[str, list[_Local]] = defaultdict(list)
    for one in _locals():
        own[one.code].append(one)

    def look_up(code: str, on: date, unit_id: int | None = None) -> Term | None:
        declared = term_on(TERMS[code], on)
        if declared is None or not declared.local:
            return declared
        return _as_set(declared, own[code], on, unit_id)

    return look_up


class _Local(NamedTuple):
    """What the office set; `unit_id` None for all units."""

    pk: int
    code: str
    unit_id: int | None
    length: int
    source: str
    valid_from: date


def _locals() -> list[_Local]:
    """Those of units before those for all, each the newest first. They are few: sorting them here costs the least."""
    rows = (_Local(*row) for row in _local_statement().rows())
    return sorted(rows, key=lambda one: (one.unit_id is None, -one.valid_from.toordinal(), -one.pk))


@lru_cache(maxsize=1)
def _local_statement() -> Statement:
    return written(LocalTerm.objects.values_list(*_Local._fields))


def _as_set(declared: Term, own: Iterable[_Local], on: date, unit_id: int | None) -> Term:
    """The declared term as the office set it for that day and unit, the first of `own` that fits."""
    fitting = (
        one
        for one in own
        if one.code == declared.code and one.valid_from <= on and one.unit_id in (None, unit_id)
    )
    found = next(fitting, None)
    return _localised(declared, found) if found else declared


def _in_force(rows: QuerySet[OfficeHoursRow], on: date, unit_id: int | None) -> OfficeHoursRow | None:
    """The newest row of the unit, or else the newest for all units."""
    asked = Q(unit=None) | Q(unit=unit_id) if unit_id else Q(unit=None)
    fitting = rows.filter(asked, valid_from__lte=on)
    return fitting.order_by(F("unit").asc(nulls_last=True), "-valid_from", "-id").first()


def _localised(declared: Term, row: _Local | LocalTerm) -> Term:
    return replace(declared, length=row.length, source=row.source, valid_from=row.valid_from)


def terms(on: date) -> list[Term]:
    """All terms for events of a day as they hold for every unit, in the order of their declaration."""
    rows = LocalTerm.objects.filter(unit=None, valid_from__lte=on).order_by("valid_from", "id")
    own = {row.code: row for row in rows}
    declared = [found for versions in TERMS.values() if (found := term_on(versions, on))]
    return [_localised(one, own[one.code]) if one.local and one.code in own else one for one in declared]


@dataclass(frozen=True)
class LocalTermLine:
    """A local term as it was set; `unit_name` "" for all units."""

    id: int
    code: str
    label: str
    length: int
    unit_name: str
    source: str
    valid_from: date
    note: str


def local_terms(code: str = "") -> list[LocalTermLine]:
    """What the office set, newest first; all of it, the past as well."""
    rows = LocalTerm.objects.select_related("unit").order_by("code", "-valid_from", "unit__code", "id")
    return [
        LocalTermLine(
            id=row.pk,
            code=row.code,
            label=TERMS[row.code][-1].label if row.code in TERMS else row.code,
            length=row.length,
            unit_name=row.unit.name if row.unit else "",
            source=row.source,
            valid_from=row.valid_from,
            note=row.note,
        )
        for row in (rows.filter(code=code) if code else rows)
    ]


def office_hours(on: date, unit_id: int | None = None) -> OfficeHours:
    """The hours of a working day, the unit's own or those for all; the shipped ones where nothing was set."""
    found = _in_force(OfficeHoursRow.objects.all(), on, unit_id)
    return OfficeHours(_sessions(found)) if found else OfficeHours()


def _sessions(row: OfficeHoursRow) -> tuple[tuple[time, time], ...]:
    morning = (row.opens, row.closes)
    if row.opens_again is None or row.closes_again is None:
        return (morning,)
    return (morning, (row.opens_again, row.closes_again))


@dataclass(frozen=True)
class OfficeHoursLine:
    unit_name: str
    valid_from: date
    sessions: tuple[tuple[time, time], ...]


def office_hours_lines() -> list[OfficeHoursLine]:
    """All hours that were set, newest first."""
    rows = OfficeHoursRow.objects.select_related("unit").order_by("-valid_from", "unit__code", "id")
    return [
        OfficeHoursLine(row.unit.name if row.unit else "", row.valid_from, _sessions(row)) for row in rows
    ]


def warning_days() -> tuple[int, ...]:
    """How many working days before the last day people are reminded, most first; 0 is the last day itself."""
    return tuple(WarningDay.objects.order_by("-days").values_list("days", flat=True)) or SHIPPED_WARNINGS


# ---- notices -------------------------------------------------------------------------------------------


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


def notice_days(year: int) -> list[NoticeDay]:
    """The special days of a year's notice in order; none when it isn't loaded."""
    rows = CalendarDay.objects.filter(notice__year=year).order_by("day")
    return [NoticeDay(row.day, row.is_working, row.name) for row in rows]


def require_free_days(notice: Notice) -> None:
    """Raises UnusableNotice for a day that another year's notice has arranged already."""
    days = [entry.day for entry in notice.days]
    clash = CalendarDay.objects.filter(day__in=days).exclude(notice__year=notice.year)
    found = clash.order_by("day").values_list("day", "notice__year").first()
    if found:
        raise UnusableNotice(f"{found[0]:%Y-%m-%d} 已由 {found[1]} 年的通知安排，先改那一份。")
