"""One import for every register: problems by row and column, twice without doubles, taken back as a whole."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from gongkai.ledger.models import LedgerRow
from gongkai.registers.actions import NOT_APPLICABLE, enter_counts, freeze_year, undo_batch
from gongkai.registers.importing import columns_of, import_register
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.models import RegisterBatch, RegisterCount, RegisterEntry
from gongkai.registers.queries import batches_for, counts, entries_of
from gongkai.registers.refusals import NotAllowed, TooLate
from gongkai.tables.writing import write_template, write_xlsx

AT = datetime(2026, 2, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HEAD = ("单位", "年份", "月份", "处理决定数量（件）")


@pytest.fixture
def load(cast):
    def run(rows, register="licensing", head=HEAD, person="office.disclosure_office", unit="agri", **more):
        facts = {"unit_id": cast.units[unit] if unit else None, "by": cast.standing(person), "at": AT, **more}
        return import_register(write_xlsx(head, rows), name="表.xlsx", register=register, **facts)

    return run


def numbers():
    return {(row.month, row.number) for row in RegisterCount.objects.all()}


def test_a_table_is_tried_written_and_the_second_time_changes_nothing(cast, load):
    rows = [("青禾县农业农村局", 2025, 1, 12), ("", 2025, 2, 0), ("016", 2025, 3, "/"), ("", 2025, 4, None)]
    tried = load(rows, dry_run=True)
    assert (tried.read, tried.imported, tried.unchanged, tried.refused) == (4, 3, 1, ())
    assert not RegisterCount.objects.exists()
    assert load(rows).written
    assert numbers() == {(1, 12), (2, 0), (3, None)}
    before = LedgerRow.objects.count()
    again = load(rows)
    assert (again.imported, again.updated, again.unchanged, again.written) == (0, 0, 4, False)
    assert LedgerRow.objects.count() == before
    [total] = counts(["licensing"], [cast.units["agri"]], (2025, 1), (2025, 12))
    assert (total.number, total.entered, total.not_applicable) == (12, 2, 1)


def test_every_fault_is_told_by_row_and_column(cast, load):
    faulty = [
        ("", 2025, 1, "十二"),
        ("", 2025, 13, 1),
        ("没有的局", 2025, 1, 1),
        ("", 2026, 3, 1),
        ("", 2025, 2, -1),
        ("", 2025, 3, 1.5),
        ("", 2025, 4, 7),
        ("", 2025, 4, 8),
        ("", "去年", 5, 8),
    ]
    told = load(faulty)
    assert {(one.row, one.column) for one in told.refused} == {
        (2, HEAD[3]), (3, HEAD[2]), (4, HEAD[0]), (5, HEAD[2]), (6, HEAD[3]), (7, HEAD[3]), (9, HEAD[2]), (10, HEAD[1]),
    }  # fmt: skip
    assert not told.written
    assert load(faulty, keep_good=True).written
    assert numbers() == {(4, 7)}


def test_an_officer_fills_in_for_the_own_unit_only(cast, load):
    rows = [("", 2025, 1, 5), ("青禾县住房和城乡建设局", 2025, 1, 5)]
    told = load(rows, person="agri.officer", keep_good=True)
    assert [(one.row, one.column) for one in told.refused] == [(3, "单位")]
    assert set(RegisterCount.objects.values_list("unit_id", flat=True)) == {cast.units["agri"]}


def test_a_row_without_a_unit_is_refused_when_none_was_chosen(load):
    told = load([("", 2025, 1, 5)], unit=None)
    assert "没有写是哪个单位" in told.refused[0].message


def test_a_frozen_year_wants_a_reason(cast, load):
    by = cast.standing("office.disclosure_office")
    freeze_year(unit_id=cast.units["agri"], year=2025, by=by, at=AT)
    assert "写明原因" in load([("", 2025, 1, 5)]).refused[0].message
    assert load([("", 2025, 1, 5)], reason="漏报").written


def test_a_batch_is_taken_back_but_for_what_changed_since(cast, load):
    by, agri = cast.standing("office.disclosure_office"), cast.units["agri"]
    facts = {"unit_id": agri, "register": "licensing", "year": 2025, "by": by, "at": AT}
    enter_counts(cells={(1, "processed"): 3, (2, "processed"): NOT_APPLICABLE}, **facts)
    load([("", 2025, 1, 12), ("", 2025, 2, 4), ("", 2025, 3, 5), ("", 2025, 4, 6)])
    enter_counts(cells={(4, "processed"): 7}, **facts)
    batch_id = RegisterBatch.objects.get().pk
    with pytest.raises(NotAllowed):
        undo_batch(batch_id=batch_id, by=cast.standing("housing.officer"), at=AT)
    done = undo_batch(batch_id=batch_id, by=cast.standing("agri.officer"), at=AT)
    assert (done.restored, done.kept) == (3, 1)
    assert numbers() == {(1, 3), (2, None), (4, 7)}
    with pytest.raises(TooLate):
        undo_batch(batch_id=batch_id, by=by, at=AT)
    assert [one.may_undo for one in batches_for(by)] == [False]
    assert batches_for(cast.standing("housing.officer")) == []


TRAININGS = ("培训日期", "形式", "主题", "学时（小时）", "参加人数（人）", "授课人")


def test_entries_are_known_by_day_and_title_and_columns_left_out_stay(cast, load):
    first = [
        ("2025-03-18", "集中培训", "新条例", 3.5, 42, "李某"),
        ("2025年9月1日", "一对一", "新任指导", 2, 1, None),
    ]
    assert load(first, "trainings", TRAININGS).imported == 2
    told = load([("2025-03-18", "集中培训", "新条例", 3.5, 40)], "trainings", TRAININGS[:5])
    assert (told.imported, told.updated) == (0, 1)
    by, agri = cast.standing("agri.officer"), cast.units["agri"]
    found = entries_of(by, unit_id=agri, register="trainings", year=2025)
    values = {one.title: one.values for one in found}
    assert values["新条例"]["people"] == 40
    assert values["新条例"]["teacher"] == "李某"
    assert values["新条例"]["hours"] == Decimal("3.5")
    undo_batch(batch_id=RegisterBatch.objects.latest("id").pk, by=by, at=AT)
    assert entries_of(by, unit_id=agri, register="trainings", year=2025)[1].values["people"] == 42
    undo_batch(batch_id=RegisterBatch.objects.earliest("id").pk, by=by, at=AT)
    assert not RegisterEntry.objects.exists()


def test_faulty_entries_are_told_at_their_cells(load):
    told = load(
        [("2025-02-30", "聚餐", "", 3, 1, ""), ("2025-03-01", "集中培训", "新条例", -1, 4, "")],
        "trainings",
        TRAININGS,
    )
    assert {(one.row, one.column) for one in told.refused} == {
        (2, "培训日期"), (2, "形式"), (2, "主题"), (3, "学时（小时）"),
    }  # fmt: skip


@pytest.mark.parametrize("code", REGISTERS)
def test_every_registers_template_is_read_by_its_own_import(cast, code):
    columns = columns_of(REGISTERS[code])
    book = load_workbook(io.BytesIO(write_template(columns, title=REGISTERS[code].label)))
    sheet = book.worksheets[0]
    samples = {"year": 2025, "month": 3, "on": date(2025, 3, 1), "until": date(2026, 1, 1), "title": "一条"}
    wanted = {}
    for column in columns:
        labels = getattr(column.parse, "labels", None)
        wanted[column.key] = samples.get(column.key) or (
            next(iter(labels)) if labels else column.example or None
        )
    wanted |= {"unit": None, "about": None}
    if not REGISTERS[code].has_entries:
        wanted |= {measure.key: 5 for measure in REGISTERS[code].measures}
    sheet.append([wanted[column.key] for column in columns])
    for column in REGISTERS[code].columns:
        if column.required and wanted[column.key] is None:
            sheet.cell(
                2, 1 + [one.key for one in columns].index(column.key), 5 if column.is_number else "某报"
            )
    out = io.BytesIO()
    book.save(out)
    told = import_register(
        out.getvalue(), name="t.xlsx", register=code, unit_id=cast.units["agri"], dry_run=True,
        by=cast.standing("agri.officer"), at=AT,
    )  # fmt: skip
    assert told.refused == ()
    assert told.imported == 1
