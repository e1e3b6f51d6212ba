"""Thousands of letters with some fifty kinds of faults: all are found in one pass, and nothing else is."""

import io

import pytest
from openpyxl import Workbook
from tests.cases.importing.planted import FAULTS, GROUND, HEADER, RAW_FAULTS, planted

from gongkai.cases.importing.reading import read_file


@pytest.fixture(scope="module")
def reading(tmp_path_factory):
    path = tmp_path_factory.mktemp("import") / "县长信箱.csv"
    table = planted(3_000)
    path.write_bytes(table.raw)
    return table, read_file(path, ground=GROUND)


def test_every_planted_fault_is_found_in_one_pass_and_nothing_else_is(reading):
    table, found = reading
    assert len(FAULTS) + len(RAW_FAULTS) >= 25
    told = {(one.row, one.column, one.rule) for one in found.refusals}
    assert [(where, name) for where, name in table.expected.items() if where not in told] == []
    assert told - set(table.expected) == set()
    assert len(found.refusals) == len(table.expected)
    assert found.read == 3_000
    assert len(found.records) == 3_000 - found.refused_rows


def test_suggestions_are_made_where_one_is_certain(reading):
    table, found = reading
    made = {(one.row, one.column, one.rule): one.suggestion for one in found.refusals}
    assert {where: made[where] for where in table.suggestions} == table.suggestions


def test_every_refusal_says_what_is_wrong_and_shows_the_value(reading):
    _, found = reading
    assert all(one.message.endswith(("。", "？")) for one in found.refusals)
    assert [one for one in found.refusals if not one.value and one.rule not in ("required", "shifted")] == []


def _workbook(spoil) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(HEADER)
    row = ["x1", "张三", "13900139000", "", "", "", "路灯不亮", "半个月了。", "2026-03-05", *[""] * 8]
    sheet.append(row)
    sheet.append(["x2", *row[1:6], "路面有坑", *row[7:]])
    spoil(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "rule", "row"),
    [
        (lambda sheet: sheet.__setitem__("G2", "=A1&B1"), "formula", 2),
        (lambda sheet: sheet.__setitem__("E3", 110101199003077715), "number_precision", 3),
        (lambda sheet: sheet.merge_cells("G2:H2"), "merged_cells", 2),
        (lambda sheet: sheet.__setitem__("T2", "多出来的"), "shifted", 2),
    ],
)
def test_faults_that_only_a_workbook_has(tmp_path, spoil, rule, row):
    path = tmp_path / "来信.xlsx"
    path.write_bytes(_workbook(spoil))
    found = read_file(path, ground=GROUND)
    assert (row, rule) in {(one.row, one.rule) for one in found.refusals}
    assert len(found.records) == 1


def test_a_telephone_that_a_workbook_holds_as_a_number_is_no_fault(tmp_path):
    path = tmp_path / "来信.xlsx"
    path.write_bytes(_workbook(lambda sheet: sheet.__setitem__("C2", 13900139000.0)))
    found = read_file(path, ground=GROUND)
    assert found.refusals == []
    assert found.records[0].personal["phone"] == "13900139000"


def test_a_header_of_merged_cells_and_a_missing_column_are_told_of_the_file(tmp_path):
    from gongkai.tables.problems import UnreadableTable

    path = tmp_path / "来信.xlsx"
    path.write_bytes(_workbook(lambda sheet: sheet.merge_cells("G1:H1")))
    with pytest.raises(UnreadableTable) as told:
        read_file(path, ground=GROUND)
    assert told.value.refusal.rule == "merged_header"
    path = tmp_path / "来信.csv"
    path.write_text("编号,标题\n1,路灯不亮\n", encoding="utf-8")
    found = read_file(path, ground=GROUND, map_name="letters")
    assert {(one.row, one.column, one.rule) for one in found.refusals if one.row is None} == {
        (None, "内容", "missing_column"),
        (None, "来信时间", "missing_column"),
    }
