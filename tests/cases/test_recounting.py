"""A new year's notice moves exactly the due dates that it should, keeps the old ones and tells the owners."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests import cast as casting
from tests.cases.conftest import AT, FORM

from gongkai.cases.actions.common import locked, recount
from gongkai.cases.actions.recounting import recount_open
from gongkai.cases.actions.sharing import claim
from gongkai.cases.actions.submitting import enter
from gongkai.cases.models import Case, DueChange, Notice
from gongkai.clocks.actions import load_notice, set_local_term
from gongkai.clocks.notices import NoticeDay
from gongkai.jobs.models import Outbox
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM

ZONE = ZoneInfo("Asia/Shanghai")
LOADED_AT = datetime(2026, 12, 21, 10, 0, tzinfo=ZONE)
# Invented days: two off beside New Year's own, a Sunday worked; spring days that reach nothing that is open.
NOTICE_2027 = [
    NoticeDay(date(2027, 1, 1), False, "元旦"),
    NoticeDay(date(2027, 1, 4), False, "元旦"),
    NoticeDay(date(2027, 1, 5), False, "元旦"),
    NoticeDay(date(2027, 1, 10), True, "元旦"),
    NoticeDay(date(2027, 5, 3), False, "劳动节"),
]


def received(cast, on: date) -> int:
    at = datetime(on.year, on.month, on.day, 10, 0, tzinfo=ZONE)
    case_id = enter(
        kind="information_application", unit_id=cast.units["agri"], values=FORM, channel="counter",
        arrived_on=on, received_on=on, by=cast.standing("agri.handler", today=on), at=at,
    ).case_id  # fmt: skip
    claim(case_id=case_id, by=cast.standing("agri.handler", today=on), at=at)
    return case_id


@pytest.fixture
def loaded(cast):
    """Cases received from October to December 2026, then the notice of 2027. Due dates before and after, by case."""
    return casting.kept("recounted by the notice of 2027", lambda: _loaded(cast))


def _loaded(cast):
    days = [date(2026, 10, 12) + timedelta(days=3 * n) for n in range(24)]
    ids = [received(cast, day) for day in days]
    before = dict(Case.objects.filter(id__in=ids).values_list("id", "due_on"))
    earlier = Outbox.objects.filter(topic="case.recount").count()
    assert load_notice(
        year=2027, title="2027年放假安排", source="", rows=NOTICE_2027, by=SYSTEM, at=LOADED_AT
    )
    asked = Outbox.objects.filter(topic="case.recount").count() - earlier
    moved = recount_open(why="2027年放假安排", at=LOADED_AT)
    after = dict(Case.objects.filter(id__in=ids).values_list("id", "due_on"))
    return before, after, moved, asked


def test_exactly_the_cases_that_reach_the_new_days_move(loaded):
    before, after, moved, _ = loaded
    changed = {case_id for case_id in before if before[case_id] != after[case_id]}
    should = {case_id for case_id, due in before.items() if due >= date(2027, 1, 1)}
    assert changed == should
    assert 0 < len(changed) == moved < len(before)
    assert all(after[case_id] > before[case_id] for case_id in changed if before[case_id] < date(2027, 1, 11))


def test_the_worker_is_asked_in_the_loading_itself(loaded):
    assert loaded[3] == 1


def test_nothing_stays_provisional_that_the_notice_settles(loaded):
    assert not Case.objects.filter(due_on__lt=date(2027, 12, 29), due_provisional=True).exists()


def test_the_old_date_is_kept_the_owner_told_once_and_the_ledger_says_so(loaded):
    before, after, moved, _ = loaded
    changes = {row.case_id: (row.before, row.after) for row in DueChange.objects.all()}
    assert changes == {i: (before[i], after[i]) for i in before if before[i] != after[i]}
    assert Notice.objects.filter(once__startswith="due:").count() == moved
    assert LedgerRow.objects.filter(act="case.due_moved").count() >= moved
    again = recount_open(why="2027年放假安排", at=LOADED_AT)
    assert again == 0
    assert Notice.objects.filter(once__startswith="due:").count() == moved


def test_a_due_date_typed_over_is_found_and_set_right(cast):
    case_id = received(cast, date(2026, 3, 2))
    right = Case.objects.get(id=case_id).due_on
    Case.objects.filter(id=case_id).update(due_on=date(2026, 12, 31))
    recount(locked(case_id), at=LOADED_AT)
    assert Case.objects.get(id=case_id).due_on == right


def test_a_local_term_set_for_days_past_counts_open_cases_anew(cast, apply):
    receipt = apply(kind="letter")
    was = Case.objects.get(id=receipt.case_id).due_on
    at = AT + timedelta(days=1)
    earlier = Outbox.objects.filter(topic="case.recount").count()
    words = {"code": "letter.complaint", "unit_id": None, "source": "本县办法第八条", "by": SYSTEM, "at": at}
    set_local_term(length=5, valid_from=at.date() + timedelta(days=30), **words)
    assert Outbox.objects.filter(topic="case.recount").count() == earlier
    set_local_term(length=5, valid_from=AT.date() - timedelta(days=10), **words)
    asked = Outbox.objects.filter(topic="case.recount").order_by("-id").first()
    assert Outbox.objects.filter(topic="case.recount").count() == earlier + 1
    recount_open(why=asked.payload["why"], at=at)
    case = Case.objects.get(id=receipt.case_id)
    assert case.due_on < was
    assert DueChange.objects.get(case=case).why == "时限改动"
