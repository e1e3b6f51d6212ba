"""Cells under a heading: tables whose cells are parted by tabs, or by blanks where a line has no tab."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from gongkai.screening.lexicon import listed
from gongkai.text.rows import CELL_LINE_END, LONGEST_TITLE
from gongkai.text.words import Everywhere

_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\t]*")
_WORD = re.compile(r"\S+")
_BRACKETS = re.compile(r"[(（].*|[*＊：:\s]")
_HEADING = 12
"""Longest heading, in characters."""
_BLANK_COLUMNS = 3
_GAPS = (" ", "  ", "   ", "    ", "\u3000", "\u3000\u3000", CELL_LINE_END)
"""What people set between the two signs of a heading: 户　主."""
_FIGURE = re.compile(r"\s*(?!(?:19|20)[0-9]{2}\s*\Z)[¥￥-]?[0-9０-９][0-9０-９,，.*Xx]*元?\s*")
"""A cell of a row that is no heading: a number, but for a year."""
_ROLE = re.compile("(?:人|者|户|主|方|成员|对象)\\Z")
"""Headings that also stand in cells, as 户主 does under 与户主关系."""
USUAL = listed(
    "序号 编号 姓名 性别 年龄 民族 身份证号 身份证号码 证件号码 联系电话 手机号码 电话 住址 地址 家庭住址 村 村组 村名 "
    "组别 乡镇 金额 合计 面积 数量 标准 人数 人口 备注 开户行 账号 卡号 与户主关系 关系 类别 等级 日期 时间 签字 签名 "
    "工作单位 单位 职务 职业 职称 学历 学校 籍贯 出生日期 出生年月 政治面貌 证件名称 证件类型 通讯地址 通信地址 联系方式 手机 邮编 "
    "邮政编码 邮箱 电子邮箱 传真 户籍地址 现住址 "
    "岗位 岗位代码 成绩 总成绩 排名 名次 专业 毕业院校 准考证号 健康状况 家庭人口 所在村组 行政村 自然村 村民小组 身份证 证件号 "
    "补贴金额 补贴面积 补贴标准 发放金额 救助金额 救助类型 残疾等级 保障人数 享受政策"
)
"""What no cell but a heading says."""
_TITLES = 2
"""Lines over a part of a table that may follow one another."""


def cells_under(text: str, headings: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Heading, start and end of every cell that stands under one of `headings`, until the table ends.

    A table is lines that follow one another and have tabs, or three words and more parted by blanks. Short lines
    without a tab, 一组（12户）, may stand over parts of a table with tabs.
    """
    words = _written(frozenset(headings))
    if _standing_in(text, words).isdisjoint(words):
        return
    wanted: dict[int, str] = {}
    tabbed, last, titles, in_head, columns = False, -1, 0, False, 0
    for line in _LINE.finditer(text):
        has_tab = "\t" in line[0]
        if wanted and tabbed and not has_tab and titles < _TITLES and len(line[0]) <= LONGEST_TITLE:
            titles, last = titles + 1, line.end()
            continue
        if not has_tab and not wanted and len(line[0].split(None, _BLANK_COLUMNS - 1)) < _BLANK_COLUMNS:
            last = line.end()
            continue  # prose
        cells = _cells(text, line.start(), line.end(), has_tab)
        outside = in_head and has_tab and len(cells) == columns  # the rules of the table begin below its head
        if last >= 0 and (line.start() > last + 2 or (has_tab != tabbed and not outside)):
            wanted = {}
        tabbed = tabbed or (bool(wanted) and outside)
        last = line.end()
        heads = _heads(text, cells, headings, wanted)
        if titles and not heads and not _has_figure(text, cells):
            wanted = {}  # the heading of another table
        titles = 0
        if heads:
            wanted = wanted | heads if in_head else heads
            tabbed, in_head, columns = has_tab, True, len(cells)
            continue
        in_head = False
        for index, heading in wanted.items():
            if index < len(cells):
                yield heading, *_trimmed(text, *cells[index])


@dataclass(frozen=True)
class _Asked:
    """Every heading asked for so far, and which of them stand in the text that was asked about last."""

    words: Everywhere
    text: str = ""
    there: frozenset[str] = frozenset()


_last = _Asked(Everywhere(()))


def _standing_in(text: str, headings: Collection[str]) -> frozenset[str]:
    """Which headings stand anywhere in the text: looked for all at once, since several detectors ask in turn."""
    global _last  # a whole answer is put in place of another, so threads may ask at once
    asked = _last
    if not asked.words.all.issuperset(headings):
        asked = _Asked(Everywhere(asked.words.all | frozenset(headings)))
    elif asked.text is text:
        return asked.there
    _last = asked = _Asked(asked.words, text, asked.words.standing_in(text))
    return asked.there


def _cells(text: str, start: int, end: int, has_tab: bool) -> list[tuple[int, int]]:
    if not has_tab:
        return [hit.span() for hit in _WORD.finditer(text, start, end)]
    found, at = [], start
    while at <= end:
        stop = text.find("\t", at, end)
        stop = end if stop < 0 else stop
        found.append((at, stop))
        at = stop + 1
    return found


@lru_cache(maxsize=64)
def _written(headings: frozenset[str]) -> frozenset[str]:
    """The headings as people write them: 户主, 户 主, 户　主."""
    return headings | {gap.join(word) for word in headings if len(word) == 2 for gap in _GAPS}


def _has_figure(text: str, cells: list[tuple[int, int]]) -> bool:
    return any(_FIGURE.fullmatch(text, start, end) for start, end in cells)


def _heads(
    text: str, cells: list[tuple[int, int]], headings: Collection[str], above: Mapping[int, str]
) -> dict[int, str]:
    """Which cells of a row are headings; a form's label beside its value (姓名 | 张三) is no heading of a column.

    `above`: those of the rows before. A row with a figure, or with nothing but 户主 where no column is so called, isn't one.
    """
    if len(cells) > 400:
        return {}
    found: dict[int, str] = {}
    usual = False
    for index, (start, end) in enumerate(cells):
        if end - start <= _HEADING + 8:
            plain = _BRACKETS.sub("", text[start:end])
            if plain in headings:
                found[index] = plain
            usual = usual or plain in USUAL
    if not found or _has_figure(text, cells):
        return {}
    alone = above and not usual and len(found) == 1 and next(iter(found)) not in above
    return {} if alone and _ROLE.search(next(iter(found.values()))) else found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
