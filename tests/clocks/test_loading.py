"""Next year's notice, as a table or in its own words: read, or refused with the row and what to do."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook

from gongkai.clocks.loading import read_notice, year_in
from gongkai.clocks.notices import DATA, NoticeDay, shipped_notices

# Invented: the arrangement for 2027 isn't known.
TABLE = """date,type,name
2027-01-01,off,元旦
2027-02-05,off,春节
2027-02-20,work,春节
"""
WORDS = """国务院办公厅关于2027年部分节假日安排的通知
各省、自治区、直辖市人民政府：
一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。1月3日（周日）上班。
二、春节：2月5日（农历除夕、周五）至11日（周四）放假调休，共7天。2月14日（星期日）、2月20日（周六）上班。
三、清明节：4月5日（周一）放假，与周末连休。
节假日期间，各地区、各部门要妥善安排好值班。
"""


def days(text: str | bytes, name: str = "2027.csv", year: int | None = None) -> list[NoticeDay]:
    reading = read_notice(text.encode() if isinstance(text, str) else text, name, year=year)
    assert reading.problems == ()
    [one] = reading.notices
    return list(one.days)


def told(text: str, year: int | None = None) -> list[tuple[int | None, str]]:
    reading = read_notice(text.encode(), "2027.csv", year=year)
    assert reading.notices == ()
    return [(one.row, one.message) for one in reading.problems]


def test_a_table_is_read_with_codes_or_with_words() -> None:
    expected = [
        NoticeDay(date(2027, 1, 1), False, "元旦"),
        NoticeDay(date(2027, 2, 5), False, "春节"),
        NoticeDay(date(2027, 2, 20), True, "春节"),
    ]
    assert days(TABLE) == expected
    chinese = "日期,类型,节日\n2027年1月1日,放假,元旦\n2027/2/5,休,春节\n2027-02-20,调休上班,春节\n"
    assert days(chinese) == expected
    assert days(chinese.encode("gb18030")) == expected


def test_a_workbook_is_read_like_a_table() -> None:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["日期", "类型", "节日"])
    book.active.append([date(2027, 1, 1), "放假", "元旦"])
    book.save(out)
    assert days(out.getvalue(), "2027.xlsx") == [NoticeDay(date(2027, 1, 1), False, "元旦")]


def test_the_shipped_tables_of_all_years_can_be_loaded_again() -> None:
    reading = read_notice(DATA / "holidays.csv")
    assert reading.problems == ()
    assert [one.year for one in reading.notices] == list(range(2004, 2027))
    kept = {notice.year: set(notice.days) for notice in shipped_notices()}
    assert all(set(one.days) == kept[one.year] for one in reading.notices)


def test_the_words_of_the_notice_are_read_as_they_stand() -> None:
    found = days(WORDS)
    off = [one.day for one in found if not one.is_working]
    assert off == [
        *(date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)),
        *(date(2027, 2, day) for day in range(5, 12)),
        date(2027, 4, 5),
    ]
    assert [one.day for one in found if one.is_working] == [
        date(2027, 1, 3),
        date(2027, 2, 14),
        date(2027, 2, 20),
    ]
    assert {one.name for one in found} == {"元旦", "春节", "清明节"}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("一、元旦：1月1日（周六）至3日（周日）放假，共3天。", (1, "2027-01-01 是星期五，写的是星期六")),
        ("一、元旦：1月1日（周五）至3日（周日）放假，共4天。", (1, "写的是共 4 天")),
        ("一、元旦：1月32日放假。", (1, "“1月32日”不是一个日期")),
        ("一、元旦：1月1日放假。1月1日上班。", (1, "一处写放假，一处写上班")),
    ],
)
def test_words_that_contradict_themselves_are_refused_by_line(words: str, problem: tuple[int, str]) -> None:
    [(row, message)] = told(words, 2027)
    assert row == problem[0]
    assert problem[1] in message


def test_words_without_a_year_ask_for_it() -> None:
    [(_, message)] = told("一、元旦：1月1日放假。")
    assert "哪一年" in message


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [(None, "是空的")]),
        ("date,type,name\n", [(None, "只有表头")]),
        ("date,name\n2027-01-01,元旦\n", [(1, "没有“类型”一列")]),
        ("date,type,name\n2027-13-01,off,元旦\n", [(2, "13")]),
        ("date,type,name\n2027-01-01,开会,元旦\n", [(2, "不在可选的内容里")]),
        ("date,type,name\n2027-01-01,off,\n", [(2, "不能空着")]),
        ("date,type,name\n2027-01-01,off,元旦\n2027-01-01,off,元旦\n", [(3, "第 2 行")]),
        ("date,type,name\n2027-01-01,off,元旦\n2025-10-01,off,国庆节\n", [(3, "2025-10-01 不属于 2027 年")]),
        ("date,type,name\n2027-02-20,work,春节\n", [(None, "没有一天")]),
        ("date,type,name\n2027-13-01,off,元旦\n2027-01-02,关,元旦\n", [(2, "13"), (3, "关")]),
    ],
)
def test_a_faulty_table_is_refused_by_row(text: str, problems: list[tuple[int | None, str]]) -> None:
    found = told(text)
    assert [row for row, _ in found] == [row for row, _ in problems]
    assert all(words in message for (_, message), (_, words) in zip(found, problems, strict=True))


def test_hostile_bytes_are_refused_and_never_raise() -> None:
    for raw in (
        b"\x00\x01\x02" * 50,
        b"PK\x03\x04junk",
        b"\xd0\xcf\x11\xe0junk",
        b"%PDF-1.7\n",
        b"\xff" * 99,
    ):
        assert read_notice(raw, "x.csv").problems


def test_the_year_of_a_title_is_understood() -> None:
    assert year_in("国务院办公厅关于2027年部分节假日安排的通知") == 2027
    assert year_in("放假安排") is None
