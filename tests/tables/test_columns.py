"""Matching headings with declared columns, and what is told when they don't match."""

from __future__ import annotations

from gongkai.tables.cells import day, decimal, integer
from gongkai.tables.columns import Column, map_columns, parse_row, parse_table
from gongkai.tables.problems import Refusal
from gongkai.tables.reading import read_table
from gongkai.tables.shape import Row, column_letter

TITLE = Column("title", "标题", required=True, max_length=5)
NUMBER = Column("doc_no", "发文字号", aliases=("文号",), unique=True)
DATE = Column("signed_on", "成文日期", day, required=True)
COLUMNS = (TITLE, NUMBER, DATE)


def test_headings_match_by_label_alias_or_key_however_they_are_dressed() -> None:
    mapped = map_columns(["成文 日期：", "标题（必填）", "文号", "备注"], COLUMNS)
    assert mapped.positions == {"signed_on": 0, "title": 1, "doc_no": 2}
    assert (mapped.unused, mapped.problems) == (("备注",), ())
    assert map_columns(["TITLE*", "signed_on"], COLUMNS).positions == {"title": 0, "signed_on": 1}


def test_a_given_mapping_goes_before_the_labels() -> None:
    mapped = map_columns(["标题", "名称", "成文日期"], COLUMNS, {"title": "名称"})
    assert (mapped.positions["title"], mapped.problems) == (1, ())
    missing = map_columns(["标题", "成文日期"], COLUMNS, {"doc_no": "编号"}).problems
    assert [(problem.rule, problem.column) for problem in missing] == [("missing_column", "编号")]


def test_a_missing_column_is_named_with_the_heading_that_may_be_meant() -> None:
    (problem,) = map_columns(["标题", "成文时间"], COLUMNS, row=3).problems
    assert (problem.row, problem.rule, problem.column) == (3, "missing_column", "成文日期")
    assert "“成文时间”是不是它" in problem.message


def test_a_heading_that_stands_twice_is_refused() -> None:
    (problem,) = map_columns(["标题", "成文日期", "标题 "], COLUMNS).problems
    assert (problem.rule, problem.column) == ("duplicate_header", "标题 ")
    assert "第 1 列和第 3 列" in problem.message


def test_a_row_says_everything_that_is_wrong_with_it_at_once() -> None:
    header = ("标题", "成文日期")
    mapped = map_columns(header, COLUMNS)
    values, refusals = parse_row(Row(4, ("很长很长的标题", "2024.13.40")), COLUMNS, mapped, header)
    assert values == {}
    assert [(r.row, r.column, r.rule) for r in refusals] == [(4, "标题", "too_long"), (4, "成文日期", "date")]
    assert refusals[1].value == "2024.13.40"


def test_a_row_whose_cells_have_moved_is_told_once() -> None:
    header = ("标题", "页数", "成文日期", "金额")
    columns = (TITLE, Column("pages", "页数", integer), DATE, Column("amount", "金额", decimal))
    mapped = map_columns(header, columns)
    left = Row(3, ("标题", "2024-03-05", "8.5万", None))
    right = Row(4, ("标题", "多的", "12", "2024-03-05"))
    moved_left = Row(5, ("标题", "2024-03-05", "88.5", None))
    told = [parse_row(row, columns, mapped, header)[1] for row in (left, right, moved_left)]
    assert [[(r.column, r.rule) for r in refusals] for refusals in told] == [
        [("页数", "number"), ("成文日期", "date")],
        [("页数", "shifted")],
        [("页数", "shifted")],
    ]
    assert "往右错了一格" in told[1][0].message
    assert "往左错了一格" in told[2][0].message


def test_a_cell_that_was_refused_in_reading_is_not_complained_of_twice() -> None:
    header = ("标题", "成文日期")
    mapped = map_columns(header, COLUMNS)
    formula = Refusal(2, "成文日期", "=A1", "formula", "…")
    assert parse_row(Row(2, ("标题", "=A1"), (formula,)), COLUMNS, mapped, header) == (
        {"title": "标题"},
        [formula],
    )
    shifted = Refusal(2, "C 列", "x", "shifted", "…")
    assert parse_row(Row(2, ("", "x"), (shifted,)), COLUMNS, mapped, header) == ({}, [shifted])


def test_the_second_of_two_equal_values_is_refused_and_points_to_the_first() -> None:
    text = "标题,文号,成文日期\n甲,1号,2024-03-05\n乙,,2024-03-05\n丙,,2024-03-05\n丁,1号,2024-03-05"
    table = read_table(text.encode(), "表.csv")
    rows = list(parse_table(table, COLUMNS, map_columns(table.header, COLUMNS)))
    assert [[r.rule for r in row.refusals] for row in rows] == [[], [], [], ["duplicate"]]
    assert "第 2 行" in rows[3].refusals[0].message


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
