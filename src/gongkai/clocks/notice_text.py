"""The words of a holiday notice as days: 春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）上班。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.clocks.notices import NoticeDay

Problem = tuple[int, str, str]
"""Line, the words that are meant, what is wrong with them."""

_ENTRY = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+\s*、|[（(]?[一二三四五六七八九十\d]+[)）.．]\s*)?(.{1,20}?)[：:](.*放假.*)$"
)
_DAY = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
    r"(?:[（(][^）)]*?(?:周|星期)(?P<weekday>[一二三四五六日天])[^）)]*[）)])?"
)
_COUNT = re.compile(r"共\s*(\d+)\s*天")
_TITLE_YEAR = re.compile(r"(20\d\d)\s*年")
_WEEKDAYS = "一二三四五六日"


def looks_like_words(text: str) -> bool:
    """Whether a text is the notice itself and no table."""
    return any(_ENTRY.match(one) and _DAY.search(one) for one in text.splitlines())


def read_words(text: str, year: int | None) -> tuple[int, list[NoticeDay], list[Problem]]:
    """The year, its days and what doesn't fit: a weekday that isn't that date's, a number of days that differs.

    Without `year` it is the first that the text names.
    """
    named = _TITLE_YEAR.search(text)
    if year is None and named is None:
        return (
            0,
            [],
            [(1, "", "看不出是哪一年的通知。把标题一起贴进来，例如“关于2027年部分节假日安排的通知”。")],
        )
    of = year or int(named[1] if named else 0)
    reader = _Reader(of)
    for number, one in enumerate(text.splitlines(), start=1):
        if entry := _ENTRY.match(one):
            reader.read(number, entry[1].strip(), entry[2])
    return of, sorted(reader.days.values()), reader.problems


class _Reader:
    def __init__(self, year: int) -> None:
        self.year = year
        self.days: dict[date, NoticeDay] = {}
        self.problems: list[Problem] = []

    def read(self, number: int, name: str, words: str) -> None:
        """One festival: sentences that say which days are off and which are worked."""
        for sentence in re.split(r"[。；;]", words):
            if "上班" in sentence:
                for found in self._dates(number, sentence):
                    self._keep(number, found, True, name)
            elif "放假" in sentence or "补休" in sentence or "调休" in sentence:
                self._off(number, name, sentence)

    def _off(self, number: int, name: str, sentence: str) -> None:
        found = list(self._dates(number, sentence))
        if not found:
            return
        spans = [found[0], found[-1]] if re.search(r"[至到—－-]", sentence) else None
        days = _between(*spans) if spans else found
        count = _COUNT.search(sentence)
        if count and int(count[1]) != len(days):
            told = (
                f"写的是共 {count[1]} 天，{days[0]:%m-%d} 到 {days[-1]:%m-%d} 是 {len(days)} 天。核对日期。"
            )
            self.problems.append((number, sentence.strip()[:80], told))
            return
        for one in days:
            self._keep(number, one, False, name)

    def _dates(self, number: int, sentence: str) -> Iterator[date]:
        year, month = self.year, 0
        for found in _DAY.finditer(sentence):
            year, month = int(found["year"] or year), int(found["month"] or month)
            try:
                day = date(year, month, int(found["day"]))
            except ValueError:
                self.problems.append((number, found[0], f"“{found[0]}”不是一个日期。"))
                continue
            said = (found["weekday"] or "").replace("天", "日")
            if said and said != _WEEKDAYS[day.weekday()]:
                told = f"{day:%Y-%m-%d} 是星期{_WEEKDAYS[day.weekday()]}，写的是星期{said}。核对日期和年份。"
                self.problems.append((number, found[0], told))
            yield day

    def _keep(self, number: int, day: date, is_working: bool, name: str) -> None:
        if day in self.days and self.days[day].is_working != is_working:
            told = f"{day:%Y-%m-%d} 一处写放假，一处写上班。"
            self.problems.append((number, f"{day:%Y-%m-%d}", told))
        self.days.setdefault(day, NoticeDay(day, is_working, name))


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
