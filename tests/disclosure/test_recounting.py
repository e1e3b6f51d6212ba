"""A notice that is loaded moves exactly the last days that it should, and the ledger keeps the former ones."""

from __future__ import annotations

from datetime import date, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from gongkai.clocks.actions import load_notice
from gongkai.clocks.changes import moves
from gongkai.clocks.notices import NoticeDay, make_notice
from gongkai.clocks.queries import calendar, calendar_with
from gongkai.disclosure.actions.recounting import recount_open_items
from gongkai.disclosure.models import Item
from gongkai.jobs.worker import drain
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)

LATE = datetime(2026, 12, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
EARLY = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
# Invented: the arrangement for 2027 isn't known.
DAYS = [NoticeDay(date(2027, 1, 1), False, "元旦"), NoticeDay(date(2027, 1, 4), False, "元旦")]


@pytest.fixture
def items(cast):
    """A draft whose term reaches over the new year, one whose doesn't, and one that is public already."""
    over = cast.draft(at=LATE)
    before = cast.draft(title="另一份公告", at=EARLY)
    public = cast.published(title="已经公开的公告")
    return over, before, public


def load() -> None:
    load_notice(year=2027, title="通知", source="", rows=DAYS, by=SYSTEM, at=timezone.now())
    drain(at=timezone.now())


def test_only_the_item_whose_term_reaches_the_new_year_moves(cast, items):
    over, before, public = items
    kept = {one: cast.item(one).due_on for one in items}
    assert cast.item(over).due_provisional
    load()
    assert cast.item(over).due_on == date(2027, 1, 18)
    assert kept[over] == date(2027, 1, 15)  # 1 January is off by law, with or without a notice
    assert not cast.item(over).due_provisional
    assert {one: cast.item(one).due_on for one in (before, public)} == {
        one: kept[one] for one in (before, public)
    }
    row = LedgerRow.objects.get(act="item.due_moved")
    assert row.subject_id == str(over)
    assert '"due":["2027-01-15","2027-01-18"]' in row.payload


def test_counting_again_changes_and_writes_nothing(cast, items):
    load()
    assert recount_open_items(why="再算一次", at=timezone.now()) == 0
    assert LedgerRow.objects.filter(act="item.due_moved").count() == 1


def test_what_a_notice_would_move_is_counted_before_it_is_loaded(cast, items):
    notice = make_notice(year=2027, title="通知", source="", days=DAYS)
    found = {one.label: one.count for one in moves(calendar(), calendar_with(notice))}
    assert found == {"主动公开": 1}
    load()
    assert moves(calendar(), calendar_with(notice)) == []


def test_an_upgrade_has_provisional_dates_counted_anew(cast, items):
    over, _, _ = items
    due = cast.item(over).due_on
    Item.objects.filter(id=over).update(due_on=date(2027, 1, 14))  # as an older edition counted
    import_module("gongkai.disclosure.migrations.0008_days_off_by_law").count_anew(
        apps, connection.schema_editor()
    )
    drain(at=timezone.now())
    assert cast.item(over).due_on == due
