"""When a term ends, from dated facts alone: received, paused, extended. Plain Python, no Django, no clock.

A due date is never typed over. What happened is kept, and the date follows from it; a fact that was entered
wrongly is mended, and the date follows again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from gongkai.clocks.rules import ONE_DAY, Term, WorkCalendar, add_months

LOCAL = ZoneInfo("Asia/Shanghai")
_MINUTE = timedelta(minutes=1)
Span = tuple[date, date]
"""First and last day, both belonging to it."""


class Pause(NamedTuple):
    """Days that don't count, both ends among them. `end` None: still open, it runs through the day of asking.

    `anew`: what ends it starts the term anew (补正), so that the days before it count for nothing either.
    """

    start: date
    end: date | None
    why: str = ""
    anew: bool = False

    def runs_on(self, day: date) -> bool:
        """Whether it began and its end is still to come. The last day of a pause doesn't count, but ends it."""
        return self.start <= day and (self.end is None or day < self.end)


class History(NamedTuple):
    """What happened to one term. A restart (补正) is a new `started_on`: pauses before it count for nothing.

    `started_at` is for terms in hours; without `started_on` its day is the first. `extension` is in the
    unit of the term. `stopped`: what was owed is done, so the term stands still no more.
    """

    started_on: date | None
    started_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    extension: int = 0
    stopped: bool = False


class Deadline(NamedTuple):
    """The last day, and for a term in hours the last instant.

    `provisional` (暂定): a holiday notice that could move it isn't loaded. `paused`: the term stands still,
    so `on` is only the earliest day that it can still become. The last day of a pause doesn't count, but the
    pause is over on it: nothing that happens later ends it.
    """

    on: date
    at: datetime | None
    provisional: bool
    paused: bool


