"""Entries: made once, corrected by one at a time, removed with their words in the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gongkai.ledger.models import LedgerRow
from gongkai.registers.actions import correct_entry, enter_entry, remove_entry
from gongkai.registers.declaring import NewEntry
from gongkai.registers.models import EntryNumber, RegisterEntry
from gongkai.registers.queries import entries_of, entry_for
from gongkai.registers.refusals import NotAllowed, NotFilled, TooLate

AT = datetime(2026, 2, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TRAINING = NewEntry(
    on=date(2025, 3, 18), title="新修订的保密法", kind="class",
    values={"hours": Decimal("3.5"), "people": 42, "newcomers": 3, "teacher": "县保密局 李某"},
)  # fmt: skip


@pytest.fixture
def enter(cast):
    def done(entry=TRAINING, register="trainings", **more):
        facts = {"unit_id": cast.units["agri"], "register": register, "at": AT, **more}
        return enter_entry(entry=entry, by=cast.standing("agri.officer"), **facts)

    return done


def test_an_entry_comes_back_as_it_was_told(cast, enter):
    found = entry_for(cast.standing("agri.leader"), enter())
    assert (found.on, found.title, found.kind_label) == (TRAINING.on, TRAINING.title, "集中培训")
    assert {k: v for k, v in found.values.items() if v is not None} == dict(TRAINING.values)


def test_the_same_day_and_title_twice_is_one_entry(enter):
    enter()
    with pytest.raises(TooLate, match="同名"):
        enter()
    assert RegisterEntry.objects.count() == 1


def test_others_neither_see_nor_touch_it(cast, enter):
    entry_id = enter()
    assert entry_for(cast.standing("housing.officer"), entry_id) is None
    facts = {"unit_id": cast.units["agri"], "register": "trainings", "year": 2025}
    assert entries_of(cast.standing("housing.officer"), **facts) == []
    for person in ("housing.officer", "agri.leader", "office.auditor"):
        with pytest.raises(NotAllowed):
            remove_entry(entry_id=entry_id, revision=0, by=cast.standing(person), at=AT)
    assert len(entries_of(cast.standing("office.auditor"), **facts)) == 1


def test_a_correction_replaces_numbers_and_tells_the_ledger_what_changed(cast, enter):
    entry_id = enter()
    new = replace(TRAINING, values={"hours": Decimal("3.5"), "people": 40})
    by = cast.standing("agri.officer")
    correct_entry(entry_id=entry_id, entry=new, revision=0, by=by, at=AT)
    assert dict(EntryNumber.objects.values_list("key", "number")) == {"hours": Decimal("3.5"), "people": 40}
    payload = LedgerRow.objects.latest("id").payload
    assert '"参加人数（人）":["42","40"]' in payload
    assert '"其中新到岗（人）":["3",""]' in payload
    with pytest.raises(TooLate, match=cast.names["agri.officer"]):
        correct_entry(entry_id=entry_id, entry=TRAINING, revision=0, by=by, at=AT)


def test_what_is_removed_can_be_read_in_the_ledger(cast, enter):
    entry_id = enter()
    remove_entry(entry_id=entry_id, revision=0, by=cast.standing("office.disclosure_office"), at=AT)
    assert not RegisterEntry.objects.exists()
    assert "新修订的保密法" in LedgerRow.objects.latest("id").payload
    with pytest.raises(TooLate, match="已经去掉"):
        remove_entry(entry_id=entry_id, revision=0, by=cast.standing("agri.officer"), at=AT)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"kind": "party"}, "kind"),
        ({"on": date(2026, 2, 11)}, "on"),
        ({"on": date(1999, 1, 1)}, "year"),
        ({"values": {"hours": 3}}, "people"),
        ({"values": {"hours": 3, "people": Decimal("1.5")}}, "people"),
        ({"values": {"hours": 3, "people": 2, "taste": "good"}}, "taste"),
    ],
)
def test_a_faulty_entry_is_refused_at_its_field(enter, change, field):
    with pytest.raises(NotFilled) as refused:
        enter(replace(TRAINING, **change))
    assert set(refused.value.problems) == {field}


def test_a_measure_is_tied_to_the_item_it_is_about_and_names_stay_out_of_the_ledger(cast, enter):
    item_id = cast.published()
    index_no = cast.item(item_id).index_no
    told = NewEntry(
        on=date(2025, 5, 1),
        title="迟公开",
        kind="talk",
        about=index_no,
        values={"responsible": "局长 王某", "people": 1},
    )
    found = entry_for(cast.standing("agri.officer"), enter(told, "accountability"))
    assert (found.about_type, found.about_id) == ("item", item_id)
    assert found.values["responsible"] == "局长 王某"
    payload = LedgerRow.objects.latest("id").payload
    assert index_no in payload
    assert "王某" not in payload
    with pytest.raises(NotFilled, match="没有编号是"):
        enter(replace(told, about="NO-SUCH-1"), "accountability")


def test_a_rule_shows_in_each_year_in_which_it_holds(cast, enter):
    rule = NewEntry(on=date(2020, 5, 1), title="审查办法", kind="review", until=date(2025, 6, 1))
    enter(rule, "work_rules", reason="补录")
    by, agri = cast.standing("agri.officer"), cast.units["agri"]
    years = [
        y for y in (2019, 2020, 2025, 2026) if entries_of(by, unit_id=agri, register="work_rules", year=y)
    ]
    assert years == [2020, 2025]
