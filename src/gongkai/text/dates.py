"""Dates as people write them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gongkai.text.numerals import NUMERAL, NumeralProblem, chinese_to_int

Precision = Literal["day", "month", "year"]
_WIDE = str.maketrans("０１２３４５６７８９．／－—–：　○", "0123456789./---: 〇")
_NUMBER = rf"(?:\d+|{NUMERAL}+)"
_TIME = r"(?:[ T]*\d{1,2}(?:[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_WEEKDAY_TAIL = r"(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?"
_CHINESE = re.compile(
    rf"(?P<y>{_NUMBER})年度?(?:(?P<m>元|{_NUMBER})月份?(?:(?P<d>初?{_NUMBER})[日号]?)?)?{_WEEKDAY_TAIL}{_TIME}"
)
_SEPARATED = re.compile(
    rf"(?P<y>\d{{4}})[-./](?P<m>\d{{1,2}})(?:[-./](?P<d>\d{{1,2}}))?{_WEEKDAY_TAIL}{_TIME}"
)
_COMPACT = re.compile(rf"(?P<y>\d{{4}})(?P<m>\d{{2}})(?P<d>\d{{2}}){_TIME}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_WEEKDAYS = "一二三四五六日"
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


class DateProblem(ValueError):
    """The text isn't a date; the message says in Chinese what is wrong and what is expected."""


@dataclass(frozen=True)
class PartialDate:
    """A date as exact as it was written; the missing parts of `day` are 1."""

    day: date
    precision: Precision


def parse_date(text: str) -> date:
    """A full date: 2024-03-05, 2024/3/5, 2024.3.5, 20240305, 2024年3月5日, 二〇二四年三月五日, Excel serial.

    A time after it is dropped. Raises DateProblem, also when the day is missing.
    """
    found = parse_partial_date(text)
    if found.precision != "day":
        missing = "月和日" if found.precision == "year" else "日"
        raise DateProblem(f"“{text.strip()}”缺少{missing}，应写成2024年3月5日或2024-03-05")
    return found.day


def parse_partial_date(text: str) -> PartialDate:
    """As `parse_date`, but 2024年3月 and 2024年 are allowed. Raises DateProblem."""
    shown = text.strip()
    plain = re.sub(r"\s*([年月日号./-])\s*", r"\1", shown.translate(_WIDE)).strip()
    if not plain:
        raise DateProblem("没有填写日期")
    if _SERIAL.fullmatch(plain):
        return _from_serial(plain, shown)
    hit = _CHINESE.fullmatch(plain) or _SEPARATED.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if not hit:
        raise DateProblem(f"“{shown[:40]}”不是日期，应写成2024年3月5日或2024-03-05")
    return _from_parts(hit, shown)


def _from_parts(hit: re.Match[str], shown: str) -> PartialDate:
    parts = hit.groupdict()
    try:
        year = chinese_to_int(parts["y"])
        month = 1 if parts["m"] == "元" else chinese_to_int(parts["m"] or "1")
        day = chinese_to_int((parts["d"] or "1").removeprefix("初"))
    except NumeralProblem as problem:
        raise DateProblem(f"“{shown}”不是日期：{problem}") from problem
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise DateProblem(f"“{shown}”的年份是{year}，应为{EARLIEST_YEAR}至{LATEST_YEAR}之间的四位年份")
    if not 1 <= month <= 12:
        raise DateProblem(f"“{shown}”的月份是{month}，应为1至12")
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    if not 1 <= day <= last:
        raise DateProblem(f"“{shown}”的日是{day}，{year}年{month}月只有1至{last}日")
    precision: Precision = "day" if parts["d"] else "month" if parts["m"] else "year"
    return PartialDate(date(year, month, day), precision)


def _from_serial(plain: str, shown: str) -> PartialDate:
    # Excel counts from 1899-12-30 (its 1900 had a 29 February); five digits are 1927 to 2173.
    day = date(1899, 12, 30) + timedelta(days=int(plain.split(".", maxsplit=1)[0]))
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise DateProblem(f"“{shown}”不是日期，应写成2024年3月5日或2024-03-05")
    return PartialDate(day, "day")


def format_cn_date(day: date, *, weekday: bool = False) -> str:
    """2025年10月30日, or 2025年10月30日(星期四)."""
    shown = f"{day.year}年{day.month}月{day.day}日"
    return f"{shown}(星期{_WEEKDAYS[day.weekday()]})" if weekday else shown
