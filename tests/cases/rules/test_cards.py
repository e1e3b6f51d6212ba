"""Cards by the default row (剩余≤1个工作日黄, 逾期红, 逾期≥5个工作日升级) and by a county's own."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases.rules.cards import LABELS, Card, CardRule, card_for, card_words

DUE = date(2026, 3, 20)  # a Friday


@pytest.mark.parametrize(
    ("as_of", "served", "left", "expected"),
    [
        (date(2026, 3, 18), None, 2, ""),
        (date(2026, 3, 19), None, 1, "yellow"),
        (DUE, None, 0, "yellow"),
        (date(2026, 3, 21), None, 0, "red"),  # late by a Saturday alone
        (date(2026, 3, 23), None, -1, "red"),
        (date(2026, 3, 26), None, -4, "red"),
        (date(2026, 3, 27), None, -5, "escalated"),
        (date(2026, 4, 30), DUE, 0, ""),  # served on the last day
        (date(2026, 4, 30), date(2026, 3, 23), -1, "red"),  # served late stays late
        (date(2026, 4, 30), date(2026, 3, 27), -5, "escalated"),
        (date(2026, 3, 23), date(2026, 3, 25), -1, "red"),  # not yet served as of that day
    ],
)
def test_the_card_of_a_case(as_of: date, served: date | None, left: int, expected: Card) -> None:
    assert card_for(due_on=DUE, served_on=served, as_of=as_of, working_days_left=left) == expected


def test_a_stopped_clock_shows_no_card_and_no_due_day_shows_none() -> None:
    assert card_for(due_on=DUE, served_on=None, as_of=DUE, working_days_left=0, paused=True) == ""
    late = date(2026, 3, 23)
    assert card_for(due_on=DUE, served_on=None, as_of=late, working_days_left=-1, paused=True) == ""
    assert card_for(due_on=None, served_on=None, as_of=DUE, working_days_left=-9) == ""


def test_a_county_sets_its_own_days() -> None:
    own = CardRule(yellow_at=3, escalate_at=10, source="某县办法")
    early = date(2026, 3, 17)
    assert card_for(due_on=DUE, served_on=None, as_of=early, working_days_left=3, rule=own) == "yellow"
    late = date(2026, 3, 27)
    assert card_for(due_on=DUE, served_on=None, as_of=late, working_days_left=-5, rule=own) == "red"


def test_cards_say_why() -> None:
    assert card_words("yellow", 1) == "还有 1 个工作日到期。"
    assert card_words("yellow", 0) == "今天到期。"
    assert card_words("red", 0) == "已经逾期。"
    assert card_words("escalated", -7) == "已经逾期 7 个工作日，升级督办。"
    assert card_words("", 3) == ""
    assert set(LABELS) == {"", "yellow", "red", "escalated"}
