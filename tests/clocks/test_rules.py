"""Working-day arithmetic: worked examples from real years, then properties over any calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clocks.notices import shipped_calendar
from gongkai.clocks.rules import DueDate, Term, WorkCalendar, add_months, days_left_words, due_on, term_on
from gongkai.clocks.terms import TERMS

SHIPPED = shipped_calendar()
PLAIN = WorkCalendar(frozenset(), frozenset(), frozenset())

days = st.dates(date(2000, 1, 1), date(2030, 12, 31))
calendars = st.one_of(
    st.just(SHIPPED),
    st.builds(
        lambda off, work: WorkCalendar(off - work, work, frozenset(range(2000, 2032))),
        st.frozensets(days, max_size=60),
        st.frozensets(days, max_size=60),
    ),
)


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        # 《条例》二十个工作日, counted by hand on the wall calendar of the year.
        # 20 September and 10 October worked; 25–27 September and 1–7 October off
        (date(2026, 9, 14), 20, date(2026, 10, 16)),
        (date(2024, 9, 27), 1, date(2024, 9, 29)),  # a worked Sunday counts
        (date(2024, 9, 30), 1, date(2024, 10, 8)),
        (date(2020, 1, 23), 1, date(2020, 2, 3)),  # the Spring Festival that was lengthened
        (date(2015, 9, 2), 1, date(2015, 9, 6)),  # the one-off holiday of 3 September 2015
        (date(2004, 4, 30), 1, date(2004, 5, 8)),
        (date(2023, 12, 29), 1, date(2024, 1, 2)),
    ],
)
def test_working_days_are_counted_as_in_the_real_years(start: date, n: int, expected: date) -> None:
    assert SHIPPED.add_working_days(start, n) == DueDate(expected, provisional=False)


def test_a_worked_weekend_day_is_a_working_day_and_a_bridged_weekday_is_not() -> None:
    assert SHIPPED.is_working_day(date(2024, 2, 4))
    assert not SHIPPED.is_working_day(date(2024, 2, 12))
    assert SHIPPED.is_working_day(date(2024, 2, 19))
    assert not SHIPPED.is_working_day(date(2024, 2, 24))


@pytest.mark.parametrize(
    ("start", "n", "provisional"),
    [
        (date(2026, 11, 2), 20, False),
        (date(2026, 12, 24), 2, False),  # 28 December
        (date(2026, 12, 24), 3, True),  # 29 December: the notice for 2027 may still speak about it
        (date(2026, 12, 24), 20, True),
        (date(2027, 3, 1), 5, True),
        (date(2025, 12, 24), 20, False),
        (date(2003, 12, 31), 3, False),  # the day of the event itself isn't counted
        (date(2003, 12, 30), 3, True),
    ],
)
def test_a_date_that_an_unknown_notice_could_move_is_provisional(
    start: date, n: int, provisional: bool
) -> None:
    assert SHIPPED.add_working_days(start, n).provisional is provisional


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        SHIPPED.add_working_days(date(2024, 1, 1), -1)


@given(calendars, days, st.integers(0, 400))
def test_adding_never_lands_on_a_day_off(calendar: WorkCalendar, start: date, n: int) -> None:
    assert calendar.is_working_day(calendar.add_working_days(start, n).on)


@given(calendars, days, st.integers(1, 400))
def test_counting_back_gives_the_number_added(calendar: WorkCalendar, start: date, n: int) -> None:
    assert calendar.working_days_between(start, calendar.add_working_days(start, n).on) == n


@given(calendars, days, st.integers(0, 60), st.integers(0, 60))
def test_adding_in_two_goes_equals_adding_at_once(
    calendar: WorkCalendar, start: date, n: int, m: int
) -> None:
    first = calendar.add_working_days(start, n)
    assert calendar.add_working_days(first.on, m).on == calendar.add_working_days(start, n + m).on


@given(calendars, days, st.integers(0, 30), st.integers(0, 60))
def test_starting_later_or_adding_more_never_ends_earlier(
    calendar: WorkCalendar, start: date, later: int, n: int
) -> None:
    end = calendar.add_working_days(start, n).on
    assert calendar.add_working_days(start + timedelta(days=later), n).on >= end
    assert calendar.add_working_days(start, n + 1).on > end


@given(calendars, days, st.integers(0, 800))
def test_the_quick_count_equals_counting_day_by_day(calendar: WorkCalendar, start: date, span: int) -> None:
    end = start + timedelta(days=span)
    one_by_one = sum(calendar.is_working_day(start + timedelta(days=i)) for i in range(1, span + 1))
    assert calendar.working_days_between(start, end) == one_by_one
    assert calendar.working_days_between(end, start) == -one_by_one


@given(calendars, st.dates(date(1999, 1, 1), date(2032, 12, 31)))
def test_the_day_of_a_rank_is_the_first_day_up_to_which_so_many_have_passed(
    calendar: WorkCalendar, day: date
) -> None:
    found = calendar.day_of_rank(calendar.rank(day))
    assert found <= day
    assert calendar.rank(found) == calendar.rank(day)
    assert calendar.is_working_day(found)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 10, 15), 3, date(2026, 1, 15)),
        (date(2025, 12, 1), 0, date(2025, 12, 1)),
    ],
)
def test_months_end_on_the_day_of_the_same_number_or_the_last(
    start: date, months: int, expected: date
) -> None:
    assert add_months(start, months) == expected


@given(days, st.integers(1, 60))
def test_loading_a_notice_only_ever_settles_a_provisional_date(start: date, n: int) -> None:
    # What was called certain stays where it was when more years become known.
    known = frozenset(year for year in SHIPPED.years_loaded if year < 2020)
    before = WorkCalendar(
        off=frozenset(day for day in SHIPPED.off if day < date(2019, 12, 29)),
        work=frozenset(day for day in SHIPPED.work if day < date(2019, 12, 29)),
        years_loaded=known,
    ).add_working_days(start, n)
    if not before.provisional:
        assert SHIPPED.add_working_days(start, n).on == before.on


def test_publication_is_owed_in_twenty_working_days_since_the_first_regulations() -> None:
    versions = TERMS["item.publish"]
    assert term_on(versions, date(2008, 4, 30)) is None
    first, current = term_on(versions, date(2008, 5, 1)), term_on(versions, date(2019, 5, 15))
    assert first
    assert current
    assert "第十八条" in first.source
    assert "第二十六条" in current.source
    assert term_on(versions, date(2019, 5, 14)) == first
    assert {first.length, current.length} == {20}
    assert due_on(current, date(2026, 9, 14), SHIPPED) == DueDate(date(2026, 10, 16), provisional=False)


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    term = Term("budget.publish", 20, "calendar_day", "《预算法》第十四条", date(2015, 1, 1), "预算公开")
    assert due_on(term, date(2024, 9, 11), SHIPPED).on == date(2024, 10, 8)
    assert due_on(term, date(2024, 9, 10), SHIPPED).on == date(2024, 9, 30)


def test_a_term_in_hours_has_no_due_day() -> None:
    term = Term("opinion.first_reply", 5, "hour", "国办发〔2016〕61号", date(2016, 8, 1), "舆情回应")
    with pytest.raises(ValueError, match="hours"):
        due_on(term, date(2024, 9, 11), SHIPPED)


@pytest.mark.parametrize(
    ("due", "today", "words", "level"),
    [
        (date(2024, 9, 30), date(2024, 9, 30), "今天", "soon"),
        (date(2024, 9, 30), date(2024, 9, 27), "还有 2 个工作日", "soon"),
        (date(2024, 10, 8), date(2024, 9, 26), "还有 4 个工作日", "ok"),
        (date(2024, 9, 30), date(2024, 10, 8), "逾期 1 个工作日", "late"),
        (date(2024, 9, 30), date(2024, 10, 3), "逾期不到 1 个工作日", "late"),
        (date(2024, 10, 4), date(2024, 10, 1), "还有不到 1 个工作日", "soon"),
    ],
)
def test_the_days_left_are_told_in_words(due: date, today: date, words: str, level: str) -> None:
    assert days_left_words(DueDate(due, False), today, SHIPPED) == (words, level)


def test_a_provisional_date_says_so_in_words() -> None:
    due = PLAIN.add_working_days(date(2031, 3, 3), 5)
    assert days_left_words(due, date(2031, 3, 3), PLAIN).words == "还有 5 个工作日（暂定）"
