"""Holiday notices as data: the shipped ones, and what a notice to be loaded must satisfy."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.clocks.festivals import fixed_days_off
from gongkai.clocks.rules import SATURDAY, YEAR_END_FROM, WorkCalendar

DATA = Path(__file__).parent / "data"
# Far enough for every term, and the same whatever is loaded: two calendars differ by their notices alone.
FIXED_FROM, FIXED_THROUGH = 2008, 2100


@dataclass(frozen=True, order=True)
class NoticeDay:
    """A day that a notice makes off or working."""

    day: date
    is_working: bool
    name: str

    @property
    def is_special(self) -> bool:
        """Whether it differs from the plain week; only such days are kept."""
        return self.is_working != (self.day.weekday() < SATURDAY)


@dataclass(frozen=True)
class Notice:
    year: int
    title: str
    source: str
    days: tuple[NoticeDay, ...]

    @property
    def days_digest(self) -> str:
        lines = (f"{d.day.isoformat()} {int(d.is_working)} {d.name}" for d in sorted(self.days))
        return hashlib.sha256("\n".join([str(self.year), *lines]).encode()).hexdigest()


class UnusableNotice(ValueError):
    """The rows can't be the days of one year's notice. The text is for the person who loads it."""


def make_notice(*, year: int, title: str, source: str, days: Iterable[NoticeDay]) -> Notice:
    """A notice checked for what can't be true of any; plain days are left out.

    Raises UnusableNotice for days of other years (the last days of the year before may be named),
    a day named twice, or no special day at all.
    """
    named = sorted(days)
    twice = [day for day, count in Counter(entry.day for entry in named).items() if count > 1]
    if twice:
        raise UnusableNotice(f"{twice[0]:%Y-%m-%d} 出现了两次，同一天只能写一行。")
    for entry in named:
        last_days = entry.day.year == year - 1 and (entry.day.month, entry.day.day) >= YEAR_END_FROM
        if entry.day.year != year and not last_days:
            raise UnusableNotice(
                f"{entry.day:%Y-%m-%d} 不属于 {year} 年的放假安排；"
                f"只能是 {year} 年的日期，或者上一年 12 月 29 日以后的日期。"
            )
    special = tuple(entry for entry in named if entry.is_special)
    if not any(entry.day.year == year and not entry.is_working for entry in special):
        raise UnusableNotice(f"{year} 年的安排里没有一天在星期一到星期五放假，像是文件不完整。")
    return Notice(year, title, source, special)


def shipped_notices() -> list[Notice]:
    """The notices that come with the product, 2004 to 2026, in order of year."""
    by_year: dict[int, list[NoticeDay]] = {}
    for row in _rows("holidays.csv"):
        entry = NoticeDay(date.fromisoformat(row["date"]), row["type"] == "work", row["name"])
        by_year.setdefault(int(row["notice"]), []).append(entry)
    return [
        make_notice(year=year, title=row["title"], source=row["source"], days=by_year[year])
        for row in _rows("notices.csv")
        for year in [int(row["year"])]
    ]


def calendar_of(days: Iterable[NoticeDay], years_loaded: Iterable[int]) -> WorkCalendar:
    """The working days that notices make; in a year without one, the plain week but for what the law fixes itself."""
    special, loaded = list(days), frozenset(years_loaded)
    fixed = {
        day: name
        for year in range(FIXED_FROM, FIXED_THROUGH + 1)
        if year not in loaded
        for day, name in fixed_days_off(year).items()
    }
    work = frozenset(entry.day for entry in special if entry.is_working)
    return WorkCalendar(
        # Of the fixed days as of the notices' only what differs from the plain week.
        off=frozenset(entry.day for entry in special if not entry.is_working)
        | {day for day in fixed if day.weekday() < SATURDAY and day not in work},
        work=work,
        years_loaded=loaded,
        names=fixed | {entry.day: entry.name for entry in special},
    )


def shipped_calendar() -> WorkCalendar:
    """The calendar of the shipped notices, for whatever works without an installation."""
    notices = shipped_notices()
    return calendar_of((day for notice in notices for day in notice.days), (n.year for n in notices))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
