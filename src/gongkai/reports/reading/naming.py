"""Whose report it is, of which year, in which form."""

from __future__ import annotations

import re
from collections import Counter

from gongkai.reports.layouts import template_for_year
from gongkai.reports.reading.page import Page

_TITLE = re.compile(
    r"(?P<unit>[\u4e00-\u9fff（）]{2,40}?)?(?:关于)?(?P<year>20\d\d)年?度?(?:的)?(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?(?:年度)?(?:工作)?报"
)
_TABLE = re.compile(r"政府信息公开情况统计表（?(?P<year>20\d\d)年?度?")
_PERIOD = re.compile(r"(20\d\d)年1月1日[^。]{0,6}(?:至|到|—|-|～|~)")
_OF_YEAR = re.compile(r"(20\d\d)年?度")
_YEAR = re.compile(r"(?<![〔\[（\d])(20\d\d)年")
_SIGNED = re.compile(
    r"(?:^|[^\u4e00-\u9fff])(?P<unit>[\u4e00-\u9fff]{2,24}?(?:厅|局|委|委员会|政府|办公室|办事处|中心|处|署))20\d\d年\d{1,2}月\d{1,2}日"
)
_MARKS = (
    ("2021", re.compile("本年制发件数|本年废止件数|现行有效件数|逾期不补正、?行政机关不再处理")),
    ("2019", re.compile("本年新制作数量|本年度新制作数量|本年新公开数量|其他对外管理服务事项|采购项目数量")),
    ("2008", re.compile("统计指标|主动公开政府信息数（?不同渠道|主动公开规范性文件数")),
)


def year_and_unit(title: str, page: Page) -> tuple[int, str, str]:
    """Year, unit, and how the year is known ("" when it isn't): by the title, the period counted, or the words."""
    for text in (Page(title).bare, page.bare[:200]):
        found = _TITLE.search(text) or _TABLE.search(text)
        if found:
            unit = found.groupdict().get("unit") or ""
            return int(found["year"]), unit, "title"
    signed = _SIGNED.search(page.bare[-200:])
    unit = signed["unit"] if signed else ""
    for pattern, how in ((_PERIOD, "period"), (_OF_YEAR, "period")):
        found = pattern.search(page.bare[:1500])
        if found:
            return int(found[1]), unit, how
    years = Counter(_YEAR.findall(page.bare)).most_common(2)
    if years and years[0][1] >= 3 and (len(years) == 1 or years[0][1] > 2 * years[1][1]):
        return int(years[0][0]), unit, "words"
    return 0, unit, ""


def template_of(page: Page, year: int, kinds: set[int]) -> str:
    """The form by what the tables say; without tables by the parts, then by the year; "" when nothing tells."""
    for code, words in _MARKS:
        if words.search(page.bare):
            return code
    if 6 in kinds:  # 收费及减免 is a part of its own only in the form up to 2018
        return "2008"
    if year >= 2008:
        return template_for_year(year).code
    return ""
