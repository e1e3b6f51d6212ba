"""Last days for reconsideration and court, counted by hand; which text is told by outcome and date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.clocks.test_rules import PLAIN, SHIPPED

from gongkai.cases.rules.remedies import (
    Organs,
    add_months,
    law_on,
    reconsider_until,
    remedies_for,
    sue_after_reconsideration_until,
    sue_for_silence_until,
    sue_until,
)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # 行政复议法第二十条: 60 days after the day of being told; a day off moves the end (民诉法第八十五条).
        (date(2026, 3, 2), date(2026, 5, 6)),  # 1 May: holiday to the 5th
        (date(2026, 1, 5), date(2026, 3, 6)),
        (date(2025, 8, 5), date(2025, 10, 9)),  # 4 October: holiday to the 8th
        (date(2024, 1, 1), date(2024, 3, 1)),  # a leap year
        (date(2024, 12, 6), date(2025, 2, 5)),  # 4 February 2025: last day of the Spring Festival
    ],
)
def test_sixty_days_for_reconsideration(told: date, expected: date) -> None:
    due = reconsider_until(told, law_on(told), SHIPPED)
    assert due.on == expected
    assert not due.provisional


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (date(2025, 3, 3), date(2025, 9, 3)),  # 行政诉讼法第四十六条: six months
        (date(2025, 8, 31), date(2026, 2, 28)),  # no 31 February; the 28th is a worked Saturday
        (date(2024, 4, 1), date(2024, 10, 8)),  # 1 October: holiday to the 7th
        (date(2014, 3, 3), date(2014, 6, 3)),  # three months before 2015-05-01
        (date(2015, 4, 30), date(2015, 7, 30)),
        (date(2015, 5, 4), date(2015, 11, 4)),
    ],
)
def test_months_to_go_to_court(told: date, expected: date) -> None:
    assert sue_until(told, law_on(told), SHIPPED).on == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 15), 6, date(2026, 6, 15)),
        (date(2025, 6, 30), 6, date(2025, 12, 30)),
        (date(2025, 7, 1), 6, date(2026, 1, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_after_reconsideration_fifteen_days() -> None:
    assert sue_after_reconsideration_until(date(2026, 3, 2), SHIPPED).on == date(2026, 3, 17)
    assert sue_after_reconsideration_until(date(2026, 3, 6), SHIPPED).on == date(
        2026, 3, 23
    )  # 21st: Saturday


def test_silence_opens_six_months_from_the_last_day() -> None:
    assert sue_for_silence_until(date(2025, 3, 3), law_on(date(2025, 3, 3)), SHIPPED).on == date(2025, 9, 3)


@pytest.mark.parametrize(
    ("remedy", "decided", "first"),
    [
        ("reconsider_first", date(2023, 12, 31), "either"),
        ("reconsider_first", date(2024, 1, 1), "reconsider_first"),  # 行政复议法第九十条
        ("either", date(2024, 1, 1), "either"),
        ("reconsider_first", date(2010, 6, 1), "either"),
    ],
)
def test_reconsideration_comes_first_only_for_refusals_since_2024(
    remedy: Literal["reconsider_first", "either"], decided: date, first: str
) -> None:
    found = remedies_for(remedy=remedy, decided_on=decided, told_on=decided, calendar=SHIPPED)
    assert found.first == first
    assert (found.sue_until is None) == (first == "reconsider_first")
    assert ("应当先申请行政复议" in "".join(found.paragraphs)) == (first == "reconsider_first")


def test_the_paragraphs_name_organs_and_last_days() -> None:
    organs = Organs("清河县人民政府", "清河县人民法院")
    told = remedies_for(
        remedy="either",
        decided_on=date(2026, 1, 5),
        told_on=date(2026, 1, 5),
        calendar=SHIPPED,
        organs=organs,
    )
    text = "".join(told.paragraphs)
    assert "60日内（最后一天是2026年3月6日），向清河县人民政府申请行政复议" in text
    assert "六个月内（最后一天是2026年7月6日），向清河县人民法院提起行政诉讼" in text
    refusal = remedies_for(
        remedy="reconsider_first", decided_on=date(2026, 1, 5), told_on=None, calendar=SHIPPED
    )
    text = "".join(refusal.paragraphs)
    assert "最后一天" not in text
    assert "第二十三条第一款第（四）项" in text
    assert "15日内" in text


def test_a_last_day_without_a_notice_is_provisional() -> None:
    told = date(2026, 11, 20)
    found = remedies_for(remedy="either", decided_on=told, told_on=told, calendar=SHIPPED)
    assert found.sue_until is not None
    assert found.sue_until.provisional
    assert "，暂定）" in found.paragraphs[1]


def test_what_is_known_from_memory_is_marked() -> None:
    assert law_on(date(2012, 1, 1)).unverified
    assert not law_on(date(2025, 1, 1)).unverified


@given(st.dates(date(2008, 5, 1), date(2035, 12, 31)))
def test_nobody_gets_less_than_the_term(told: date) -> None:
    law = law_on(told)
    assert reconsider_until(told, law, PLAIN).on >= told + timedelta(days=law.reconsider_days)
    assert sue_until(told, law, PLAIN).on >= add_months(told, law.sue_months)
