"""What is suggested beside a letter: class, unit, similar cases; only what the person may see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cases.conftest import AT

from gongkai.cases.actions.acting import act
from gongkai.cases.queries import closed_memory
from gongkai.cases.queries.closed_memory import closed_cases, remember
from gongkai.cases.queries.suggestions import suggestions_for_case, suggestions_for_text
from gongkai.ledger.rules import SYSTEM
from gongkai.units.actions.details import set_competence

TODAY = AT.date()
LAMPS = {"title": "村口路灯坏了没人修", "text": "三盏路灯不亮，晚上看不见路。"}


@pytest.fixture(autouse=True)
def own_memory(tmp_path, monkeypatch):
    """A file of its own for each test."""
    monkeypatch.setattr(closed_memory, "place", lambda: tmp_path / "closed.npz")


@pytest.fixture
def answered(cast, apply):
    """A letter about lamps that the housing bureau answered."""
    case_id = apply(kind="letter", unit="housing", **LAMPS).case_id

    def do(code: str, by: str, **values: object) -> None:
        act(case_id=case_id, act=code, values=values, by=cast.standing(by, today=TODAY), at=AT)

    do("sign", "housing.handler")
    do("draft", "housing.handler", outcome="solved", conclusion="路灯已经修好，石桥村三盏都换了新的。")
    do("approve", "housing.leader")
    return case_id


def test_where_such_a_letter_went_before_is_suggested_with_what_was_answered(cast, apply, answered):
    assert remember(at=AT + timedelta(hours=1)) == 1
    new = apply(kind="letter", unit="agri", title="路灯坏了", text="村口路灯不亮，没人修。").case_id
    office = cast.standing("office.disclosure_office", today=TODAY)
    found = suggestions_for_case(office, new, today=TODAY)
    assert found.classes[0].label == "城乡建设"
    (unit,) = [one for one in found.units if one.id == cast.units["housing"]]
    assert unit.why == "以前类似的由它办"
    assert not unit.is_own
    (similar,) = found.cases
    assert similar.id == answered
    assert "换了新的" in similar.said


def test_a_case_of_another_unit_is_not_shown_though_its_unit_is_suggested(cast, apply, answered):
    remember(at=AT + timedelta(hours=1))
    new = apply(kind="letter", unit="agri", **LAMPS).case_id
    found = suggestions_for_case(cast.standing("agri.handler", today=TODAY), new, today=TODAY)
    assert found.cases == ()
    assert cast.units["housing"] in {one.id for one in found.units}


def test_a_declared_duty_suggests_its_unit_with_the_words_of_the_duty(cast, apply):
    set_competence(unit_id=cast.units["housing"], matter="城市路灯设施维护", on=TODAY, by=SYSTEM, at=AT)
    by = cast.standing("agri.handler", today=TODAY)
    found = suggestions_for_text(by, "路灯坏了", "晚上不亮", today=TODAY)
    assert (found.units[0].id, found.units[0].why) == (cast.units["housing"], "职责：城市路灯设施维护")


def test_who_may_not_see_the_case_gets_nothing_and_an_application_has_no_suggestions(cast, apply):
    letter = apply(kind="letter", unit="agri").case_id
    assert suggestions_for_case(cast.standing("housing.handler", today=TODAY), letter, today=TODAY) is None
    application = apply(unit="agri").case_id
    assert suggestions_for_case(cast.standing("agri.handler", today=TODAY), application, today=TODAY) is None


def test_an_empty_letter_has_no_suggestions(cast):
    assert suggestions_for_text(cast.standing("agri.handler"), "", " ", today=TODAY).is_empty


def test_memory_keeps_what_it_knows_and_forgets_what_is_too_old(cast, apply, answered):
    at = AT + timedelta(hours=1)
    remember(at=at)
    before = closed_memory.place().stat().st_mtime_ns
    assert remember(at=at) == 1
    assert closed_memory.place().stat().st_mtime_ns == before
    assert closed_cases().nearest("路灯坏了没人修", limit=5)[0][0] == answered
    assert remember(at=at + timedelta(days=731)) == 0
    assert closed_cases().nearest("路灯坏了没人修", limit=5) == []


def test_an_unreadable_memory_is_made_anew(cast, apply, answered):
    closed_memory.place().write_bytes(b"PK\x03\x04 no such thing")
    assert closed_cases().keys == []
    assert remember(at=AT + timedelta(hours=1)) == 1
    assert closed_cases().keys == [cast.units["housing"]]
