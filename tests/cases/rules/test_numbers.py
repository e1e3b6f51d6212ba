"""The number rule: written, read back, and refused when it couldn't be read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cases.rules.numbers import BadPattern, CaseNumber, NumberRule, format_number, parse_number

RULE = NumberRule("农申")


def test_the_number_of_a_case() -> None:
    assert format_number(RULE, year=2026, serial=23) == "农申〔2026〕23号"
    assert format_number(NumberRule("农申", width=4), year=2026, serial=23) == "农申〔2026〕0023号"
    own = NumberRule("XX", pattern="{mark}-{year}-{serial}", width=3)
    assert format_number(own, year=2026, serial=1234) == "XX-2026-1234"


@pytest.mark.parametrize(
    "typed",
    [
        "农申〔2026〕23号",
        " 农申〔2026〕 23 号 ",
        "农申[2026]23号",
        "农申（2026）23号",
        "农申【２０２６】２３号",
        "农申﹝2026﹞0023号",
    ],
)
def test_people_type_it_in_many_ways(typed: str) -> None:
    assert parse_number(RULE, typed) == CaseNumber("农申", 2026, 23)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "农申〔2026〕号",
        "农申〔26〕23号",
        "水申〔2026〕23号",
        "农申〔2026〕0号",
        "农申〔2026〕23号附",
        "23",
        "农申〔2026〕1234567890号",
    ],
)
def test_what_isnt_a_number_of_this_unit(typed: str) -> None:
    assert parse_number(RULE, typed) is None


@given(
    st.sampled_from(
        [
            "{mark}〔{year}〕{serial}号",
            "{year}{mark}{serial}",
            "{mark}{year}{serial}",
            "{serial}/{mark}({year})",
        ]
    ),
    st.sampled_from(["农申", "A.(x)", "清政信"]),
    st.integers(0, 9),
    st.integers(1000, 9999),
    st.integers(1, 999_999_999),
)
def test_what_is_written_reads_back(pattern: str, mark: str, width: int, year: int, serial: int) -> None:
    rule = NumberRule(mark, pattern, width)
    assert parse_number(rule, format_number(rule, year=year, serial=serial)) == CaseNumber(mark, year, serial)


@pytest.mark.parametrize(
    ("mark", "pattern", "width"),
    [
        ("农申", "{mark}{serial}号", 0),
        ("农申", "{mark}〔{year}〕{serial}{serial}号", 0),
        ("农申", "{mark}〔{year}〕{serial}{x}", 0),
        ("农申", "{mark}9{year}-{serial}", 0),
        ("农申", "{mark}{serial}{year}", 0),
        ("农申", "{mark.__class__}〔{year}〕{serial}号", 0),
        (" ", "{mark}〔{year}〕{serial}号", 0),
        ("农申", "{mark}〔{year}〕{serial}号", 10),
    ],
)
def test_a_pattern_that_cannot_be_read_back_is_refused(mark: str, pattern: str, width: int) -> None:
    with pytest.raises(BadPattern):
        NumberRule(mark, pattern, width)


@pytest.mark.parametrize(("year", "serial"), [(2026, 0), (2026, -1), (26, 1)])
def test_numbers_that_cannot_be_are_refused(year: int, serial: int) -> None:
    with pytest.raises(ValueError):
        format_number(RULE, year=year, serial=serial)
