"""Sums that figures rest on: a gap is no zero, 不适用 is neither, amounts are exact, the queries don't grow."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gongkai.registers.models import EntryNumber, PageView, RegisterCount, RegisterEntry
from gongkai.registers.queries import (
    CountSum,
    count_rows,
    counts,
    entries_in_force,
    entry_rows,
    entry_sums,
    views,
)

AT = datetime(2026, 3, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def put(unit: int, register: str, key: str, year: int, month: int, number: str | None) -> None:
    told = Decimal(number) if number is not None else None
    RegisterCount.objects.create(
        unit_id=unit,
        register=register,
        key=key,
        year=year,
        month=month,
        number=told,
        not_applicable=told is None,
    )


def entry(unit: int, register: str, on: date, title: str, **more: object) -> int:
    numbers = more.pop("numbers", {})
    row = RegisterEntry.objects.create(
        unit_id=unit, register=register, on=on, title=title, changed_at=AT, changed_by="某", **more
    )
    for key, number in numbers.items():
        EntryNumber.objects.create(entry=row, key=key, number=Decimal(number))
    return row.pk


@pytest.fixture
def agri(cast) -> int:
    return cast.units["agri"]


def test_a_gap_is_none_a_zero_is_zero_and_not_applicable_is_told(agri):
    put(agri, "licensing", "processed", 2025, 3, "0")
    put(agri, "coercion", "processed", 2025, 3, None)
    found = {
        one.register: one
        for one in counts(["licensing", "coercion", "punishment"], [agri], (2025, 1), (2025, 12))
    }
    assert found["licensing"] == CountSum("licensing", "processed", agri, Decimal(0), 1, 0)
    assert found["coercion"] == CountSum("coercion", "processed", agri, None, 0, 1)
    assert "punishment" not in found


def test_amounts_add_up_to_the_cent(agri):
    for month, amount in enumerate(["0.10", "0.20", "1234567890.01", "99.99"], start=1):
        put(agri, "fees", "amount", 2025, month, amount)
    [total] = counts(["fees"], [agri], (2025, 1), (2025, 12))
    assert total.number == Decimal("1234567990.30")
    assert total.entered == 4


def test_months_outside_the_span_and_half_years_of_yearly_registers_stay_out(agri):
    for year, month in ((2024, 12), (2025, 1), (2025, 6), (2025, 7)):
        put(agri, "licensing", "processed", year, month, "5")
    put(agri, "staff", "full_time", 2025, 0, "2")
    assert [one.number for one in counts(["licensing", "staff"], None, (2025, 1), (2025, 6))] == [10]
    whole = {one.register: one.number for one in counts(["licensing", "staff"], None, (2025, 1), (2025, 12))}
    assert whole == {"licensing": 15, "staff": 2}


def test_a_stock_is_the_latest_and_a_flow_adds_up_over_years(agri):
    for year, number in ((2024, "3"), (2025, "2")):
        put(agri, "staff", "full_time", year, 0, number)
        put(agri, "staff", "budget", year, 0, number)
    found = {one.key: one.number for one in counts(["staff"], [agri], (2024, 1), (2025, 12))}
    assert found == {"full_time": 2, "budget": 5}


def test_by_month_each_month_has_its_line(agri):
    put(agri, "licensing", "processed", 2025, 1, "4")
    put(agri, "licensing", "processed", 2025, 2, "6")
    lines = counts(["licensing"], [agri], (2025, 1), (2025, 12), by_month=True)
    assert [(one.year, one.month, one.number) for one in lines] == [(2025, 1, 4), (2025, 2, 6)]


def test_entries_are_counted_by_kind_with_the_sums_of_their_numbers(agri):
    entry(
        agri, "trainings", date(2025, 3, 1), "新条例", kind="class", numbers={"people": "40", "hours": "3.5"}
    )
    entry(agri, "trainings", date(2025, 9, 1), "发布", kind="class", numbers={"people": "12", "hours": "2"})
    entry(agri, "trainings", date(2024, 9, 1), "去年", kind="class", numbers={"people": "9"})
    [found] = entry_sums(["trainings"], [agri], date(2025, 1, 1), date(2025, 12, 31))
    assert (found.kind, found.entries) == ("class", 2)
    assert found.numbers == {"people": Decimal(52), "hours": Decimal("5.5")}


def test_a_rule_is_in_force_until_the_day_before_its_end(agri):
    entry(agri, "work_rules", date(2020, 1, 1), "审查办法", kind="review", until=date(2025, 6, 1))
    assert entries_in_force(["work_rules"], [agri], date(2025, 5, 31))[0].entries == 1
    assert entries_in_force(["work_rules"], [agri], date(2025, 6, 1)) == []
    assert entries_in_force(["work_rules"], [agri], date(2019, 12, 31)) == []


def test_rows_behind_a_number_are_shown_to_those_who_may_read_them(cast, agri):
    put(agri, "licensing", "processed", 2025, 3, "7")
    entry(agri, "trainings", date(2025, 3, 1), "新条例", kind="class")
    span = (["licensing"], None, (2025, 1), (2025, 12))
    days = (["trainings"], None, date(2025, 1, 1), date(2025, 12, 31))
    for person, seen in (
        ("agri.officer", 1), ("agri.leader", 1), ("office.auditor", 1), ("housing.officer", 0), ("office.system_admin", 0),
    ):  # fmt: skip
        by = cast.standing(person)
        assert count_rows(by, *span).count() == entry_rows(by, *days).count() == seen, person


def test_views_are_summed_by_unit_and_page(agri):
    for month, number in ((1, 3), (2, 4)):
        PageView.objects.create(unit_id=agri, page="item", year=2025, month=month, number=number)
    assert views([agri], (2025, 1), (2025, 2)) == {(agri, "item"): 7}
    assert views(None, (2025, 2), (2025, 12)) == {(agri, "item"): 4}


def test_the_number_of_queries_does_not_grow(cast, django_assert_num_queries):
    for unit in cast.units.values():
        put(unit, "licensing", "processed", 2025, 3, "7")
        entry(unit, "trainings", date(2025, 3, 1), "新条例", kind="class", numbers={"people": "4"})
    with django_assert_num_queries(3):
        counts(["licensing", "fees"], None, (2025, 1), (2025, 12))
        entry_sums(["trainings", "media"], None, date(2025, 1, 1), date(2025, 12, 31))
