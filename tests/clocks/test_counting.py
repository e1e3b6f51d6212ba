"""Deadlines: worked examples, ten thousand random histories replayed day by day, and what must always hold."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clocks.counting import LOCAL, Deadline, History, OfficeHours, Pause, deadline
from gongkai.clocks.notices import DATA, shipped_calendar
from gongkai.clocks.rules import Term
from gongkai.clocks.terms import TERMS

SHIPPED = shipped_calendar()
REPLY = TERMS["foi.reply"][-1]
LATER = date(2030, 1, 1)


def term(length: int, unit: str = "working_day", hours: str = "") -> Term:
    return Term("t", length, unit, "", date(2000, 1, 1), "", hours)  # type: ignore[arg-type]


def ends(of: Term, history: History, as_of: date = LATER) -> Deadline:
    return deadline(of, history, SHIPPED, as_of=as_of)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        # Counted by hand on the wall calendar: 28 September and 11 October 2025 worked, 1–8 October off.
        (History(date(2025, 9, 26)), date(2025, 10, 30)),
        (History(date(2025, 9, 26), extension=20), date(2025, 11, 27)),
        # A week of consultation, both ends in it: five working days more.
        (History(date(2025, 9, 26), pauses=(Pause(date(2025, 10, 13), date(2025, 10, 17)),)), date(2025, 11, 6)),
        # The same week told by two consultations that overlap.
        (
            History(
                date(2025, 9, 26),
                pauses=(Pause(date(2025, 10, 13), date(2025, 10, 16)), Pause(date(2025, 10, 15), date(2025, 10, 17))),
            ),
            date(2025, 11, 6),
        ),
        # A pause within the holiday costs nothing.
        (History(date(2025, 9, 26), pauses=(Pause(date(2025, 10, 1), date(2025, 10, 8)),)), date(2025, 10, 30)),
        # A pause that begins on the last day moves it, one that begins on the day after does not.
        (History(date(2025, 9, 26), pauses=(Pause(date(2025, 10, 30), date(2025, 10, 30)),)), date(2025, 10, 31)),
        (History(date(2025, 9, 26), pauses=(Pause(date(2025, 10, 31), date(2025, 11, 28)),)), date(2025, 10, 30)),
        # What was before the start (asked to correct, corrected on the 26th) counts for nothing.
        (History(date(2025, 9, 26), pauses=(Pause(date(2025, 9, 1), date(2025, 9, 26)),)), date(2025, 10, 30)),
        # Received on a day off: counted from the next day like any other.
        (History(date(2025, 10, 1)), date(2025, 11, 4)),
    ],
)  # fmt: skip
def test_a_reply_is_due_as_counted_by_hand(history: History, expected: date) -> None:
    assert ends(REPLY, history) == Deadline(expected, None, False, False)


def test_an_open_pause_runs_through_the_day_of_asking() -> None:
    history = History(date(2025, 9, 26), pauses=(Pause(date(2025, 10, 13), None),))
    assert ends(REPLY, history, date(2025, 10, 13)) == Deadline(date(2025, 10, 31), None, False, True)
    assert ends(REPLY, history, date(2025, 10, 17)) == Deadline(date(2025, 11, 6), None, False, True)
    assert ends(REPLY, history, date(2025, 10, 10)) == Deadline(date(2025, 10, 30), None, False, False)


def test_a_term_that_ran_out_before_the_pause_does_not_stand_still() -> None:
    history = History(date(2025, 9, 26), pauses=(Pause(date(2025, 11, 3), None),))
    assert ends(REPLY, history, date(2025, 11, 4)) == Deadline(date(2025, 10, 30), None, False, False)


def test_a_date_in_a_year_without_its_notice_is_provisional() -> None:
    assert not ends(REPLY, History(date(2026, 11, 2))).provisional
    assert ends(REPLY, History(date(2026, 12, 10))).provisional


@pytest.mark.parametrize(
    ("of", "start", "expected"),
    [
        (TERMS["budget.publish"][0], date(2024, 9, 11), date(2024, 10, 8)),  # 1 October, then the holiday
        (TERMS["reconsideration.apply"][-1], date(2025, 9, 26), date(2025, 11, 25)),
        (TERMS["litigation.apply"][-1], date(2025, 8, 31), date(2026, 2, 28)),  # a worked Saturday
        (TERMS["litigation.apply"][-1], date(2025, 7, 15), date(2026, 1, 15)),
        (TERMS["litigation.apply"][-1], date(2025, 4, 3), date(2025, 10, 9)),  # 3 October is in the holiday
        (TERMS["foi.confirm_mail"][-1], date(2025, 10, 9), date(2025, 10, 9)),
        (TERMS["foi.confirm_mail"][-1], date(2025, 10, 1), date(2025, 10, 9)),
    ],
)
def test_calendar_days_months_and_the_same_day(of: Term, start: date, expected: date) -> None:
    assert ends(of, History(start)).on == expected


def test_hours_run_by_the_clock_over_nights_and_holidays() -> None:
    begun = datetime(2025, 9, 30, 21, 30, tzinfo=LOCAL)
    of = TERMS["opinion.first_statement"][0]
    assert ends(of, History(None, begun)).at == datetime(2025, 10, 1, 2, 30, tzinfo=LOCAL)
    assert ends(TERMS["opinion.conference"][0], History(None, begun)).on == date(2025, 10, 1)
    paused = History(None, begun, (Pause(date(2025, 10, 1), date(2025, 10, 2)),))
    assert ends(of, paused).at == datetime(2025, 10, 3, 2, 30, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("begun", "hours", "expected"),
    [
        (datetime(2025, 9, 30, 16, 0), 2, datetime(2025, 10, 9, 9, 0)),  # 90 minutes, then after the holiday
        (datetime(2025, 9, 30, 11, 0), 1, datetime(2025, 9, 30, 12, 0)),
        (datetime(2025, 9, 30, 11, 0), 2, datetime(2025, 9, 30, 15, 0)),  # over noon
        (datetime(2025, 10, 3, 11, 0), 7, datetime(2025, 10, 9, 17, 30)),
        (
            datetime(2025, 9, 27, 9, 0),
            14,
            datetime(2025, 9, 29, 17, 30),
        ),  # Saturday; the worked Sunday counts
        (datetime(2025, 9, 29, 6, 0), 3, datetime(2025, 9, 29, 11, 30)),
    ],
)
def test_working_hours_run_within_the_office_hours(begun: datetime, hours: int, expected: datetime) -> None:
    found = ends(term(hours, "hour", "working"), History(None, begun.replace(tzinfo=LOCAL)))
    assert found.at == expected.replace(tzinfo=LOCAL)


def test_histories_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="started"):
        ends(REPLY, History(None))
    with pytest.raises(ValueError, match="before its start"):
        ends(REPLY, History(date(2025, 9, 26), pauses=(Pause(date(2025, 10, 2), date(2025, 10, 1)),)))
    with pytest.raises(ValueError, match="instant"):
        ends(TERMS["opinion.conference"][0], History(date(2025, 9, 26)))


# ---- ten thousand histories, replayed by somebody who only knows how to turn the leaves of a calendar -----


def wall_calendar() -> Callable[[date], bool]:
    """Working days straight from the shipped table, without any of the code under test."""
    with (DATA / "holidays.csv").open(encoding="utf-8", newline="") as lines:
        special = {date.fromisoformat(row["date"]): row["type"] == "work" for row in csv.DictReader(lines)}
    return lambda day: special.get(day, day.weekday() < 5)


WORKS = wall_calendar()
ONE = timedelta(days=1)


def replay(of: Term, start: date, extension: int, pauses: Iterable[Pause], as_of: date) -> date:
    """Day after day: is the term paused, is it a working day, how many are left."""
    stopped: set[date] = set()
    for pause in pauses:
        day = pause.start
        while day <= (as_of if pause.end is None else pause.end):
            stopped.add(day)
            day += ONE
    left = of.length + extension
    day = start
    if of.unit == "working_day":
        while left:
            day += ONE
            left -= WORKS(day) and day not in stopped
        if of.length + extension:
            return day
    else:
        if of.unit == "month":
            last = start
            for _ in range(left):
                last = _a_month_later(last, start.day)
            left = (last - start).days
        while left:
            day += ONE
            left -= day not in stopped
    while not WORKS(day) or day in stopped:
        day += ONE
    return day


def _a_month_later(day: date, wanted: int) -> date:
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return min(first + timedelta(days=wanted - 1), after - ONE)


def random_history(dice: random.Random) -> tuple[Term, date, int, tuple[Pause, ...], date]:
    """An application as it comes: perhaps corrected, consulted about, charged for, extended."""
    of = dice.choice(
        [REPLY, TERMS["foi.reply_2008"][0], term(dice.randint(0, 60)), term(dice.randint(0, 90), "calendar_day"),
         term(dice.randint(1, 12), "month")]
    )  # fmt: skip
    received = date(2005, 1, 3) + timedelta(days=dice.randrange(365 * 20))
    start = received + timedelta(days=dice.choice([0, 0, dice.randint(1, 40)]))  # corrected on that day
    pauses = []
    for _ in range(dice.choice([0, 1, 1, 2, 3, 5])):  # third parties, other organs, the fee
        begin = received + timedelta(days=dice.randint(-10, 60))
        end = begin + timedelta(days=dice.choice([0, dice.randint(0, 30)]))
        pauses.append(Pause(begin, end if dice.random() < 0.85 else None))
    extension = dice.choice([0, 0, dice.randint(1, 20)]) if of.unit != "month" else 0
    return of, start, extension, tuple(pauses), received + timedelta(days=dice.randint(0, 150))


def test_ten_thousand_random_histories_end_where_a_replay_day_by_day_ends() -> None:
    dice = random.Random(20190515)
    different = []
    for _ in range(10_000):
        of, start, extension, pauses, as_of = random_history(dice)
        found = deadline(of, History(start, None, pauses, extension), SHIPPED, as_of=as_of)
        expected = replay(of, start, extension, pauses, as_of)
        if found.on != expected:
            different.append((of.length, of.unit, start, extension, pauses, as_of, found.on, expected))
    assert different == []


def test_working_hours_end_where_a_replay_minute_by_minute_ends() -> None:
    dice = random.Random(7)
    hours = OfficeHours(((time(8, 30), time(12)), (time(14), time(17, 30))))
    for _ in range(150):
        begun = datetime(2025, 1, 1, tzinfo=LOCAL) + timedelta(minutes=dice.randrange(60 * 24 * 300))
        length = dice.randint(1, 30)
        first = begun.date() + timedelta(days=dice.randint(-2, 6))
        pause = Pause(first, first + timedelta(days=dice.randint(0, 4)))
        left, at = length * 60, begun
        while left:
            inside = any(opens <= at.time() < closes for opens, closes in hours.sessions)
            left -= inside and WORKS(at.date()) and not pause.start <= at.date() <= (pause.end or LATER)
            at += timedelta(minutes=1)
        found = deadline(
            term(length, "hour", "working"),
            History(None, begun, (pause,)),
            SHIPPED,
            as_of=LATER,
            office_hours=hours,
        )
        assert found.at == at, (begun, length, pause)


# ---- what must always hold -------------------------------------------------------------------------------

days = st.dates(date(2008, 1, 1), date(2026, 6, 30))
pauses = st.builds(lambda start, n: Pause(start, start + timedelta(days=n)), days, st.integers(0, 60))
terms = st.builds(term, st.integers(0, 60), st.sampled_from(["working_day", "calendar_day"]))


@given(terms, days, st.lists(pauses, max_size=4), pauses, st.integers(0, 20))
def test_a_pause_or_an_extension_never_shortens_a_term(
    of: Term, start: date, some: list[Pause], more: Pause, extension: int
) -> None:
    plain = ends(of, History(start, pauses=tuple(some))).on
    assert ends(of, History(start, pauses=(*some, more))).on >= plain
    assert ends(of, History(start, pauses=tuple(some), extension=extension)).on >= plain


@given(terms, days, st.lists(pauses, max_size=4))
def test_a_term_ends_on_a_working_day_that_is_not_paused(of: Term, start: date, some: list[Pause]) -> None:
    on = ends(of, History(start, pauses=tuple(some))).on
    assert SHIPPED.is_working_day(on)
    assert not any(pause.start <= on <= (pause.end or LATER) for pause in some)


@given(terms, days, st.lists(pauses, max_size=4), st.randoms(use_true_random=False))
def test_the_order_and_the_overlap_of_pauses_do_not_matter(
    of: Term, start: date, some: list[Pause], dice: random.Random
) -> None:
    shuffled = [*some, *some]
    dice.shuffle(shuffled)
    assert ends(of, History(start, pauses=tuple(shuffled))) == ends(of, History(start, pauses=tuple(some)))


@given(terms, days, st.lists(pauses, max_size=3), st.integers(1, 30))
def test_who_starts_later_never_ends_earlier(of: Term, start: date, some: list[Pause], later: int) -> None:
    on = ends(of, History(start, pauses=tuple(some))).on
    assert ends(of, History(start + timedelta(days=later), pauses=tuple(some))).on >= on
