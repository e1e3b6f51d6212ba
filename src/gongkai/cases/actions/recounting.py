"""Clocks that others move: a new calendar, a leaver's open cases, a reorganised unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from gongkai.cases.actions.common import day_of, happened, kind_of, locked, recount, write_ledger
from gongkai.cases.clockwork import main_clock
from gongkai.cases.models import Case, DueChange, Notice
from gongkai.clocks import queries as clocks
from gongkai.clocks.changes import CalendarChange, Moved, TermChange, first_and_last_difference
from gongkai.clocks.counting import deadline
from gongkai.clocks.rules import WorkCalendar
from gongkai.jobs.actions import put
from gongkai.ledger.rules import SYSTEM, Actor
from gongkai.units.changes import UnitChange

RECOUNT = "case.recount"
"""Topic of the outbox: every open case is counted anew; the payload says why."""


def follow_calendar(change: CalendarChange) -> None:
    """A notice was loaded: the worker counts all open cases anew. Runs inside the loading's transaction."""
    years = "、".join(str(year) for year in sorted(change.years))
    put(topic=RECOUNT, key=years, payload={"why": f"{years}年放假安排"}, at=change.at)


def follow_term(change: TermChange) -> None:
    """A local term or office hours were set for days that are past or present: open cases began under them.

    Set for a day to come, nothing that is open moves.
    """
    if change.from_on <= day_of(change.at):
        codes = "、".join(sorted(change.codes)) or "office_hours"
        why = "时限改动" if change.codes else "办公时间改动"
        put(topic=RECOUNT, key=f"{codes} {change.from_on}"[:60], payload={"why": why}, at=change.at)


def recount_open(*, why: str, at: datetime) -> int:
    """Count every open case anew; where the due date moves, keep the old one and tell the owner. Safe to run twice."""
    calendar = clocks.calendar()
    moved = 0
    ids = Case.objects.filter(closed_at__isnull=True, received_on__isnull=False).order_by("id")
    for case_id in list(ids.values_list("id", flat=True)):
        with transaction.atomic():
            case = locked(case_id)
            before, provisional = case.due_on, case.due_provisional
            recount(case, at=at, calendar=calendar)
            if before is None or case.due_on is None:
                continue
            if before == case.due_on and provisional == case.due_provisional:
                continue
            if before != case.due_on:
                moved += 1
                _tell(case, before, case.due_on, why, at)
            write_ledger(
                case,
                "due_moved",
                SYSTEM,
                at,
                before=before.isoformat(),
                after=case.due_on.isoformat(),
                why=why,
            )
    return moved


def recount_paused(*, at: datetime) -> int:
    """Count every case anew whose clock stands still: the last day moves with each day of a pause, and a pause that
    is over no longer stands in the row. Nobody is told: what moves the day is known. Safe to run twice.
    """
    calendar = clocks.calendar()
    ids = Case.objects.filter(closed_at__isnull=True, paused=True).order_by("id")
    went_on = 0
    for case_id in list(ids.values_list("id", flat=True)):
        with transaction.atomic():
            case = locked(case_id)
            recount(case, at=at, calendar=calendar)
            went_on += not case.paused
    return went_on


def case_moves(before: WorkCalendar, after: WorkCalendar) -> Iterator[Moved]:
    """How many open cases of each kind would get another due date. For the page before a notice is loaded."""
    differing = first_and_last_difference(before, after)
    if differing is None:
        return
    near = Case.objects.filter(
        closed_at__isnull=True, received_on__lt=differing[1], due_on__gte=differing[0]
    ).exclude(term="")
    for _, cases in groupby(near.order_by("kind", "id"), key=lambda case: case.kind):
        found = list(cases)
        yield Moved(kind_of(found[0]).label, sum(_would_move(case, before, after) for case in found))


def _would_move(case: Case, before: WorkCalendar, after: WorkCalendar) -> bool:
    """Whether the term that the case has now would end on another day."""
    clock = main_clock(kind_of(case), happened(case))
    if clock.history is None or case.received_on is None or case.due_on is None:
        return False
    term = clocks.term(case.term, case.received_on, unit_id=case.unit_id)
    if term is None:
        return False
    as_of = clock.stopped_on or case.due_on
    was, now = (deadline(term, clock.history, calendar, as_of=as_of) for calendar in (before, after))
    return was.on != now.on


def _tell(case: Case, before: date, after: date, why: str, at: datetime) -> None:
    DueChange.objects.create(case=case, before=before, after=after, why=why[:200], at=at)
    if case.assignee_id is not None:
        Notice.objects.get_or_create(
            once=f"due:{case.pk}:{before}:{after}"[:120],
            defaults={
                "case": case,
                "user_id": case.assignee_id,
                "channel": "inbox",
                "subject": f"{case.number}的期限变了",
                "text": f"因为{why}，重新计算：原来是{before}，现在是{after}。",
                "state": "sent",
                "made_at": at,
                "sent_at": at,
            },
        )


def hand_over_cases(*, leaver_id: int, successor_id: int, by: Actor, at: datetime) -> int:
    """A leaver's open cases go to whoever takes the work over; one ledger row each."""
    mine = list(Case.objects.filter(assignee_id=leaver_id, closed_at__isnull=True))
    for case in mine:
        Case.objects.filter(id=case.pk, assignee_id=leaver_id).update(assignee_id=successor_id, changed_at=at)
        write_ledger(case, "hand_over", by, at, successor=successor_id)
    return len(mine)


def follow_unit_change(change: UnitChange) -> None:
    """机构改革: open cases follow the successor; what is closed keeps the unit that answered it."""
    for closed_id, heir_id in change.successors.items():
        for case in Case.objects.filter(unit_id=closed_id, closed_at__isnull=True):
            Case.objects.filter(id=case.pk, unit_id=closed_id).update(unit_id=heir_id, changed_at=change.at)
            write_ledger(case, "follow_successor", change.by, change.at, from_unit=closed_id, to_unit=heir_id)
