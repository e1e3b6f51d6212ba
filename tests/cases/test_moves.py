"""Before a holiday notice is loaded it is known which open cases it would move."""

from __future__ import annotations

from datetime import date, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from tests.cases.conftest import case_of

from gongkai.cases.actions.recounting import RECOUNT, case_moves, recount_open
from gongkai.cases.models import Case
from gongkai.clocks.actions import load_notice
from gongkai.clocks.notices import NoticeDay, make_notice
from gongkai.clocks.queries import calendar, calendar_with
from gongkai.jobs.models import Outbox
from gongkai.ledger.rules import SYSTEM

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 12, 21, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
# Invented: the arrangement for 2027 isn't known.
BY_LAW = [NoticeDay(date(2027, 1, 1), False, "元旦")]
DAYS = [*BY_LAW, NoticeDay(date(2027, 1, 4), False, "元旦")]


def test_as_many_cases_are_counted_beforehand_as_move_afterwards(cast, apply) -> None:
    over, before = apply(kind="letter", at=LATE), apply(kind="letter")
    kept = [case_of(one).due_on for one in (over, before)]
    notice = make_notice(year=2027, title="通知", source="", days=DAYS)
    counted = sum(one.count for one in case_moves(calendar(), calendar_with(notice)))
    load_notice(year=2027, title="通知", source="", rows=DAYS, by=SYSTEM, at=LATE)
    assert counted == recount_open(why="2027年放假安排", at=LATE) == 1
    assert case_of(over).due_on > kept[0]
    assert case_of(before).due_on == kept[1]


def test_a_notice_that_says_no_more_than_the_law_moves_nothing_and_settles_the_date(cast, apply) -> None:
    over = apply(kind="letter", at=LATE)
    was = case_of(over)
    assert was.due_provisional
    notice = make_notice(year=2027, title="通知", source="", days=BY_LAW)
    assert sum(one.count for one in case_moves(calendar(), calendar_with(notice))) == 0
    load_notice(year=2027, title="通知", source="", rows=BY_LAW, by=SYSTEM, at=LATE)
    assert recount_open(why="2027年放假安排", at=LATE) == 0
    assert (case_of(over).due_on, case_of(over).due_provisional) == (was.due_on, False)


def test_an_upgrade_has_provisional_dates_counted_anew_and_asks_for_nothing_else(cast, apply) -> None:
    upgrade = import_module("gongkai.cases.migrations.0005_days_off_by_law").count_anew
    waiting = Outbox.objects.filter(topic=RECOUNT, key="days off by law")
    apply(kind="letter")
    upgrade(apps, connection.schema_editor())
    assert not waiting.exists()
    over = apply(kind="letter", at=LATE)
    due = case_of(over).due_on
    Case.objects.filter(id=over.case_id).update(due_on=date(2027, 1, 1))  # as an older edition counted
    upgrade(apps, connection.schema_editor())
    recount_open(why=waiting.get().payload["why"], at=LATE)
    assert case_of(over).due_on == due
