"""Minors: a name behind 未成年人, 留守儿童, 孤儿 or beside school and class, and whole columns of children's names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.columns import cells_under
from gongkai.screening.lexicon import around, listed, matches_at, places_of
from gongkai.screening.names import is_name, name_after, name_before
from gongkai.screening.spans import MASK, Detector, Span
from gongkai.text.words import Words

KIND = "minor"
SOURCE = "《个人信息保护法》第二十八条、《未成年人保护法》第一百零三条"

_CUES = Words(
    listed(
        """
未成年人 未成年子女 留守儿童 困境儿童 孤儿 事实无人抚养儿童 残疾儿童 儿童姓名 幼儿姓名 学生姓名 儿童 幼儿 婴儿 新生儿 患儿
被监护人 流浪儿童 学生 新生 毕业生 小学生 初中生 中学生 被拐儿童 失踪儿童 弃婴 女童 男童
"""
    )
)
_ALWAYS = listed("学生 新生 毕业生")
"""Cues that may mean an adult: the name is a minor's only where school and class stand near."""
_PARTING = re.compile(r"[ \u3000]*(?:[(（][^()（）\n]{1,12}[)）])?[ \u3000]*(?:名单)?[：:]?[ \u3000]*")
_SCHOOL = re.compile(
    "小学|幼儿园|初中|中学|[一二三四五六七八九1-9]年级|[(（][0-9一二三四五六七八九十]{1,2}[)）]班|[0-9一二三四五六七八九十]{1,3}班"
)
_PUPIL = re.compile(
    r"(?:小学|幼儿园|中学)?[一二三四五六七八九1-9]年级[(（]?[0-9一二三四五六七八九十]{0,2}[)）]?班?(?:学生|的)?"
)
_COLUMNS = frozenset(
    {
        "儿童姓名",
        "幼儿姓名",
        "孤儿姓名",
        "学生姓名",
        "婴儿姓名",
        "未成年人姓名",
        "被监护人姓名",
        "新生姓名",
        "患儿姓名",
    }
)
_NAMES = frozenset({"姓名", "学生"})
_HEADS = re.compile("班级|年级|就读学校|幼儿园|学籍号|入学")
_TITLE = re.compile("孤儿|留守儿童|困境儿童|事实无人抚养|未成年|幼儿|小学")
_SEPARATORS = "[、，,]"


def find(text: str) -> Iterator[Span]:
    done = 0
    for cue, start, end in _CUES.places(text):
        if cue in _ALWAYS and not _SCHOOL.search(text, max(0, start - 24), end + 24):
            continue
        hit = _PARTING.match(text, end)
        at = hit.end() if hit else end
        stop = name_after(text, at, sure=at > end)
        while stop and at >= done:
            yield _span(text, at, stop)
            done, more = stop, re.compile(_SEPARATORS).match(text, stop)
            at = more.end() if more else stop
            stop = name_after(text, at) if more else 0
    for hit in matches_at(_PUPIL, text, around(places_of(text, "年级"), (4, 3, 1))):
        stop = name_after(text, hit.end())
        if stop:
            yield _span(text, hit.end(), stop)
        elif (at := name_before(text, hit.start() - 1)) >= 0 and text[hit.start() - 1] in "，,（(":
            yield _span(text, at, hit.start() - 1)
    yield from _by_column(text)


def _by_column(text: str) -> Iterator[Span]:
    if "姓名" not in text:
        return
    headings = _COLUMNS | _NAMES if _of_children(text) else _COLUMNS
    for _, start, end in cells_under(text, headings):
        if is_name(text[start:end], column=True):
            yield _span(text, start, end)


def _of_children(text: str) -> bool:
    """Whether the table with names is one of children: its title says so, and it has a column of classes."""
    head = text[:400]
    return bool(_HEADS.search(head)) and bool(_TITLE.search(head)) and "教师" not in head


def _span(text: str, start: int, end: int) -> Span:
    return Span(KIND, start, end, text[start:end], 0.9, MASK, SOURCE)


DETECTOR = Detector(KIND, "未成年人", SOURCE, find, order=55)
