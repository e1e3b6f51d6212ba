"""Whose letter is it: everyday words against the duties that the demo county declares."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from tests.cases.suggesting.phrasings import ASKED, DEVELOPMENT

from gongkai.cases.suggesting.loading import unit_suggester
from gongkai.cases.suggesting.units import UnitProfile, UnitSuggester, everyday_words
from gongkai.demo.county import load_county
from gongkai.ledger.rules import SYSTEM
from gongkai.text.tokenising import bigrams
from gongkai.units.actions import set_competence

TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@cache
def county() -> UnitSuggester:
    return UnitSuggester(
        UnitProfile(
            unit.code.removeprefix("539921-"), unit.name, unit.kind, (unit.parent or "").removeprefix("539921-"),
            (*unit.short_names, *unit.former_names), unit.matters,
        )
        for unit in load_county().units
        if unit.open_on(TODAY)
    )  # fmt: skip


def share_right(phrasings: tuple[tuple[str, str], ...]) -> tuple[float, list[str]]:
    """Share with a right unit in the first three, and what went astray."""
    astray = []
    for asked, right in phrasings:
        told = [hit.unit.key for hit in county().suggest(asked)]
        if not set(told) & set(right.split()):
            astray.append(f"{asked} → {told}, not {right}")
    return 1 - len(astray) / len(phrasings), astray


@pytest.mark.parametrize("phrasings", [DEVELOPMENT, ASKED], ids=["development", "asked"])
def test_the_right_unit_is_among_three_for_nine_of_ten_questions(
    phrasings: tuple[tuple[str, str], ...],
) -> None:
    share, astray = share_right(phrasings)
    assert share >= 0.9, "\n".join(astray)


def test_the_questions_asked_are_fifty_and_none_was_there_before() -> None:
    assert len({asked for asked, _ in ASKED}) == 50
    assert not {asked for asked, _ in ASKED} & {asked for asked, _ in DEVELOPMENT}


def test_every_everyday_word_leads_to_a_declared_duty_of_the_demo() -> None:
    declared = {term for unit in load_county().units for matter in unit.matters for term in bigrams(matter)}
    for one in everyday_words():
        assert set(bigrams(one.duties)) & declared, one


def test_towns_share_their_duties_and_answer_only_when_named() -> None:
    kinds = [hit.unit.kind for hit in county().suggest("宅基地盖房找谁批")]
    assert "town" not in kinds
    named = county().suggest("我是青石桥镇石板村的，想在宅基地盖房")
    assert "102" in [hit.unit.key for hit in named]
    assert "114" not in [hit.unit.key for hit in named]


def test_a_unit_that_is_named_is_suggested_by_any_of_its_names() -> None:
    assert county().suggest("县墙改办撤了吗，原来的国土资源局现在叫什么")
    assert county().suggest("我要表扬清溪县人民医院")[0].unit.key == "051"
    assert county().suggest("清溪县国土资源局的电话")[0].unit.key == "010"
    assert county().suggest("县政府办公室在几楼", limit=1)[0].unit.key == "002"


def test_what_speaks_for_no_unit_gets_none() -> None:
    assert county().suggest("") == []
    assert county().suggest("？？？ 1234 abc") == []
    assert UnitSuggester([]).suggest("路灯坏了") == []


UNITS = (
    UnitProfile(1, "甲局", matters=("城市照明和路灯维护",)),
    UnitProfile(2, "乙局", matters=("公共图书馆服务",)),
    UnitProfile(3, "丙局"),
)


def test_a_suggestion_says_through_what_it_was_found() -> None:
    (hit, *_) = UnitSuggester(UNITS).suggest("路灯坏了")
    assert (hit.unit.key, hit.by, hit.words) == (1, "matter", "城市照明和路灯维护")
    assert 0 < hit.score < 1


def test_closed_cases_lead_to_a_unit_that_declares_nothing() -> None:
    closed = [("河边的石凳坏了没人修", 3), ("借书要带什么", 2), ("石凳断了", 99)]
    told = UnitSuggester(UNITS, closed=closed).suggest("公园河边石凳坏了")
    assert (told[0].unit.key, told[0].by) == (3, "closed")


def test_closed_cases_and_duties_together_are_surer_than_either() -> None:
    alone = UnitSuggester(UNITS).suggest("路灯坏了")[0].score
    both = UnitSuggester(UNITS, closed=[("路灯坏了", 1)]).suggest("路灯坏了")[0].score
    assert alone < both <= 1


def test_the_title_weighs_more_than_the_text() -> None:
    told = UnitSuggester(UNITS).suggest("另外图书馆也很好", title="路灯坏了")
    assert told[0].unit.key == 1


def test_units_of_the_tables_are_read_with_their_duties(cast, django_assert_num_queries) -> None:
    housing = cast.units["housing"]
    set_competence(unit_id=housing, matter="公租房分配和租赁补贴", on=TODAY, by=SYSTEM, at=AT)
    with django_assert_num_queries(4):
        suggester = unit_suggester(on=TODAY)
    assert suggester.suggest("廉租房怎么申请")[0].unit.key == housing
    assert suggester.suggest("农业农村局的电话")[0].unit.name == "青禾县农业农村局"
    assert unit_suggester(on=date(2026, 3, 1)).suggest("廉租房怎么申请") == []
