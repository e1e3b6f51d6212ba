from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.catalogue.rules import Rhythm, add_months, is_owed, next_due_on, owed

START = date(2024, 1, 1)
STANDING = Rhythm("standing", START)
MONTHLY = Rhythm("regular", START, months=1)
YEARLY = Rhythm("regular", START, months=12)
ON_OCCURRENCE = Rhythm("on_occurrence", START)
STAGED = Rhythm("staged", START, nodes=("立项", "开工", "竣工"))


@pytest.mark.parametrize(
    ("duty", "last_on", "stated_to", "today", "what"),
    [
        (STANDING, None, None, date(2024, 1, 1), "item"),
        (STANDING, date(2015, 1, 1), None, date(2026, 1, 1), None),
        (STANDING, None, date(2025, 6, 30), date(2026, 6, 30), None),
        (STANDING, None, date(2025, 6, 30), date(2026, 7, 1), "item"),
        (MONTHLY, None, None, date(2024, 2, 1), None),
        (MONTHLY, None, None, date(2024, 2, 2), "item"),
        (MONTHLY, date(2024, 1, 31), None, date(2024, 2, 29), None),
        (MONTHLY, date(2024, 1, 31), None, date(2024, 3, 1), "item"),
        (MONTHLY, date(2024, 1, 31), date(2024, 3, 31), date(2024, 4, 30), None),
        (YEARLY, date(2025, 3, 5), None, date(2026, 3, 5), None),
        (YEARLY, date(2025, 3, 5), None, date(2026, 3, 6), "item"),
        (ON_OCCURRENCE, None, None, date(2024, 12, 31), None),
        (ON_OCCURRENCE, None, None, date(2025, 1, 1), "statement"),
        (ON_OCCURRENCE, date(2024, 1, 1), None, date(2025, 12, 31), None),
        (ON_OCCURRENCE, None, date(2024, 12, 31), date(2025, 12, 31), None),
        (ON_OCCURRENCE, None, date(2024, 12, 31), date(2026, 1, 1), "statement"),
        (STAGED, None, None, date(2024, 6, 1), None),
    ],
)
def test_what_is_owed_on_a_day(duty, last_on, stated_to, today, what):
    found = owed(duty, last_on=last_on, stated_to=stated_to, today=today)
    assert (found.what if found else None) == what
    assert is_owed(duty, last_on=last_on, stated_to=stated_to, today=today) == (what in ("item", "node"))


@pytest.mark.parametrize(
    ("done", "missing"), [((), None), (("立项",), None), (("立项", "竣工"), "开工"), (("竣工",), "立项")]
)
def test_a_stage_that_was_skipped_is_owed(done, missing):
    found = owed(STAGED, last_on=date(2024, 5, 1), today=date(2024, 6, 1), nodes_done=done)
    assert (found is None) if missing is None else (found.what == "node" and missing in found.words)


def test_a_duty_owes_nothing_before_it_begins_and_after_it_ends():
    duty = Rhythm("standing", START, date(2025, 1, 1))
    assert owed(duty, last_on=None, today=START - timedelta(days=1)) is None
    assert owed(duty, last_on=None, today=date(2024, 12, 31)) is not None
    assert owed(duty, last_on=None, today=date(2025, 1, 1)) is None


def test_months_end_on_their_last_day():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert add_months(date(2024, 5, 15), 24) == date(2026, 5, 15)


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
rhythms = st.one_of(
    st.builds(Rhythm, st.sampled_from(["standing", "on_occurrence"]), days),
    st.builds(Rhythm, st.just("regular"), days, months=st.integers(1, 24)),
)


@given(duty=rhythms, last_on=days, later=days, today=days)
def test_publishing_later_never_makes_a_debt(duty, last_on, later, today):
    if not is_owed(duty, last_on=last_on, today=today):
        assert not is_owed(duty, last_on=max(last_on, later), today=today)


@given(duty=rhythms, last_on=st.none() | days, today=days, stated=days)
def test_a_statement_never_makes_a_debt(duty, last_on, today, stated):
    if owed(duty, last_on=last_on, today=today) is None:
        assert owed(duty, last_on=last_on, today=today, stated_to=stated) is None


@given(duty=rhythms, last_on=st.none() | days, today=days)
def test_what_is_owed_was_owed_since_a_day_not_after_today(duty, last_on, today):
    found = owed(duty, last_on=last_on, today=today)
    assert found is None or found.since <= today


@given(months=st.integers(1, 24), last_on=days)
def test_a_regular_duty_falls_due_on_the_day_after_its_last_day(months, last_on):
    duty = Rhythm("regular", START, months=months)
    due_on = next_due_on(duty, last_on=last_on)
    assert not is_owed(duty, last_on=last_on, today=due_on)
    assert is_owed(duty, last_on=last_on, today=due_on + timedelta(days=1))