@dataclass(frozen=True)
class OfficeHours:
    """The hours of a working day in which a term in working hours runs, in order of the day."""

    sessions: tuple[tuple[time, time], ...] = ((time(8, 30), time(12)), (time(14), time(17, 30)))

    @cached_property
    def minutes_a_day(self) -> int:
        return sum(_minutes(end) - _minutes(begin) for begin, end in self.sessions)

    def minutes_after(self, moment: time) -> int:
        """Minutes of the day's hours that lie after a moment of it."""
        at = _minutes(moment)
        return sum(max(0, _minutes(end) - max(at, _minutes(begin))) for begin, end in self.sessions)

    def moment_of(self, minutes: int) -> time:
        """When that many minutes (1 to a whole day's) of the day's hours have passed."""
        for begin, end in self.sessions:
            length = _minutes(end) - _minutes(begin)
            if minutes <= length:
                at = _minutes(begin) + minutes
                return time(at // 60, at % 60)
            minutes -= length
        raise ValueError("a day has no more hours than these")


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def deadline(
    term: Term,
    history: History,
    calendar: WorkCalendar,
    *,
    as_of: date,
    office_hours: OfficeHours | None = None,
) -> Deadline:
    """The end of a term, counted from the day after it started, with its extension.

    Days within pauses don't count; pauses that overlap are one. A term in calendar days or months that ends
    on a day off, or on a paused day, ends on the next working day that isn't paused; one of length 0 ends on
    the first such day from its start on. Terms in hours run over days without pause, by the clock or within
    the office hours.
    Raises ValueError for a history without a start, a pause that ends before it begins, or a term in hours
    without its instant.
    《民法典》第二百零一条至第二百零三条；《政府信息公开条例》第三十三条第三款
    """
    if term.unit == "hour":
        return _in_hours(term, history, calendar, as_of, office_hours or OfficeHours())
    start = started_on(history)
    spans = united(history.pauses, as_of) if history.pauses else ()
    length = term.length + history.extension
    if term.unit == "working_day":
        on = (
            _nth_counted(calendar, start, length, spans) if length else _first_counted(calendar, start, spans)
        )
        first = start + ONE_DAY if length else start
    else:
        first = _last_of_days(term, start, length, spans)
        on = _first_counted(calendar, first, spans)
    provisional = calendar.rests_on_assumption(min(first, on), on)
    return Deadline(on, None, provisional, _is_paused(history, as_of, on))


def started_on(history: History) -> date:
    if history.started_on is not None:
        return history.started_on
    if history.started_at is None:
        raise ValueError("a term needs the day on which it started")
    return history.started_at.astimezone(LOCAL).date()


def united(pauses: Sequence[Pause], as_of: date) -> tuple[Span, ...]:
    """The pauses as spans in order, none touching another; one that opens after `as_of` and is open is left out."""
    spans: list[Span] = []
    for start, end, *_ in sorted(pauses, key=_start_of):
        if end is None:
            if start > as_of:
                continue
            end = as_of
        elif end < start:
            raise ValueError(f"a pause ends on {end}, before its start on {start}")
        if spans and start <= spans[-1][1] + ONE_DAY:
            if end > spans[-1][1]:
                spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


def _start_of(pause: Pause) -> date:
    return pause.start


def _nth_counted(calendar: WorkCalendar, start: date, n: int, spans: Sequence[Span]) -> date:
    """The `n`-th (≥ 1) working day after `start` outside the spans."""
    rank = calendar.rank(start) + n
    day = calendar.day_of_rank(rank)
    for begin, end in spans:
        if begin > day:
            break
        if end <= start:
            continue
        rank += calendar.working_days_between(max(begin - ONE_DAY, start), end)
        day = calendar.day_of_rank(rank)
    return day


def _first_counted(calendar: WorkCalendar, day: date, spans: Sequence[Span]) -> date:
    """The first working day from `day` on that lies in no span."""
    found = calendar.next_working_day(day).on
    for begin, end in spans:
        if begin <= found <= end:
            found = calendar.next_working_day(end + ONE_DAY).on
    return found


def _last_of_days(term: Term, start: date, length: int, spans: Sequence[Span]) -> date:
    """The last day of a term in calendar days or months, whatever kind of day it is."""
    day = add_months(start, length) if term.unit == "month" else start + timedelta(days=length)
    for begin, end in spans:
        if begin > day:
            break
        if end > start:
            day += end - max(begin - ONE_DAY, start)
    return day


def _is_paused(history: History, as_of: date, on: date) -> bool:
    return not history.stopped and on > as_of and any(pause.runs_on(as_of) for pause in history.pauses)


# ---- terms in hours -----------------------------------------------------------------------------------


def _in_hours(
    term: Term, history: History, calendar: WorkCalendar, as_of: date, hours: OfficeHours
) -> Deadline:
    if history.started_at is None:
        raise ValueError(f"{term.code} is counted in hours and needs the instant at which it started")
    begun = history.started_at.astimezone(LOCAL)
    spans = united(history.pauses, as_of)
    length = term.length + history.extension
    if term.hours == "working":
        at = _in_office_hours(begun, length * 60, calendar, spans, hours)
        provisional = calendar.rests_on_assumption(begun.date(), at.date())
    else:
        at, provisional = _by_the_clock(begun, timedelta(hours=length), spans), False
    return Deadline(at.date(), at, provisional, _is_paused(history, as_of, at.date()))


def _by_the_clock(begun: datetime, left: timedelta, spans: Sequence[Span]) -> datetime:
    at = begun
    for begin, end in spans:
        stop, go_on = _midnight(begin), _midnight(end + ONE_DAY)
        if go_on <= at:
            continue
        if at + left <= stop:
            break
        left -= max(stop - at, timedelta())
        at = go_on
    return at + left


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LOCAL)


def _in_office_hours(
    begun: datetime, minutes: int, calendar: WorkCalendar, spans: Sequence[Span], hours: OfficeHours
) -> datetime:
    """When that many minutes of office hours have passed; whole days are counted by rank, not one by one.

    Seconds of the start are dropped in favour of whoever owes the answer: it begins with the next minute.
    """
    if begun.second or begun.microsecond:
        begun = begun.replace(second=0, microsecond=0) + _MINUTE
    day = begun.date()
    counts = calendar.is_working_day(day) and not any(begin <= day <= end for begin, end in spans)
    today = hours.minutes_after(begun.time()) if counts else 0
    if counts and minutes <= today:
        passed = hours.minutes_a_day - today
        return datetime.combine(day, hours.moment_of(max(1, passed + minutes)), tzinfo=LOCAL)
    whole, rest = divmod(minutes - today - 1, hours.minutes_a_day)
    last = _nth_counted(calendar, day, whole + 1, spans)
    return datetime.combine(last, hours.moment_of(rest + 1), tzinfo=LOCAL)
