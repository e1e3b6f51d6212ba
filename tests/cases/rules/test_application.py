"""条例第二十九条 to 第三十五条: what must be there, who may do what when, what silence means."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.cases.rules.application import (
    CORRECTIONS_ALLOWED,
    LAPSE_OUTCOMES,
    Threshold,
    co_producer_effect,
    excess_words,
    lapsed,
    may_extend,
    missing_parts,
    third_party_effect,
    why_not_ask_correction,
    why_not_extend,
)
from gongkai.cases.rules.outcomes import BY_CODE
from gongkai.cases.rules.versions import REGULATION_2008, REGULATION_2019

WHOLE: dict[str, Any] = {
    "name": "李一",
    "identity_number": "X",
    "phone": "1",
    "description": "2025年某路改造的预算",
    "form": "electronic",
    "way": "download",
}


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, []),
        ({"name": ""}, ["name"]),
        ({"name": "  \u3000"}, ["name"]),
        ({"identity_number": ""}, ["identity_number"]),
        ({"identity_number": "", "identity_file": ["a.jpg"]}, []),
        ({"phone": ""}, ["phone"]),
        ({"phone": "", "email": "a@example.cn"}, []),
        ({"phone": None, "address": "某街1号"}, []),
        ({"description": " "}, ["description"]),
        ({"description": "", "doc_no": "清政发〔2025〕1号"}, []),
        ({"description": "", "title": "2025年预算"}, []),
        ({"form": ""}, ["form"]),
        ({"way": ""}, ["way"]),
        ({"way": "mail"}, ["address"]),
        ({"way": "mail", "address": "某街1号"}, []),
        ({"way": "email"}, ["email"]),
        ({"way": "email", "phone": ""}, ["phone"]),
    ],
)
def test_what_an_application_lacks(change: dict[str, Any], missing: list[str]) -> None:
    assert [field for field, _ in missing_parts({**WHOLE, **change})] == missing


def test_an_empty_form_names_every_part_at_its_field_in_order() -> None:
    found = missing_parts({})
    assert [field for field, _ in found] == [
        "name",
        "identity_number",
        "phone",
        "description",
        "form",
        "way",
    ]
    assert all(words.endswith("。") for _, words in found)


def test_no_purpose_is_asked_for_and_the_old_text_asks_no_identity() -> None:
    assert "purpose" not in {field for field, _ in missing_parts({})}
    old = {**WHOLE, "identity_number": ""}
    assert missing_parts(old, rules=REGULATION_2008) == []


ASK_UNTIL = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("before", "on", "may"),
    [(0, date(2026, 3, 3), True), (0, ASK_UNTIL, True), (0, date(2026, 3, 12), False), (1, ASK_UNTIL, False)],
)
def test_a_correction_is_asked_for_once_within_seven_working_days(before: int, on: date, may: bool) -> None:
    words = why_not_ask_correction(asked_before=before, ask_until=ASK_UNTIL, on=on)
    assert (words == "") == may


def test_a_place_may_allow_a_second_correction() -> None:
    assert CORRECTIONS_ALLOWED == 1
    assert why_not_ask_correction(asked_before=1, ask_until=ASK_UNTIL, on=ASK_UNTIL, allowed=2) == ""


LAST = date(2026, 4, 10)


@pytest.mark.parametrize(
    ("done", "today", "reason", "given_up"),
    [
        (None, LAST, False, False),  # the last day belongs to the term
        (None, date(2026, 4, 11), False, True),
        (LAST, date(2026, 5, 1), False, False),
        (date(2026, 4, 11), date(2026, 5, 1), False, True),
        (None, date(2026, 5, 1), True, False),  # 正当理由
        (date(2026, 4, 1), date(2026, 4, 2), False, False),
    ],
)
def test_an_unused_term_means_given_up(done: date | None, today: date, reason: bool, given_up: bool) -> None:
    assert lapsed(last_day=LAST, done_on=done, today=today, good_reason=reason) == given_up


def test_lapses_end_in_the_rows_of_the_report() -> None:
    assert {key: BY_CODE[code].counts_as for key, code in LAPSE_OUTCOMES.items()} == {
        "correction": "other.correction_overdue",
        "fee": "other.fee_overdue",
    }


@pytest.mark.parametrize(
    ("days", "before", "on", "rules", "may"),
    [
        (1, 0, LAST, REGULATION_2019, True),
        (20, 0, LAST, REGULATION_2019, True),  # 第三十三条第二款
        (21, 0, LAST, REGULATION_2019, False),
        (0, 0, LAST, REGULATION_2019, False),
        (-3, 0, LAST, REGULATION_2019, False),
        (20, 1, LAST, REGULATION_2019, False),
        (20, 0, date(2026, 4, 11), REGULATION_2019, False),
        (15, 0, LAST, REGULATION_2008, True),  # 2007年文本第二十四条
        (16, 0, LAST, REGULATION_2008, False),
    ],
)
def test_the_reply_period_is_extended_once(days: int, before: int, on: date, rules: Any, may: bool) -> None:
    words = why_not_extend(days=days, extended_before=before, due_on=LAST, on=on, rules=rules)
    assert (words == "") == may
    assert may_extend(days=days, extended_before=before, due_on=LAST, on=on, rules=rules) == may


@pytest.mark.parametrize(
    ("answer", "public_interest", "rules", "may", "tell"),
    [
        ("agrees", False, REGULATION_2019, "disclose", False),
        ("silent", False, REGULATION_2019, "unit_decides", False),  # not: counts as refused
        ("refuses_with_reason", False, REGULATION_2019, "withhold", False),
        ("refuses_with_reason", True, REGULATION_2019, "unit_decides", True),
        ("refuses_without_reason", False, REGULATION_2019, "unit_decides", True),
        ("refuses_without_reason", False, REGULATION_2008, "withhold", False),
        ("refuses_without_reason", True, REGULATION_2008, "unit_decides", True),
        ("silent", False, REGULATION_2008, "unit_decides", False),
    ],
)
def test_what_a_third_party_answers(
    answer: Any, public_interest: bool, rules: Any, may: str, tell: bool
) -> None:
    effect = third_party_effect(answer, public_interest=public_interest, rules=rules)
    assert (effect.may, effect.tell_them) == (may, tell)
    assert effect.words
    assert effect.article


def test_an_organ_that_says_nothing_has_agreed() -> None:
    assert co_producer_effect("silent").may == "disclose"
    assert "视为同意" in co_producer_effect("silent").words
    assert co_producer_effect("agrees").may == "disclose"
    assert co_producer_effect("refuses").may == "unit_decides"


def test_excess_is_told_by_the_month_and_by_rows_of_the_place() -> None:
    ten = [date(2026, 3, day) for day in range(1, 11)]
    assert excess_words(ten, date(2026, 3, 31)) == []
    eleven = [*ten, date(2026, 3, 11), date(2026, 2, 27), date(2026, 4, 1)]
    assert len(excess_words(eleven, date(2026, 3, 31))) == 1
    assert "11 件" in excess_words(eleven, date(2026, 3, 31))[0]
    # As of an earlier day the later ones haven't come yet.
    assert excess_words(eleven, date(2026, 3, 10)) == []
    rolling = (Threshold(2, 5, "某县"),)
    assert excess_words(eleven, date(2026, 4, 1), thresholds=rolling) == []
    assert "5 天内已有 5 件" in excess_words(eleven, date(2026, 3, 11), thresholds=rolling)[0]
