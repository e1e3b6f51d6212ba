"""Who attended, by account: people of the unit and of what is below it, in post on the day. 条例第四十八条"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gongkai.accounts.models import Appointment
from gongkai.ledger.models import LedgerRow
from gongkai.registers.actions import correct_entry, enter_entry
from gongkai.registers.declaring import MOST_ACCOUNTS, NewEntry, accounts_in
from gongkai.registers.importing import import_register
from gongkai.registers.models import RegisterEntry
from gongkai.registers.queries import staff_of
from gongkai.registers.refusals import NotFilled
from gongkai.tables.writing import write_xlsx
from gongkai.units.actions.reorganising import move

AT = datetime(2026, 2, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2025, 3, 18)


@pytest.fixture
def enter(cast):
    def done(attendees, unit="agri", on=DAY):
        values = {"hours": Decimal(3), "people": 42, "attendees": attendees}
        entry = NewEntry(on, "新条例", "class", values=values)
        by = cast.standing("office.disclosure_office")
        return enter_entry(unit_id=cast.units[unit], register="trainings", entry=entry, by=by, at=AT)

    return done


def kept() -> str:
    return RegisterEntry.objects.get().values["attendees"]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("07001、07002", ("07001", "07002")),
        ("07001，07002,07003；07004;07005", ("07001", "07002", "07003", "07004", "07005")),
        ("07001\r\n07002\n\n 07003 ", ("07001", "07002", "07003")),
        ("07001、07001", ("07001",)),
        ("、，\n", ()),
    ],
)
def test_accounts_are_told_in_any_way_that_people_write_lists(told, found):
    assert accounts_in(told) == found


def test_however_told_they_are_kept_in_one_way_and_stand_in_the_ledger(enter):
    enter("agri.officer，agri.handler\nagri.officer")
    assert kept() == "agri.officer、agri.handler"
    assert "agri.officer、agri.handler" in LedgerRow.objects.latest("id").payload


@pytest.mark.parametrize("stranger", ["housing.officer", "09999"])
def test_a_stranger_is_named_and_whether_there_is_such_an_account_is_not_told(enter, stranger):
    with pytest.raises(NotFilled) as refused:
        enter(f"agri.officer、{stranger}")
    words = f"2025年3月18日在本单位和下属单位任职的人里，没有账号“{stranger}”"
    assert refused.value.problems == {"attendees": words}
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize(
    ("unit", "person", "is_staff"),
    [
        ("town", "village.officer", True),
        ("root", "village.officer", True),
        ("root", "agri.handler", True),
        ("village", "town.officer", False),
        ("office", "agri.officer", False),
    ],
)
def test_staff_are_those_of_the_unit_and_of_all_below_it(enter, unit, person, is_staff):
    if is_staff:
        enter(person, unit=unit)
        assert kept() == person
    else:
        with pytest.raises(NotFilled, match=person):
            enter(person, unit=unit)


def test_the_post_must_have_been_held_on_the_day(cast, enter):
    posts = Appointment.objects.filter(user=cast.people["agri.handler"])
    posts.update(from_on=DAY)
    with pytest.raises(NotFilled, match=r"agri\.handler"):
        enter("agri.handler", on=date(2025, 3, 17))
    posts.update(from_on=date(2020, 1, 1), to_on=DAY)
    with pytest.raises(NotFilled, match=r"agri\.handler"):
        enter("agri.handler", on=date(2025, 3, 19))
    enter("agri.handler")  # the last day counts


def test_a_unit_counts_where_it_stood_on_the_day(cast, enter):
    office = cast.standing("office.disclosure_office")
    facts = {"unit_id": cast.units["village"], "parent_id": cast.units["agri"], "basis": "县批复"}
    move(on=date(2025, 6, 1), by=office.actor(), at=AT, **facts)
    enter("village.officer", unit="town")
    with pytest.raises(NotFilled):
        enter("village.officer", unit="agri")
    enter("village.officer", unit="agri", on=date(2025, 6, 1))


def test_a_correction_is_checked_alike_and_an_endless_list_refused(cast, enter):
    entry_id = enter("agri.officer")
    new = NewEntry(DAY, "新条例", "class", values={"hours": 3, "people": 42, "attendees": "town.leader"})
    facts = {"entry_id": entry_id, "revision": 0, "by": cast.standing("agri.officer"), "at": AT}
    with pytest.raises(NotFilled, match=r"town\.leader"):
        correct_entry(entry=new, **facts)
    many = {**new.told, "attendees": "、".join(map(str, range(MOST_ACCOUNTS + 1)))}
    with pytest.raises(NotFilled, match="现在有 1001 个"):
        correct_entry(entry=replace(new, values=many), **facts)
    correct_entry(entry=replace(new, values={**new.told, "attendees": ""}), **facts)
    assert "attendees" not in RegisterEntry.objects.get().values


def test_a_table_names_them_in_a_column_and_a_stranger_is_told_at_the_cell(cast):
    head = ("培训日期", "形式", "主题", "学时（小时）", "参加人数（人）", "参加人员的账号")
    rows = [
        ("2025-03-18", "集中培训", "新条例", 3, 9, "agri.officer\nagri.handler"),
        ("2025-03-19", "一对一", "上岗指导", 2, 1, "town.officer，agri.officer"),
    ]
    facts = {
        "register": "trainings",
        "unit_id": cast.units["agri"],
        "by": cast.standing("agri.officer"),
        "at": AT,
    }
    told = import_register(write_xlsx(head, rows), name="表.xlsx", keep_good=True, **facts)
    assert [(one.row, one.column) for one in told.refused] == [(3, head[-1])]
    assert "没有账号“town.officer”" in told.refused[0].message
    assert told.imported == 1
    assert kept() == "agri.officer、agri.handler"
    again = import_register(write_xlsx(head, rows[:1]), name="表.xlsx", **facts)
    assert (again.unchanged, again.written) == (1, False)


def test_a_form_offers_the_accounts_of_a_small_unit(cast):
    agri = cast.units["agri"]
    shown = dict(staff_of(agri, DAY, limit=40))
    assert shown["agri.officer"] == cast.names["agri.officer"]
    assert "housing.officer" not in shown
    assert staff_of(agri, DAY, limit=len(shown) - 1) == []
