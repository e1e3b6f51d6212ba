"""Entering numbers: three kinds of nothing, two people at once, a year whose report is out."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gongkai.ledger.models import LedgerRow
from gongkai.registers.actions import (
    NOT_APPLICABLE,
    enter_counts,
    enter_entry,
    freeze_year,
    reopen_year,
    state_none,
    take_back_none,
)
from gongkai.registers.declaring import NewEntry
from gongkai.registers.models import RegisterCount, RegisterSheet
from gongkai.registers.queries import register_states, sheet_for, stated_none
from gongkai.registers.refusals import NotAllowed, NotFilled, ReasonMissing, RegisterRefused, TooLate

AT = datetime(2026, 2, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def licences(cast):
    """Enter cells of agri's licences of 2025 by its officer, or by others."""

    def enter(cells, person="agri.officer", **more):
        facts = {"unit_id": cast.units["agri"], "register": "licensing", "year": 2025, "at": AT, **more}
        return enter_counts(cells=cells, by=cast.standing(person), **facts)

    return enter


def sheet(cast, register="licensing"):
    by = cast.standing("agri.officer")
    found = sheet_for(by, unit_id=cast.units["agri"], register=register, year=2025, today=AT.date())
    assert found is not None
    return found


def test_a_number_a_zero_not_applicable_and_nothing_are_four_things(cast, licences):
    cells = {
        (1, "processed"): 12,
        (2, "processed"): 0,
        (3, "processed"): NOT_APPLICABLE,
        (4, "processed"): None,
    }
    assert licences(cells) == 3
    assert sheet(cast).cells == {(1, "processed"): 12, (2, "processed"): 0, (3, "processed"): None}


def test_a_cell_is_corrected_and_emptied_and_the_ledger_has_both_values(cast, licences):
    licences({(1, "processed"): 12, (2, "processed"): 3})
    assert licences({(1, "processed"): 13, (2, "processed"): None}) == 2
    row = LedgerRow.objects.filter(act="register.enter_counts").latest("id")
    assert '"1月 处理决定数量":["12","13"]' in row.payload
    assert '"2月 处理决定数量":["3",""]' in row.payload
    assert RegisterCount.objects.count() == 1


def test_nothing_new_leaves_no_trace(cast, licences):
    licences({(1, "processed"): 12})
    rows, before = LedgerRow.objects.count(), sheet(cast).revision
    assert licences({(1, "processed"): Decimal("12.00")}) == 0
    assert (LedgerRow.objects.count(), sheet(cast).revision) == (rows, before)


def test_of_two_who_opened_the_same_sheet_the_second_is_told_who_was_first(cast, licences):
    seen = sheet(cast).revision
    licences({(1, "processed"): 12}, revision=seen)
    with pytest.raises(TooLate, match=cast.names["agri.officer"]):
        licences({(1, "processed"): 99}, "office.disclosure_office", revision=seen)
    assert sheet(cast).cells == {(1, "processed"): 12}


@pytest.mark.parametrize(
    "person", ["agri.leader", "housing.officer", "office.auditor", "office.system_admin"]
)
def test_only_the_units_officer_and_the_disclosure_office_enter(cast, licences, person):
    licences({(1, "processed"): 1}, "office.disclosure_office")
    with pytest.raises(NotAllowed):
        licences({(1, "processed"): 2}, person)
    assert sheet(cast).cells == {(1, "processed"): 1}


@pytest.mark.parametrize(
    ("cells", "year", "words"),
    [
        ({(1, "processed"): Decimal("1.5")}, 2025, "填整数"),
        ({(1, "processed"): -1}, 2025, "不能小于 0"),
        ({(1, "processed"): 10**13}, 2025, "多打了几位"),
        ({(3, "processed"): 1}, 2026, "还没有到"),
        ({(1, "processed"): 1}, 2027, "2008 到 2026"),
        ({(1, "processed"): 1}, 1990, "2008 到 2026"),
    ],
)
def test_what_cannot_be_is_refused_with_the_place(licences, cells, year, words):
    with pytest.raises(NotFilled, match=words):
        licences(cells, year=year)
    assert not RegisterCount.objects.exists()


@pytest.mark.parametrize("place", [(0, "processed"), (13, "processed"), (1, "amount")])
def test_a_cell_that_is_not_on_the_sheet_is_refused(licences, place):
    with pytest.raises(RegisterRefused, match="没有这一格"):
        licences({place: 1})


def test_amounts_keep_their_cents(cast, licences):
    licences({(1, "amount"): Decimal("3150.55")}, register="fees")
    assert sheet(cast, "fees").cells == {(1, "amount"): Decimal("3150.55")}
    with pytest.raises(NotFilled, match="2 位小数"):
        licences({(1, "amount"): Decimal("0.001")}, register="fees")


def test_a_frozen_year_wants_a_reason_and_an_open_one_does_not(cast, licences):
    by = cast.standing("office.disclosure_office")
    facts = {"unit_id": cast.units["agri"], "year": 2025, "by": by, "at": AT}
    assert freeze_year(**facts)
    assert not freeze_year(**facts)
    with pytest.raises(ReasonMissing):
        licences({(1, "processed"): 1})
    assert RegisterSheet.objects.count() == 0, "a refusal leaves nothing"
    licences({(1, "processed"): 1}, reason="十二月的漏报")
    assert "十二月的漏报" in LedgerRow.objects.latest("id").payload
    assert reopen_year(**facts)
    licences({(1, "processed"): 2})


def test_after_the_governments_report_every_year_wants_a_reason(licences):
    late = AT.replace(month=4, day=1)
    with pytest.raises(ReasonMissing):
        licences({(1, "processed"): 1}, at=late)
    licences({(1, "processed"): 1}, at=late.replace(month=3, day=31))


def test_none_is_stated_and_an_entry_takes_it_back(cast):
    agri, by = cast.units["agri"], cast.standing("agri.officer")
    facts = {"unit_id": agri, "register": "trainings", "year": 2025, "by": by, "at": AT}
    state_none(**facts)
    assert stated_none(["trainings"], None, 2025) == {("trainings", agri)}
    with pytest.raises(TooLate):
        state_none(**facts)
    take_back_none(**facts)
    state_none(**facts)
    told = {"hours": 3, "people": 20}
    entry = NewEntry(on=AT.date().replace(year=2025), title="新条例", kind="class", values=told)
    enter_entry(unit_id=agri, register="trainings", entry=entry, by=by, at=AT)
    assert stated_none(["trainings"], None, 2025) == set()
    with pytest.raises(RegisterRefused, match="已经登记了"):
        state_none(**facts)


def test_an_empty_month_is_a_debt_from_the_first_of_the_next(cast, licences):
    licences({(month, "processed"): 0 for month in range(1, 12)})
    by, agri = cast.standing("agri.officer"), cast.units["agri"]

    def missing(today, year=2025):
        states = register_states(by, unit_id=agri, year=year, today=today)
        return {state.register.code: state.missing for state in states if state.is_late}

    december = AT.date().replace(year=2025, month=12, day=31)
    assert "licensing" not in missing(december)
    assert missing(AT.date())["licensing"] == (12,)
    assert missing(AT.date())["staff"] == (0,)
    assert missing(AT.date(), 2026)["licensing"] == (1,)
    assert "reception" not in missing(AT.date()), "nobody owes it"
