"""Every kind of fault that hand-made tables have: all found in one pass, in their place, and none invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from gongkai.tables.cells import OneOf, boolean, day, decimal, integer, line, long_text
from gongkai.tables.columns import Column, headings, map_columns, parse_table
from gongkai.tables.problems import RULES
from gongkai.tables.reading import read_table

COLUMNS = (
    Column("title", "标题", required=True, max_length=100, example="关于开展春季义务植树活动的通知"),
    Column("doc_no", "发文字号", aliases=("文号",), unique=True, example="清政发〔2024〕5号"),
    Column("signed_on", "成文日期", day, required=True, example="2024-03-05"),
    Column("kind", "信息种类", OneOf({"通知公告": "notice", "规划计划": "plan", "人事信息": "personnel"})),
    Column("pages", "页数", integer),
    Column("amount", "金额", decimal),
    Column("is_open", "是否公开", boolean),
    Column("uscc", "信用代码", line, max_length=18),
    Column("body", "正文", long_text, max_length=2000),
)
HEADER = [column.label for column in COLUMNS]
ROWS = 10_000
FEWER_ROWS = 600
Fault = tuple[str, str, Callable[[list[object]], list[object]]]


def good_row(number: int) -> list[object]:
    """A row without fault, with everything in it that only looks like one."""
    return [
        f"关于第{number}号<通知>的说明：A-B，★=达标",
        f"清政发〔2024〕{number}号",
        ["2024-03-05", "2024/3/5", "2024.3.5", "2024年3月5日", "20240305", "二〇二四年三月五日"][number % 6],
        ["通知公告", "规划计划", "人事信息", "plan", ""][number % 5],
        number % 40 + 1,
        ["1,234.50", "-12.5", "０.５", 88][number % 4],
        ["是", "否", "√", ""][number % 4],
        "91110000100000000X",
        f'第一段，含逗号,和"引号"。\n第二段 {number}',
    ]


def with_cell(column: str, value: object) -> Callable[[list[object]], list[object]]:
    index = HEADER.index(column)
    return lambda cells: [*cells[:index], value, *cells[index + 1 :]]


# rule, column in which it must be named, how the row is spoilt
CELL_FAULTS: list[Fault] = [
    ("required", "标题", with_cell("标题", "")),
    ("required", "成文日期", with_cell("成文日期", "  ")),
    ("too_long", "标题", with_cell("标题", "很" * 300)),
    ("too_long", "正文", with_cell("正文", "长文" * 1_001)),
    ("line_break", "标题", with_cell("标题", "关于植树的\n通知")),
    ("emoji", "标题", with_cell("标题", "关于植树的通知🌳")),
    ("direction_mark", "标题", with_cell("标题", "关于\u202e植树的通知")),
    ("unreadable", "标题", with_cell("标题", "关于锟斤拷植树的通知")),
    ("html", "标题", with_cell("标题", "通知<script>alert(1)</script>")),
    ("duplicate", "发文字号", with_cell("发文字号", "清政发〔2024〕1号")),
    ("date", "成文日期", with_cell("成文日期", "2024.13.40")),
    ("date", "成文日期", with_cell("成文日期", "2023-02-29")),
    ("date", "成文日期", with_cell("成文日期", "去年三月")),
    ("date", "成文日期", with_cell("成文日期", "1024-03-05")),
    ("date", "成文日期", with_cell("成文日期", "2024年3月")),
    ("date", "成文日期", with_cell("成文日期", "45356")),
    ("choice", "信息种类", with_cell("信息种类", "通知告示")),
    ("choice", "是否公开", with_cell("是否公开", "看情况")),
    ("number", "页数", with_cell("页数", "十来页")),
    ("number", "页数", with_cell("页数", "3.5")),
    ("number", "金额", with_cell("金额", "12.5万元")),
    ("number_precision", "信用代码", with_cell("信用代码", "1.23E+17")),
]
CSV_FAULTS: list[Fault] = [
    ("shifted", "J 列", lambda cells: [cells[0], "多出来的", *cells[1:]]),
    ("shifted", "信用代码", lambda cells: cells[:8]),
    ("control_character", "标题", with_cell("标题", "关于\x07植树的通知")),
]


def planted(faults: list[Fault], count: int = ROWS) -> dict[int, int]:
    """Row number in the file → index of the fault, spread over the whole table."""
    step = count // len(faults)
    return {7 + step * index: index for index in range(len(faults))}


def table_rows(faults: list[Fault], count: int = ROWS) -> list[list[object]]:
    places = planted(faults, count)
    rows = []
    for number in range(2, count + 2):
        cells = good_row(number - 1)
        rows.append(faults[places[number]][2](cells) if number in places else cells)
    return rows


def found_in(raw: bytes, name: str, count: int = ROWS) -> list[tuple[int | None, str, str]]:
    table = read_table(raw, name, expected=headings(COLUMNS))
    mapped = map_columns(table.header, COLUMNS)
    assert not mapped.problems
    assert not mapped.unused
    rows = list(parse_table(table, COLUMNS, mapped))
    assert len(rows) == count
    refusals = [refusal for row in rows for refusal in row.refusals]
    assert all(refusal.message.endswith(("。", "？")) and refusal.rule in RULES for refusal in refusals)
    return [(refusal.row, refusal.rule, refusal.column) for refusal in refusals]


def as_csv(rows: list[list[object]], encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode(encoding, errors="replace")


@pytest.mark.parametrize(
    ("encoding", "count"),
    [("utf-8", ROWS)]
    + [(name, FEWER_ROWS) for name in ("utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")],
)
def test_all_faults_of_a_csv_are_found_in_one_pass_and_none_invented(encoding: str, count: int) -> None:
    faults = CELL_FAULTS + CSV_FAULTS
    assert len(faults) >= 25
    expected = [(row, faults[index][0], faults[index][1]) for row, index in planted(faults, count).items()]
    assert found_in(as_csv(table_rows(faults, count), encoding), "导入.csv", count) == expected


@pytest.mark.sweep
def test_all_faults_of_a_workbook_are_found_in_one_pass_and_none_invented() -> None:
    special: list[Fault] = [
        ("formula", "金额", with_cell("金额", "=SUM(E2:E5)")),
        ("error_value", "金额", with_cell("金额", "#REF!")),
        ("number_precision", "信用代码", with_cell("信用代码", 9_111_000_010_000_000_000)),
        ("date", "成文日期", with_cell("成文日期", 45356)),
        ("shifted", "J 列", lambda cells: [*cells, "多出来的"]),
        ("merged_cells", "信息种类", lambda cells: cells),
        (
            "merged_cells",
            "信息种类",
            lambda cells: with_cell("页数", None)(with_cell("信息种类", None)(cells)),
        ),
    ]
    faults = CELL_FAULTS + special
    places = planted(faults)
    rows = table_rows(faults)
    # The merge covers two rows: move the second of them below the first.
    first = next(row for row, index in places.items() if index == len(faults) - 2)
    second = next(row for row, index in places.items() if index == len(faults) - 1)
    rows[first - 1], rows[second - 2] = rows[second - 2], rows[first - 1]
    places[first + 1] = places.pop(second)
    for row in rows[::3]:
        if row[2] == "2024-03-05":
            row[2] = date(2024, 3, 5)
        elif row[2] == "2024/3/5":
            row[2] = datetime(2024, 3, 5, 9, 30)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADER, *rows]:
        sheet.append([str(cell).replace("\x07", "") if isinstance(cell, str) else cell for cell in row])
    sheet.merge_cells(start_row=first, end_row=first + 1, start_column=4, end_column=5)
    out = io.BytesIO()
    book.save(out)
    expected = sorted((row, faults[index][0], faults[index][1]) for row, index in places.items())
    assert sorted(found_in(out.getvalue(), "导入.xlsx")) == expected
