"""What every act on a case shares: locking, moving along the table, the event, the clocks and the ledger row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate

from gongkai.cases.clockwork import Happened, main_clock, side_clocks
from gongkai.cases.declaring import Act, CaseFacts, CaseKind, EventFacts
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent, SideTerm
from gongkai.cases.refusals import NotAllowed, TooLate
from gongkai.clocks import queries as clocks
from gongkai.clocks.counting import History, deadline
from gongkai.clocks.rules import Term, WorkCalendar
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject


def kind_of(case: Case) -> CaseKind:
    return CASE_KINDS[case.kind]


def locked(case_id: int) -> Case:
    """The case, its row locked until the transaction ends (SQLite: the whole database is)."""
    return Case.objects.select_for_update(of=("self",)).select_related("unit", "party").get(id=case_id)


def subject_of(case: Case) -> Subject:
    return Subject("case", str(case.pk), case.number or kind_of(case).label)


def write_ledger(case: Case, act: str, by: Actor, at: datetime, **payload: Any) -> None:
    record(actor=by, act=f"case.{act}", subject=subject_of(case), at=at, payload=payload or None)


def day_of(at: datetime) -> date:
    return localdate(at)


def need(right: bool, words: str) -> None:
    if not right:
        raise NotAllowed(words)


def transition(case: Case, act: str) -> Act:
    """The declared act from the case's state. Raises TooLate when there is none."""
    for candidate in kind_of(case).transitions:
        if candidate.act == act and case.state in candidate.sources:
            return candidate
    raise TooLate(who_was_first(case, act))


def who_was_first(case: Case, act: str) -> str:
    kind = kind_of(case)
    label = next((t.label for t in kind.transitions if t.act == act), act)
    state = next((s.label for s in kind.states if s.code == case.state), case.state)
    last = CaseEvent.objects.filter(case=case).order_by("-no").first()
    who = f"{last.by_label}在 {last.at.astimezone():%m月%d日 %H:%M} 处理过。" if last else ""
    return f"现在不能{label}：这件是“{state}”。{who}"


def move(case: Case, step: Act, *, at: datetime, **columns: Any) -> None:
    """Change the state with the state read and the revision as the condition of the UPDATE. Raises TooLate."""
    changed = Case.objects.filter(id=case.pk, state=case.state, revision=case.revision).update(
        state=step.target, changed_at=at, revision=F("revision") + 1, **columns
    )
    if not changed:
        case.refresh_from_db()
        raise TooLate(who_was_first(case, step.act))
    case.state = step.target
    case.revision += 1
    for name, value in columns.items():
        setattr(case, name, value)


def add_event(
    case: Case,
    *,
    act: str,
    from_state: str,
    on: date,
    at: datetime,
    by_id: int | None,
    by_label: str,
    values: Mapping[str, Any],
) -> CaseEvent:
    """The next event of the case, whose row is locked."""
    last = CaseEvent.objects.filter(case=case).order_by("-no").values_list("no", flat=True).first() or 0
    return CaseEvent.objects.create(
        case=case,
        no=last + 1,
        act=act,
        from_state=from_state,
        to_state=case.state,
        on=on,
        at=at,
        by_id=by_id,
        by_label=by_label[:80],
        values=dict(values),
    )


def happened(case: Case) -> list[Happened]:
    return [
        Happened(act=act, on=mended or on, at=at, values=values)
        for act, on, mended, at, values in CaseEvent.objects.filter(case=case)
        .order_by("no")
        .values_list("act", "on", "mended_on", "at", "values")
    ]


def facts_of(case: Case, *, today: date) -> CaseFacts:
    """What conditions look at. Two small queries."""
    events = tuple(
        EventFacts(no, act, mended or on, values)
        for no, act, on, mended, values in CaseEvent.objects.filter(case=case)
        .order_by("no")
        .values_list("no", "act", "on", "mended_on", "values")
    )
    side = dict(SideTerm.objects.filter(case=case, state="open").order_by("id").values_list("term", "due_on"))
    return CaseFacts(
        kind=case.kind,
        state=case.state,
        outcome=case.outcome,
        channel=case.channel,
        received_on=case.received_on,
        due_on=case.due_on,
        side_due=side,
        events=events,
        values=case.values,
        today=today,
    )


def main_term(case: Case, on: date) -> Term | None:
    """The term that holds for this case on the day of receipt: by class where the kind says so, else the first in force."""
    kind = kind_of(case)
    field, by_value = kind.term_by
    wanted = dict(by_value).get(str(case.values.get(field, "")), "") if field else ""
    for code in (wanted, *kind.terms) if wanted else kind.terms:
        found = clocks.term(code, on, unit_id=case.unit_id)
        if found is not None:
            return found
    return None


def recount(case: Case, *, at: datetime, calendar: WorkCalendar | None = None) -> None:
    """Compute the clocks anew from the events and keep them; the one place that writes due dates."""
    calendar = calendar or clocks.calendar()
    events = happened(case)
    kind = kind_of(case)
    today = day_of(at)
    clock = main_clock(kind, events)
    columns: dict[str, Any] = {
        "received_on": None, "term": "", "due_on": None, "due_at": None,
        "due_provisional": False, "paused": False,
    }  # fmt: skip
    if clock.history is not None and clock.history.started_on is not None:
        columns["received_on"] = clock.history.started_on
        term = main_term(case, clock.history.started_on)
        if term is not None:
            due = deadline(term, clock.history, calendar, as_of=clock.stopped_on or today)
            columns |= {
                "term": term.code, "due_on": due.on, "due_at": due.at,
                "due_provisional": due.provisional, "paused": due.paused,
            }  # fmt: skip
    if any(getattr(case, name) != value for name, value in columns.items()):
        Case.objects.filter(id=case.pk).update(**columns)
        for name, value in columns.items():
            setattr(case, name, value)
    _recount_side_terms(case, events, calendar)


def _recount_side_terms(case: Case, events: list[Happened], calendar: WorkCalendar) -> None:
    wanted = side_clocks(kind_of(case), events, case.values)
    rows = list(SideTerm.objects.filter(case=case).order_by("id"))
    for place, clock in enumerate(wanted):
        term = clocks.term(clock.term, clock.started_on, unit_id=case.unit_id)
        if term is None:
            continue
        due = deadline(term, History(clock.started_on, clock.started_at), calendar, as_of=clock.started_on)
        state = "open"
        if clock.ended_on is not None:
            state = "met" if clock.ended_on <= due.on else "late"
        elif case.closed_at is not None:
            state = "dropped"
        columns = {
            "term": clock.term, "started_on": clock.started_on, "due_on": due.on,
            "due_provisional": due.provisional, "state": state, "ended_on": clock.ended_on,
        }  # fmt: skip
        if place < len(rows):
            if any(getattr(rows[place], name) != value for name, value in columns.items()):
                SideTerm.objects.filter(id=rows[place].pk).update(**columns)
        else:
            SideTerm.objects.create(case=case, **columns)
