"""Taken up again, a case has a second last day: it was received when it was, and what was late once stays late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cases.conftest import AT
from tests.cases.playing import OFFICE, played

from gongkai.cases.actions.common import locked, recount
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.cases.queries.cards import card_counts, card_of, with_card
from gongkai.cases.queries.lists import lines_of
from gongkai.clocks.queries import calendar
from gongkai.figures.declaring import Scope
from gongkai.figures.queries import reckoning
from gongkai.figures.rules.periods import month

DUE = date(2026, 3, 4)  # a question on a Monday: two working days
IN_TIME, LATE, MUCH_LATE = 2, 4, 11  # days after the Monday: Wednesday, Friday, the Friday after next
HANDLED = {"outcome": "solved", "conclusion": "换了灯"}


@pytest.fixture
def order(cast) -> int:
    return played(cast, CASE_KINDS["hotline_order"], "processing", at=AT)[0]


@pytest.fixture
def twice(order, do):
    """`twice(4, 9)`: handled so many days after it came, taken up again three days on, handled again then, and done."""

    def made(first: int, second: int) -> Case:
        do(order, "handle", after=first, **HANDLED)
        do(order, "reopen", by=OFFICE, after=first + 3, reason="还是不亮")
        do(order, "handle", after=second, **HANDLED)
        do(order, "visit", by=OFFICE, after=second + 1, reached="satisfied")
        return Case.objects.get(id=order)

    return made


def card(case: Case, today: date) -> tuple[str, str]:
    found = card_of(case, today=today, work=calendar())
    return (found.card, found.words) if found else ("", "")


def test_it_counts_as_received_when_it_came_and_has_a_last_day_of_its_own(order, do):
    assert Case.objects.get(id=order).due_on == DUE
    do(order, "handle", after=LATE, **HANDLED)
    do(order, "reopen", by=OFFICE, after=7, reason="还是不亮")
    case = Case.objects.get(id=order)
    assert (case.received_on, case.due_on, case.served_on) == (AT.date(), date(2026, 3, 11), None)
    assert case.late_before == 2  # Wednesday to Friday
    today = date(2026, 3, 9)
    assert card(case, today) == ("red", "重新办理以前逾期 2 个工作日。")


@pytest.mark.parametrize(
    ("first", "second", "shown", "words"),
    [
        (IN_TIME, 7, "", ""),
        (LATE, 9, "red", "重新办理以前逾期 2 个工作日。"),
        (IN_TIME, 9, "red", "已经逾期 1 个工作日。"),
        (MUCH_LATE, 16, "escalated", "重新办理以前逾期 7 个工作日，升级督办。"),
    ],
    ids=["never late", "late at first", "late at last", "much late at first"],
)
def test_it_is_as_late_as_the_worst_of_its_rounds(twice, client_of, first, second, shown, words):
    case = twice(first, second)
    today = AT.date() + timedelta(days=30)
    assert case.state == "done"
    assert card(case, today) == (shown, words)
    found = Case.objects.all()
    counts = {code: with_card(found, code, today=today).count() for code in ("yellow", "red", "escalated")}
    assert counts == card_counts(found, today=today)
    assert counts["red"] == (1 if shown else 0)
    assert lines_of([case.pk], today=today)[0].ended_late == bool(shown)
    page = client_of("agri.handler").get(f"/office/cases/{case.pk}/").content.decode()
    assert ("逾期办结" in page, "按时办结" in page) == (bool(shown), not shown)
    rate = reckoning.reckon("order.on_time_rate", Scope(None, month(3, 2026)))
    assert (rate.part, rate.whole) == (0 if shown else 1, 1)


def test_counted_anew_from_its_events_it_is_the_same(twice):
    case = twice(LATE, 9)
    before = Case.objects.values().get(id=case.pk)
    Case.objects.filter(id=case.pk).update(late_before=None, received_on=None)
    recount(locked(case.pk), at=AT + timedelta(days=30))
    assert Case.objects.values().get(id=case.pk) == before


def test_a_letter_that_is_taken_up_again_stays_late_too(apply, do):
    receipt = apply(kind="letter")
    do(receipt.case_id, "sign")
    due = Case.objects.get(id=receipt.case_id).due_on
    after = (due - AT.date()).days + 1
    do(receipt.case_id, "draft", after=after, outcome="solved", conclusion="换了灯")
    do(receipt.case_id, "approve", by="agri.leader", after=after)
    do(receipt.case_id, "reopen", after=after + 1, reason="还有一盏不亮")
    case = Case.objects.get(id=receipt.case_id)
    assert case.received_on == AT.date()
    assert case.due_on > due
    assert case.late_before is not None
