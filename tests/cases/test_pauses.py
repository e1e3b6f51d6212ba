"""A pause that is over stands nowhere as one that runs: not in the row, not in a list, not on a page, on no later day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.conftest import AT, case_of

from gongkai.cases.actions.common import clock_columns, locked, recount
from gongkai.cases.actions.recounting import recount_paused
from gongkai.cases.actions.reminding import remind
from gongkai.cases.clockwork import Happened, main_clock
from gongkai.cases.kinds.information_application import KIND
from gongkai.cases.models import Case, Notice
from gongkai.cases.queries.cards import card_counts, cards_of
from gongkai.cases.queries.desk import lines, view_cases, with_names
from gongkai.cases.queries.whole import all_cases
from gongkai.cases.queries.why import why_this_day
from gongkai.clocks.counting import LOCAL
from gongkai.clocks.notices import shipped_calendar
from gongkai.clocks.rules import term_on
from gongkai.clocks.terms import TERMS

MONTHS = timedelta(days=90)
CONSULT = {"party": "青禾建设公司", "question": "是否同意公开合同价"}


@pytest.fixture
def received(apply, do):
    receipt = apply()
    do(receipt.case_id, "confirm", how="电话")
    return receipt


def on_one_day(do, case_id: int, pause: str) -> None:
    """The pause begins and ends on the third day."""
    if pause == "fee":
        do(case_id, "charge_fee", after=2, tariff="pages", quantity="250")
        do(case_id, "pay_fee", after=2)
    else:
        do(case_id, "consult_third_party", after=2, **CONSULT)
        do(case_id, "end_consultation", after=2, result="agrees")


@pytest.mark.parametrize("pause", ["fee", "consultation"])
def test_a_pause_that_ends_on_its_first_day_takes_that_day_out_and_is_over(received, do, pause):
    was = case_of(received).due_on
    on_one_day(do, received.case_id, pause)
    case = case_of(received)
    assert not case.paused
    assert case.due_on == shipped_calendar().add_working_days(was, 1).on


def test_a_case_whose_pause_is_over_is_reminded_of_and_late_like_any_other(received, do, cast):
    on_one_day(do, received.case_id, "consultation")
    due = case_of(received).due_on
    last = datetime.combine(due, time(10), tzinfo=LOCAL)
    assert remind(at=last).reminders > 0
    handler = cast.standing("agri.handler", today=due)
    assert view_cases(handler, code="due", today=due).count() == 1
    late = due + MONTHS
    assert view_cases(handler, code="paused", today=late).count() == 0
    assert view_cases(handler, code="overdue", today=late).count() == 1
    assert [line.id for line in all_cases(kind="", unit_id=None, state="", overdue=True, limit=9, today=late)] == [
        received.case_id
    ]  # fmt: skip
    assert cards_of(Case.objects.all(), today=late)[received.case_id].card == "escalated"
    remind(at=last + MONTHS)
    assert Notice.objects.filter(once__startswith="digest:").exists()
    told = why_this_day(handler, received.case_id, today=case_of(received).received_on + timedelta(days=2))
    assert not told.explanation.paused
    assert "现在还在暂停" not in told.words


def test_correcting_starts_the_term_anew_and_the_other_pauses_do_not() -> None:
    first = Happened("confirm", date(2025, 9, 1), AT)
    for act, anew in (("ask_correction", True), ("consult_third_party", False), ("charge_fee", False)):
        history = main_clock(KIND, [first, Happened(act, date(2025, 9, 3), AT)]).history
        assert [pause.anew for pause in history.pauses] == [anew]


def test_what_is_closed_never_stands_still(received, do):
    do(received.case_id, "consult_third_party", after=2, **CONSULT)
    do(received.case_id, "withdraw", after=2, reason="不要了")
    case = case_of(received)
    assert case.closed_at is not None
    assert not case.paused


def test_an_answer_ends_the_pause_though_its_last_day_is_mended_to_a_later_one(received, do, cast):
    do(received.case_id, "consult_third_party", after=2, **CONSULT)
    do(received.case_id, "end_consultation", after=5, result="agrees")
    do(received.case_id, "reply_on_spot", after=5, outcome="granted", way="当场给了复制件")
    late = AT.date() + timedelta(days=9)
    case_of(received).events.filter(act="end_consultation").update(mended_on=late)
    recount(locked(received.case_id), at=AT + timedelta(days=10))
    assert not case_of(received).paused
    told = why_this_day(cast.standing("agri.handler", today=late), received.case_id, today=late)
    assert not told.explanation.paused


def test_a_closed_case_is_no_paused_line_whatever_its_row_says(received):
    Case.objects.filter(id=received.case_id).update(paused=True, closed_at=AT)
    (line,) = lines(with_names(Case.objects.all()), today=AT.date())
    assert not line.paused


def test_each_day_of_a_pause_moves_the_last_day_and_shows_no_card(received, do):
    do(received.case_id, "consult_third_party", after=2, **CONSULT)
    for weeks in range(1, 12):
        at = AT + timedelta(weeks=weeks)
        assert recount_paused(at=at) == 0
        case = case_of(received)
        assert case.paused
        assert case.due_on > at.date()
        assert card_counts(Case.objects.all(), today=at.date()) == {"yellow": 0, "red": 0, "escalated": 0}


def test_a_pause_that_an_older_edition_left_standing_is_ended_by_the_worker(received, do):
    on_one_day(do, received.case_id, "fee")
    due = case_of(received).due_on
    Case.objects.filter(id=received.case_id).update(paused=True)
    assert recount_paused(at=AT + timedelta(days=3)) == 1
    assert (case_of(received).paused, case_of(received).due_on) == (False, due)
    assert recount_paused(at=AT + timedelta(days=3)) == 0


def test_an_upgrade_ends_the_pauses_of_what_is_closed_or_answered_and_no_other(apply):
    ids = [apply().case_id for _ in range(3)]
    Case.objects.filter(id__in=ids).update(paused=True)
    Case.objects.filter(id=ids[0]).update(closed_at=AT)
    Case.objects.filter(id=ids[1]).update(served_on=AT.date())
    import_module("gongkai.cases.migrations.0004_pauses_that_are_over").end_them(
        apps, connection.schema_editor()
    )
    assert list(Case.objects.filter(paused=True).values_list("id", flat=True)) == [ids[2]]


# ---- whatever happened -----------------------------------------------------------------------------------

STEPS = (
    "ask_correction", "correct", "charge_fee", "pay_fee", "consult_third_party", "consult_coproducer",
    "end_consultation", "extend", "serve", "redo",
)  # fmt: skip
CALENDAR = shipped_calendar()


def kept(events: list[Happened], today: date) -> dict[str, object]:
    return clock_columns(
        KIND, events, values={}, calendar=CALENDAR, today=today, term_of=lambda code, on: term_on(TERMS[code], on)
    )  # fmt: skip


def history(steps: list[tuple[str, int, int]]) -> list[Happened]:
    """Acts in their order, each some days after the one before it and entered for a day that may lie before."""
    day = date(2025, 9, 1)
    events = [Happened("confirm", day, datetime.combine(day, time(9), tzinfo=LOCAL))]
    for act, later, before in steps:
        day += timedelta(days=later)
        at = datetime.combine(day, time(9), tzinfo=LOCAL)
        events.append(Happened(act, day - timedelta(days=before), at, {"days": 5}))
    return events


@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 12), st.sampled_from([0, 0, 0, 3])), max_size=9)
)
def test_the_stored_pause_is_the_derived_one_on_every_later_day(steps: list[tuple[str, int, int]]) -> None:
    events = history(steps)
    last = events[-1].at.date()
    stored = kept(events, last)["paused"]
    later = [last + timedelta(days=n) for n in (0, 1, 2, 3, 5, 8, 13, 21, 34, 55)]
    assert {kept(events, day)["paused"] for day in later} == {stored}
    if events[-1].act == "serve":
        assert stored is False
