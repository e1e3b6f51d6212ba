"""好差评: rates without division by zero; who didn't rate is in no denominator of satisfaction."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cases.rules.satisfaction import LEVELS, Share, ratings


def test_the_rate_leaves_out_who_did_not_rate() -> None:
    found = ratings({"very_good": 5, "good": 2, "fair": 1, "poor": 1, "very_poor": 1}, not_rated=30)
    assert found.satisfied == Share(8, 10)
    assert found.satisfied.words == "80.00%（8/10）"
    assert found.answered == Share(10, 40)
    assert found.answered.percent == Decimal("25.00")


def test_without_any_rating_there_is_no_rate() -> None:
    found = ratings({}, not_rated=0)
    assert found.satisfied.percent is None
    assert found.answered.percent is None
    assert "没有" in found.satisfied.words


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (2906, 3153, "92.17"),  # a county reported 92.1: cut off, not rounded (domain/annual-report.md §7)
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 800, "0.13"),  # halves go up
        (0, 7, "0.00"),
        (7, 7, "100.00"),
    ],
)
def test_percent_is_rounded_half_up(part: int, whole: int, percent: str) -> None:
    assert Share(part, whole).percent == Decimal(percent)


@given(
    st.dictionaries(st.sampled_from([level.code for level in LEVELS]), st.integers(0, 50)), st.integers(0, 50)
)
def test_nothing_is_lost_and_no_rate_leaves_its_bounds(counts: dict[str, int], not_rated: int) -> None:
    found = ratings(counts, not_rated=not_rated)
    assert sum(found.by_level.values()) == found.satisfied.whole == found.answered.part
    assert found.answered.whole == found.satisfied.whole + not_rated
    assert found.satisfied.percent is None or 0 <= found.satisfied.percent <= 100


def test_bad_counts_are_refused() -> None:
    with pytest.raises(KeyError):
        ratings({"so-so": 1}, not_rated=0)
    with pytest.raises(ValueError):
        ratings({"good": -1}, not_rated=0)
    with pytest.raises(ValueError):
        ratings({}, not_rated=-1)
    with pytest.raises(ValueError):
        Share(3, 2)
