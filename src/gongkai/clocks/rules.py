"""Working days and terms as the law counts them. Plain functions: no Django, no clock, no I/O."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

Unit = Literal["working_day", "hour", "calendar_day", "month"]
Hours = Literal["clock", "working", ""]
Level = Literal["ok", "soon", "late"]

SATURDAY = 5
ONE_DAY = timedelta(days=1)
# A notice may name the last days of the year before it, as those of 2007, 2012 and 2019 did; never
# earlier than 29 December so far.
YEAR_END_FROM = (12, 29)
SOON_WORKING_DAYS = 3


class DueDate(NamedTuple):
    """The last day of a period. `provisional` (暂定): a holiday notice that could move it isn't loaded."""

    on: date
    provisional: bool


@dataclass(frozen=True)
class WorkCalendar:
    """Working days: Monday to Friday, but for `off` days and made-up `work` days of the yearly notices.

    `years_loaded` are the years whose notice is known; outside them the plain week is assumed, but for the days
    that the law fixes (`festivals`), and every date that rests on the assumption is provisional. `names` are the festivals of the notices' days; no
    date depends on them.
    """

    off: frozenset[date]
    work: frozenset[date]
    years_loaded: frozenset[int]
    names: Mapping[date, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _lost_weekdays(self) -> list[int]:
        return sorted(day.toordinal() for day in self.off - self.work if day.weekday() < SATURDAY)

    @cached_property
    def _made_up_days(self) -> list[int]:
        return sorted(day.toordinal() for day in self.work if day.weekday() >= SATURDAY)

    def is_working_day(self, day: date) -> bool:
        if day in self.work:
            return True
        return day.weekday() < SATURDAY and day not in self.off

    def is_known(self, day: date) -> bool:
        """Whether every notice that could speak about this day is loaded."""
        if day.year not in self.years_loaded:
            return False
        return (day.month, day.day) < YEAR_END_FROM or day.year + 1 in self.years_loaded

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        return self.rank(end) - self.rank(start)

    def add_working_days(self, start: date, n: int) -> DueDate:
        """The `n`-th working day after `start`; the day of the event itself doesn't count.

        With `n` = 0 it is the last working day up to `start`, so that adding in two goes always equals
        adding at once. Raises ValueError for a negative `n`.
        《民法典》第二百零一条
        """
        if n < 0:
            raise ValueError(f"working days to add can't be negative: {n}")
        day = self.day_of_rank(self.rank(start) + n)
        first_counted = min(start + ONE_DAY, day)
        return DueDate(day, self.rests_on_assumption(first_counted, max(first_counted, day)))

    def next_working_day(self, day: date) -> DueDate:
        """`day` itself when it is a working day, else the first one after it."""
        found = day
        while not self.is_working_day(found):
            found += ONE_DAY
        return DueDate(found, self.rests_on_assumption(day, found))

    def rests_on_assumption(self, first: date, last: date) -> bool:
        """Whether a notice that isn't loaded could speak about a day from `first` to `last`."""
        if first.year == last.year:
            return not self.is_known(last)
        years = range(first.year, last.year + 1)
        return any(year not in self.years_loaded for year in years) or not self.is_known(last)

    def rank(self, day: date) -> int:
        """Working days since the beginning of the calendar; differences of ranks are counts."""
        ordinal = day.toordinal()
        ranks = self._table.ranks
        place = ordinal - self._table.first_ordinal
        return ranks[place] if 0 <= place < len(ranks) else self._count_rank(ordinal)

    def day_of_rank(self, rank: int) -> date:
        """The working day with that rank: the first day up to which so many have passed."""
        days = self._table.days
        place = rank - self._table.first_rank
        return days[place] if 0 <= place < len(days) else self._find_rank(rank)

    @cached_property
    def _table(self) -> _Table:
        """Ranks and working days of the years with special days, looked up instead of counted."""
        special = [*self._lost_weekdays, *self._made_up_days]
        if not special:
            return _Table(0, (), 0, ())
        first, last = min(special), max(special) + 400
        ranks = tuple(self._count_rank(ordinal) for ordinal in range(first, last + 1))
        works = [place for place in range(1, len(ranks)) if ranks[place] > ranks[place - 1]]
        return _Table(first, ranks, ranks[0] + 1, tuple(date.fromordinal(first + place) for place in works))

    def _count_rank(self, ordinal: int) -> int:
        return (
            _plain_rank(ordinal)
            - bisect_right(self._lost_weekdays, ordinal)
            + bisect_right(self._made_up_days, ordinal)
        )

    def _find_rank(self, rank: int) -> date:
        ranks, ordinals = self._turning_points
        after = bisect_right(ranks, rank - 1)
        # Between two special days the plain week holds; the next one may be the made-up day looked for.
        known, from_ordinal = (ranks[after - 1], ordinals[after - 1]) if after else (0, 0)
        weeks, rest = divmod(_plain_rank(from_ordinal) + rank - known - 1, 5)
        ordinal = weeks * 7 + rest + 1
        return date.fromordinal(min(ordinal, ordinals[after]) if after < len(ordinals) else ordinal)

    @cached_property
    def _turning_points(self) -> tuple[list[int], list[int]]:
        """The special days in order, as ranks and ordinals: between them nothing differs from the plain week."""
        ordinals = sorted([*self._lost_weekdays, *self._made_up_days])
        return [self._count_rank(ordinal) for ordinal in ordinals], ordinals


class _Table(NamedTuple):
    first_ordinal: int
    ranks: tuple[int, ...]  # of each day from the first on
    first_rank: int
    days: tuple[date, ...]  # the working days from that rank on


def _plain_rank(ordinal: int) -> int:
    """Mondays to Fridays since the beginning, whatever the notices say."""
    weeks, rest = divmod(ordinal, 7)  # 0001-01-01 is a Monday and has ordinal 1
    return weeks * 5 + min(rest, 5)


@dataclass(frozen=True)
class Term:
    """A period that a law grants: `length` in `unit`, for events from `valid_from` on.

    `hours` says how a term in hours is counted: `clock` day and night, `working` within the office hours.
    `local` is a default of this installation, no law's number: the office may change it.
    A `length` of 0 ends on the day of the event itself.
    """

    code: str
    length: int
    unit: Unit
    source: str
    valid_from: date
    label: str
    hours: Hours = ""
    local: bool = False


def term_on(versions: Iterable[Term], on: date) -> Term | None:
    """The version of a term in force on a day; None before the first one: then nothing was owed by law."""
    in_force = [term for term in versions if term.valid_from <= on]
    return max(in_force, key=lambda term: term.valid_from, default=None)


def due_on(term: Term, started_on: date, calendar: WorkCalendar) -> DueDate:
    """Last day of a term whose event happened on `started_on`; that day itself doesn't count.

    A term in calendar days or months whose last day is a day off ends on the next working day.
    Raises ValueError for a term in hours: it begins at an instant, not on a day.
    《民法典》第二百零一条至第二百零三条
    """
    if term.unit == "working_day":
        return calendar.add_working_days(started_on, term.length)
    if term.unit == "calendar_day":
        return calendar.next_working_day(started_on + timedelta(days=term.length))
    if term.unit == "month":
        return calendar.next_working_day(add_months(started_on, term.length))
    raise ValueError(f"{term.code} is counted in hours; it has no due day")


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day. 《民法典》第二百零二条"""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


class DaysLeft(NamedTuple):
    words: str
    level: Level


def days_left_words(due: DueDate, today: date, calendar: WorkCalendar) -> DaysLeft:
    """How far off a due date is, in its reader's words, and how urgent: ok, soon (≤ 3 working days), late."""
    mark = "（暂定）" if due.provisional else ""
    if due.on == today:
        return DaysLeft(f"今天{mark}", "soon")
    count = calendar.working_days_between(today, due.on)
    if today < due.on:
        # A stored due date can fall on a day off when a later notice moved it.
        words = f"还有 {count} 个工作日" if count else "还有不到 1 个工作日"
        return DaysLeft(words + mark, "soon" if count <= SOON_WORKING_DAYS else "ok")
    words = f"逾期 {-count} 个工作日" if count else "逾期不到 1 个工作日"
    return DaysLeft(words + mark, "late")
