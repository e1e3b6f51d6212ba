"""Shares by their named ways of rounding, with real tables whose shares were published."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.figures.rules.rounding import ROUNDINGS, mean, median, percent, shares, truncate, unexplained

CITY = (
    4,
    36,
    120,
    6,
    54,
    5,
    14,
    3,
    6,
    523,
    3920,
)  # 4,691 items by kind, and the shares as they were published
CITY_SHOWN = [
    D(s) for s in [".09", ".77", "2.55", ".13", "1.15", ".11", ".30", ".06", ".13", "11.15", "83.56"]
]
DEPARTMENTS = (30, 103, 24, 294, 22, 100, 3635)


def test_4691_items_half_up_differ_in_the_one_cell_that_was_made_to_fit():
    assert sum(CITY) == 4691
    found = shares(CITY, policy="half_up")
    assert [place for place, (a, b) in enumerate(zip(found, CITY_SHOWN, strict=True)) if a != b] == [2]
    assert found[2] == D("2.56")
    assert (sum(found), sum(CITY_SHOWN)) == (D("100.01"), D("100.00"))


def test_no_named_way_gives_the_published_shares():
    found = unexplained(CITY, CITY_SHOWN)
    assert found["half_up"] == [2]
    assert all(found.values())


def test_4208_items_half_up_come_to_exactly_a_hundred():
    assert sum(DEPARTMENTS) == 4208
    assert sum(shares(DEPARTMENTS, policy="half_up")) == D("100.00")


def test_a_hotline_that_truncates_reports_92_1_of_92_166():
    exact = percent(2906, 3153)
    assert exact is not None
    assert (truncate(exact, 1), round(exact, 3)) == (D("92.1"), D("92.166"))


@pytest.mark.parametrize("policy", ROUNDINGS)
@given(parts=st.lists(st.integers(0, 10_000), min_size=1, max_size=20))
def test_each_way_stays_within_one_hundredth_of_the_exact_share(policy, parts):
    whole = sum(parts)
    found = shares(parts, policy=policy)
    if not whole:
        assert set(found) == {D("0.00")}
        return
    assert all(
        abs(share - D(part) * 100 / whole) <= D("0.01") for share, part in zip(found, parts, strict=True)
    )
    if policy == "largest_remainder":
        assert sum(found) == D("100.00")
    if policy == "truncate":
        assert sum(found) <= 100


def test_nothing_to_divide_by_is_no_zero():
    assert percent(0, 0) is None
    assert median({}) is None
    assert mean({}) is None


@given(values=st.lists(st.integers(0, 50), min_size=1, max_size=60))
def test_the_median_of_counted_values_is_that_of_the_list(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    due = D(ordered[half]) if len(ordered) % 2 else D(ordered[half - 1] + ordered[half]) / 2
    assert median({value: values.count(value) for value in values}) == due
