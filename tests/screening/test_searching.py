"""Searching only where something can begin finds what searching everywhere finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.screening.columns import cells_under
from gongkai.screening.detectors import birth_date, health, minor, person_name, secrecy_mark
from gongkai.screening.lexicon import around, matches_at, places_of
from gongkai.text.words import Everywhere


def _sexes(text: str) -> Iterator[int]:
    return around(sorted((*places_of(text, "男"), *places_of(text, "女"))), (2, 1))


def _after_dates(text: str) -> Iterator[int]:
    births = (at for at in places_of(text, "生") if birth_date._after_date(text, at))
    return around(births, birth_date._LENGTHS)


def _notices(text: str) -> list[int]:
    return sorted(at for word in secrecy_mark._BEGINNINGS for at in places_of(text, word))


# The expression, where it can begin, and what texts about it are made of.
SEARCHES: dict[str, tuple[re.Pattern[str], Callable[[str], object], tuple[str, ...]]] = {
    "behind": (
        birth_date._BEHIND, lambda text: around(places_of(text, "生"), (2, 1, 0)),
        ("生", "出生", "出 生", "生于", "生辰", "诞生于", "日期", "：", "考", "1990年1月2日", "19620315", " ", "二〇〇一年三月", "\n"),
    ),
    "ahead": (
        birth_date._AHEAD, _after_dates,
        ("生", "出生", "1990年1月2日", "1990 年 11 月 22 日", "19620315", "1962.3.15", "一九九〇年十二月三十一日", " ", "产", "1", "年"),
    ),
    "degree": (
        health._DEGREE, lambda text: around(places_of(text, "残"), (3, 2, 1, 0)),
        ("残", "残疾", "视力", "多重", "一级", "4级", "等级", "：", "伤残", "智残", "肢残", "肢体", "二级", "九级", " ", "级"),
    ),
    "pupil": (
        minor._PUPIL, lambda text: around(places_of(text, "年级"), (4, 3, 1)),
        ("年级", "小学", "幼儿园", "中学", "三", "2", "（", "1", "）", "班", "学生", "的", "级"),
    ),
    "sex": (person_name._SEX, _sexes, ("男", "女", "，", " ", "、", "(", "。", "张三", "\t")),
    "line": (
        secrecy_mark._LINE, secrecy_mark._line_starts,
        ("绝密", "机密", "秘密", "内部", "资料", "文件", "工作", "\n", " ", "【", "】", "　", "(", "字字字字"),
    ),
    "notice": (
        secrecy_mark._NOTICE, _notices,
        ("内部", "资料", "注意保密", "，", "请勿", "外传", "此件", "本文件", "不公开", "公开属性：", "信息公开选项：", "依申请公开",
         "发至", "县团级", "仅供", "领导参阅", "不得", "公开发布", "。", "严禁", "妥善保存"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SEARCHES)
def test_where_something_can_begin_is_everywhere_that_it_does(name):
    form, starts, pieces = SEARCHES[name]

    @given(st.lists(st.sampled_from(pieces), max_size=14).map("".join))
    @settings(max_examples=400)
    def same(text: str) -> None:
        whole = [hit.span() for hit in form.finditer(text)]
        assert [hit.span() for hit in matches_at(form, text, starts(text))] == whole

    same()


def test_mutant_a_start_that_is_forgotten_is_noticed():
    text = "视力残疾四级伤残"
    whole = [hit[0] for hit in health._DEGREE.finditer(text)]
    assert [
        hit[0] for hit in matches_at(health._DEGREE, text, around(places_of(text, "残"), (1, 0)))
    ] != whole


@given(
    st.lists(st.sampled_from(("姓名", "学生", "户主", "病情", "\ud800", "　", "\t")), max_size=9).map("".join)
)
def test_words_inside_one_another_are_all_told(text):
    words = ("姓名", "学生姓名", "户主", "户主姓名", "病情")
    assert Everywhere(words).standing_in(text) == {word for word in words if word in text}


def test_columns_asked_for_in_turn_of_one_text_and_of_another():
    table = "序号\t姓名\t出生日期\n1\t张三\t1990年1月2日\n"
    assert [table[a:b] for _, a, b in cells_under(table, {"姓名"})] == ["张三"]
    assert [table[a:b] for _, a, b in cells_under(table, {"出生日期"})] == ["1990年1月2日"]
    assert list(cells_under("没有表的一句话，提到姓名。", {"姓名"})) == []
    assert [table[a:b] for _, a, b in cells_under(table, {"姓名", "从没问过的"})] == ["张三"]
