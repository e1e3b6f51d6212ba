"""Spans of days that figures are counted over."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


class NoPeriod(Exception):
    """What was written names no period; the message says what is expected."""


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.first}..{self.last}")

    @property
    def before(self) -> date:
        """The day before it begins."""
        return self.first - ONE_DAY

    @property
    def after(self) -> date:
        """The day after it ends."""
        return self.last + ONE_DAY

    @property
    def label(self) -> str:
        first, last = self.first, self.last
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return f"{first.year}年"
        if first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year:
            if first.month == last.month:
                return f"{first.year}年{first.month}月"
            if (first.month - 1) % 3 == 0 and last.month == first.month + 2:
                return f"{first.year}年第{'一二三四'[first.month // 3]}季度"
        return f"{first.isoformat()}至{last.isoformat()}"

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def a_year_earlier(self) -> Period:
        """The same days of the year before; the 29th of February becomes the 28th."""
        return Period(_year_earlier(self.first), _year_earlier(self.last))


def _year_earlier(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, monthrange(day.year - 1, day.month)[1]))


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


def quarter(number: int, of_year: int) -> Period:
    last = number * 3
    return Period(date(of_year, last - 2, 1), date(of_year, last, monthrange(of_year, last)[1]))


def month(number: int, of_year: int) -> Period:
    return Period(date(of_year, number, 1), date(of_year, number, monthrange(of_year, number)[1]))


_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})[Qq]([1-4])")


def read_period(text: str) -> Period:
    """ "2025", "2025-03", "2025Q1" or "2025-03-01..2025-04-15". Raises NoPeriod with words."""
    words = text.strip()
    try:
        if found := _YEAR.fullmatch(words):
            return year(int(found[1]))
        if found := _QUARTER.fullmatch(words):
            return quarter(int(found[2]), int(found[1]))
        if found := _MONTH.fullmatch(words):
            return month(int(found[2]), int(found[1]))
        first, divided, last = words.partition("..")
        if divided:
            return Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        pass
    raise NoPeriod(f"“{text}”不是时段，写成 2025、2025Q1、2025-03 或者 2025-03-01..2025-04-15。")
