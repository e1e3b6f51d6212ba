"""In which period a case counts, and as what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.figures.rules.courses import Course, Turn, rows_of
from gongkai.figures.rules.periods import NoPeriod, month, quarter, read_period, year

RECEIVED = date(2024, 11, 20)
NEW_AND_OPEN = ("new_received", "carried_forward")


def test_open_at_the_end_of_the_year_is_carried_forward_and_counts_when_it_ends():
    course = Course(RECEIVED, (Turn(date(2025, 1, 6), "granted"),))
    assert rows_of(course, year(2024)) == NEW_AND_OPEN
    assert rows_of(course, year(2025)) == ("carried_over", "results.total")
    assert rows_of(course, year(2026)) == ()


def test_ended_and_answered_anew_in_one_year_counts_once_with_the_last_answer():
    course = Course(
        date(2024, 1, 5),
        (
            Turn(date(2024, 2, 1), "granted"),
            Turn(date(2024, 5, 1), reopens=True),
            Turn(date(2024, 6, 1), "partial"),
        ),
    )
    assert rows_of(course, year(2024)) == ("new_received", "results.total")
    ended = course.ended(as_of=date(2024, 12, 31))
    assert ended is not None
    assert ended.outcome == "partial"


def test_answered_anew_in_a_later_year_counts_no_second_time():
    course = Course(
        date(2024, 1, 5),
        (
            Turn(date(2024, 2, 1), "granted"),
            Turn(date(2025, 5, 1), reopens=True),
            Turn(date(2025, 6, 1), "partial"),
        ),
    )
    ended = course.ended(as_of=date(2025, 12, 31))
    assert ended is not None
    assert ended.outcome == "granted"
    assert rows_of(course, year(2025)) == ()
    assert course.redone(year(2025))


def test_taken_up_again_and_still_open_at_the_end_of_its_year_is_carried_forward():
    course = Course(
        date(2024, 1, 5),
        (
            Turn(date(2024, 2, 1), "granted"),
            Turn(date(2024, 12, 1), reopens=True),
            Turn(date(2025, 1, 6), "partial"),
        ),
    )
    assert rows_of(course, year(2024)) == NEW_AND_OPEN
    assert rows_of(course, year(2025)) == ("carried_over", "results.total")


def test_what_was_never_confirmed_counts_nowhere():
    assert rows_of(Course(None, (Turn(date(2024, 3, 1), "withdrawn"),)), year(2024)) == ()


@given(
    came=st.dates(date(2022, 1, 1), date(2025, 12, 31)),
    steps=st.lists(st.integers(0, 500), max_size=6),
)
def test_over_the_years_a_case_comes_once_ends_once_at_most_and_is_carried_between(came, steps):
    turns, day = [], came
    for place, step in enumerate(steps):
        day += timedelta(days=step)
        turns.append(Turn(day, "granted", reopens=bool(place % 2)))
    course = Course(came, tuple(turns))
    rows = {n: rows_of(course, year(n)) for n in range(2021, 2036)}
    told = [row for found in rows.values() for row in found]
    assert told.count("new_received") == 1
    assert told.count("results.total") <= 1
    for n in range(2022, 2036):
        assert ("carried_over" in rows[n]) == ("carried_forward" in rows[n - 1])


def test_periods_are_read_as_people_write_them():
    assert read_period("2025") == year(2025)
    assert read_period("2025Q2") == quarter(2, 2025)
    assert read_period("2025-02") == month(2, 2025)
    assert (year(2024).label, quarter(3, 2024).label, month(2, 2024).label) == (
        "2024年",
        "2024年第三季度",
        "2024年2月",
    )
    for wrong in ("", "去年", "2025-13", "2025-05-01..2025-04-01"):
        with pytest.raises(NoPeriod, match="写成"):
            read_period(wrong)
