"""The shipped days: well-formed, and the same as two independent collections for every day since 2004."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from gongkai.clocks.notices import shipped_notices


def test_shipped_days_differ_from_the_plain_week_and_no_day_is_named_twice() -> None:
    notices = shipped_notices()
    days = [entry.day for notice in notices for entry in notice.days]
    assert len(days) == len(set(days)) == 557
    assert all(entry.is_special and entry.name for notice in notices for entry in notice.days)
    assert [notice.year for notice in notices] == list(range(2004, 2027))


def _answers(path: Path) -> dict[date, bool]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {date.fromisoformat(row["date"]): row["type"] == "work" for row in csv.DictReader(lines)}


def test_shipped_days_agree_with_both_sources_on_every_day(shared: Path) -> None:
    """Source a begins with the notice for 2007, so only source c speaks about 2004 to 2006."""
    ours = {entry.day: entry.is_working for notice in shipped_notices() for entry in notice.days}
    first_day = {"holidays_source_a.csv": date(2006, 12, 30), "holidays_source_c.csv": date(2004, 1, 1)}
    for name, begin in first_day.items():
        theirs = _answers(shared / "data" / "calendar" / name)
        for offset in range((date(2026, 12, 31) - begin).days + 1):
            day = begin + timedelta(days=offset)
            plain = day.weekday() < 5
            assert ours.get(day, plain) == theirs.get(day, plain), (name, day)
