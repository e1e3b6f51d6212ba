"""Cells under a heading, in tables as offices make them: merged cells, broken lines, titles of parts, two rows of heads."""

from __future__ import annotations

import pytest

from gongkai.screening.columns import cells_under
from gongkai.screening.runs import Page
from gongkai.screening.scanning import scan
from gongkai.text.rows import CELL_LINE_END

NAMES = frozenset({"姓名", "户主", "成员姓名", "申请人"})


def under(text: str) -> list[str]:
    return [text[start:end] for _, start, end in cells_under(text, NAMES)]


@pytest.mark.parametrize(
    "head",
    ["户主", "户 主", "户  主", "户\u3000主", "户\u3000\u3000主", f"户{CELL_LINE_END}主", "户主（签字）"],
)
def test_a_heading_is_known_however_its_signs_are_set_apart(head):
    assert under(f"序号\t{head}\t金额\n1\t岩温\t500\n") == ["岩温"]


def test_a_word_of_a_heading_may_stand_in_a_cell():
    """与户主关系 says 户主 of the householder himself."""
    text = "序号\t姓名\t与户主关系\t金额\n1\t岩温\t户主\t100\n\t玉香\t妻子\t50\n2\t扎西\t户主\t70\n"
    assert under(text) == ["岩温", "玉香", "扎西"]
    assert under("姓名\t与户主关系\t民族\n岩温\t户主\t傣族\n玉香\t妻子\t傣族\n") == ["岩温", "玉香"]


def test_a_row_with_a_figure_is_no_heading_but_one_with_years_is():
    assert under("1\t岩温\t户主\t100\n2\t玉香\t子\t90\n") == []
    assert under("户主\t2023\t2024\t合计\n岩温\t100\t200\t300\n") == ["岩温"]


def test_two_rows_of_heads_are_one_head():
    text = "户主\t家庭情况\t\t金额\n\t成员姓名\t关系\t\n岩温\t玉香\t妻子\t100\n"
    assert under(text) == ["岩温", "玉香"]


def test_titles_of_parts_end_no_table():
    text = "姓名\t金额\n岩温\t1\n一组（12户）\n玉香\t2\n二组（9户）\n小计21户\n扎西\t3\n"
    assert under(text) == ["岩温", "玉香", "扎西"]


def test_other_words_do():
    long = "以上名单公示七天，公示期间有异议的，可以向镇民政办反映，电话见附件；" * 2
    assert under(f"姓名\t金额\n岩温\t1\n{long}\n小学\t2\n") == ["岩温"]
    assert under("姓名\t金额\n岩温\t1\n附件2\n学校\t人数\n小学\t2\n") == ["岩温"]
    assert under("姓名\t金额\n岩温\t1\n一\n二\n三\n小学\t2\n") == ["岩温"]
    assert under("姓名\t金额\n岩温\t1\n\n\n小学\t2\n") == ["岩温"]


def test_cells_with_line_ends_keep_their_row():
    rows = f"姓名\t地址\t金额\n岩温\t柳庄村{CELL_LINE_END}三组{CELL_LINE_END}12号\t1\n玉香{CELL_LINE_END}扎西\t上坝村\t2\n"
    text = rows.replace(CELL_LINE_END, "\n")
    spans = scan(text, read_as=rows)
    assert [span.text for span in spans if span.kind == "person_name"] == ["岩温", "玉香", "扎西"]
    assert all(text[span.start : span.end] == span.text for span in spans)


def test_a_number_broken_in_a_cell_is_one():
    rows = f"户主\t账号\t备注\n岩温\t6222021234{CELL_LINE_END}567890128\t无\n"
    found = {span.kind: span.text for span in scan(rows.replace(CELL_LINE_END, "\n"), read_as=rows)}
    assert found["bank_card"] == "6222021234\n567890128"


def test_the_head_of_a_number_is_known_behind_the_title_of_a_part():
    page = Page("户主\t账 号\n岩温\t6222021234567890128\n一组\n玉香\t6222021234567890129\n")
    assert page.heading(page.text.index("6222021234567890129")) == "账号"
    page = Page("户主\t账号\n岩温\t6222021234567890128\n一组\n姓名\t金额\n玉香\t6222\n")
    assert page.heading(page.text.index("6222\n")) == "金额"
