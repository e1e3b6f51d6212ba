"""A year of working days as people look at it: months in weeks, and the festivals in a list. Plain Python."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongkai.clocks.explaining import holiday_of
from gongkai.clocks.rules import SATURDAY, WorkCalendar

Sort = Literal["work", "weekend", "off", "made_up"]
WORDS: dict[Sort, str] = {"work": "", "weekend": "", "off": "休", "made_up": "班"}


@dataclass(frozen=True)
class Square:
    """A day of a month's sheet; `mark` is the letter in it, `title` what the day is in words."""

    day: date
    sort: Sort
    mark: str
    title: str
    is_today: bool = False


@dataclass(frozen=True)
class MonthSheet:
    """Weeks from Monday to Sunday; None for days of other months."""

    year: int
    month: int
    weeks: tuple[tuple[Square | None, ...], ...]
    working_days: int


@dataclass(frozen=True)
class Festival:
    """Days off on end under one name, and the weekend days worked for them."""

    name: str
    start: date
    end: date
    days: int
    made_up: tuple[date, ...]


def month_sheets(year: int, calendar: WorkCalendar, *, today: date | None = None) -> tuple[MonthSheet, ...]:
    return tuple(_sheet(year, month, calendar, today) for month in range(1, 13))


def _sheet(year: int, month: int, calendar: WorkCalendar, today: date | None) -> MonthSheet:
    weeks = tuple(
        tuple(_square(day, calendar, today) if day.month == month else None for day in week)
        for week in Calendar().monthdatescalendar(year, month)
    )
    working = sum(
        square is not None and square.sort in ("work", "made_up") for week in weeks for square in week
    )
    return MonthSheet(year, month, weeks, working)


def _square(day: date, calendar: WorkCalendar, today: date | None) -> Square:
    sort = sort_of(day, calendar)
    name = holiday_of(day, calendar) if sort == "off" else calendar.names.get(day, "")
    title = {"off": f"{name}放假", "made_up": f"{name}调休上班"}.get(sort, "")
    return Square(day, sort, WORDS[sort], title, day == today)


def sort_of(day: date, calendar: WorkCalendar) -> Sort:
    if calendar.is_working_day(day):
        return "made_up" if day.weekday() >= SATURDAY else "work"
    return "off" if holiday_of(day, calendar) else "weekend"


def festivals(year: int, calendar: WorkCalendar) -> list[Festival]:
    """The festivals of a year in order; one that began in December before stands in the year of its end."""
    stretches: list[tuple[list[str], list[date]]] = []
    for ordinal in range(date(year - 1, 12, 25).toordinal(), date(year, 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        name = holiday_of(day, calendar)
        if not name:
            continue
        if stretches and stretches[-1][1][-1].toordinal() == ordinal - 1:
            stretches[-1][1].append(day)
            if name not in stretches[-1][0]:
                stretches[-1][0].append(name)
        else:
            stretches.append(([name], [day]))
    return [
        Festival("、".join(names), days[0], days[-1], len(days), _made_up_for(names, year, calendar))
        for names, days in stretches
        if days[-1].year == year
    ]


def _made_up_for(names: list[str], year: int, calendar: WorkCalendar) -> tuple[date, ...]:
    """Weekend days worked for these festivals; a new year's belong to it from 25 December on."""
    first, last = date(year - 1, 12, 25), date(year, 12, 24)
    found = (day for day in calendar.work if first <= day <= last and calendar.names.get(day) in names)
    return tuple(sorted(found))
