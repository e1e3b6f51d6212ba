"""Before a holiday notice is loaded it is known which open cases it would move."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.cases.conftest import case_of

from gongkai.cases.actions.recounting import case_moves, recount_open
from gongkai.clocks.actions import load_notice
from gongkai.clocks.notices import NoticeDay, make_notice
from gongkai.clocks.queries import calendar, calendar_with
from gongkai.ledger.rules import SYSTEM

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 12, 21, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
DAYS = [NoticeDay(date(2027, 1, 1), False, "元旦")]  # invented: the arrangement for 2027 isn't known


def test_as_many_cases_are_counted_beforehand_as_move_afterwards(cast, apply) -> None:
    over, before = apply(kind="letter", at=LATE), apply(kind="letter")
    kept = [case_of(one).due_on for one in (over, before)]
    notice = make_notice(year=2027, title="通知", source="", days=DAYS)
    counted = sum(one.count for one in case_moves(calendar(), calendar_with(notice)))
    load_notice(year=2027, title="通知", source="", rows=DAYS, by=SYSTEM, at=LATE)
    assert counted == recount_open(why="2027年放假安排", at=LATE) == 1
    assert case_of(over).due_on > kept[0]
    assert case_of(before).due_on == kept[1]
