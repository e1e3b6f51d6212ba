"""Hiding a citizen's post: only on a ground of law, with a stub that says so and shows nothing of the content."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.cases.rules.hiding import BY_CODE, GROUNDS, ground_faults, stub_words, why_not_hide


def test_every_ground_names_its_article() -> None:
    assert ground_faults() == []
    assert all("第" in ground.article and "条" in ground.article for ground in GROUNDS)


def test_criticism_is_no_ground() -> None:
    assert not any("批评" in ground.label or "负面" in ground.label for ground in GROUNDS)
    assert "不是隐藏的理由" in why_not_hide(None, reason="说得太难听")


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda ground: ground.code)
def test_the_stub_says_who_when_why_and_by_which_law(ground: object) -> None:
    assert ground in GROUNDS
    words = stub_words(ground, hidden_on=date(2026, 3, 2), unit="清河县信访局")  # type: ignore[arg-type]
    assert "清河县信访局于2026年3月2日隐藏" in words
    assert "《" in words
    assert "没有删除" in words


def test_a_reason_is_needed_and_a_catch_all_needs_its_article() -> None:
    insult, other = BY_CODE["insult"], BY_CODE["other_law"]
    assert why_not_hide(insult, reason="第二段骂邻居") == ""
    assert why_not_hide(insult, reason="  ")
    assert why_not_hide(other, reason="全文")
    assert why_not_hide(other, reason="全文", article="《广告法》第二十八条") == ""
    named = stub_words(other, hidden_on=date(2026, 3, 2), unit="某局", article="《广告法》第二十八条")
    assert "《广告法》第二十八条" in named


def test_an_edited_list_without_articles_is_faulty() -> None:
    bad = replace(GROUNDS[0], article="领导要求")
    assert ground_faults([bad]) == ["含有他人的个人信息：没有写明法律依据"]
    assert ground_faults([GROUNDS[0], GROUNDS[0]]) == ["personal_information 写了两次"]
    assert ground_faults([replace(GROUNDS[0], public_words="")]) == [
        "personal_information：没有写明名称或者对外的说法"
    ]
