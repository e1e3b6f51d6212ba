"""What every act on a case shares: locking, moving along the table, the event, the clocks and the ledger row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate

from gongkai.cases import parties
from gongkai.cases.clockwork import Happened, Round, main_clock, side_clocks
from gongkai.cases.declaring import Act, CaseFacts, CaseKind, EventFacts
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent, SideTerm
from gongkai.cases.queries.word_index import SOURCE
from gongkai.cases.refusals import NotAllowed, TooLate
from gongkai.cases.rules.own_data import without_own
from gongkai.clocks import queries as clocks
from gongkai.clocks.counting import History, deadline
from gongkai.clocks.rules import Term, WorkCalendar
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject
from gongkai.search.actions import announce

TermOf = Callable[[str, date], Term | None]
"""The term of a code in force on a day, for the unit in question."""


# Acts that change nothing of what lists of cases are searched by: words, number, unit, helpers, whether it is closed.
_LOOKED_UP_AS_BEFORE = frozenset({
    "claim", "give_back", "assign", "hand_over", "add_note", "open_personal", "answer_help", "urge", "rate",
})  # fmt: skip


def kind_of(case: Case) -> CaseKind:
    return CASE_KINDS[case.kind]


def locked(case_id: int) -> Case:
    """The case, its row locked until the transaction ends (SQLite: the whole database is)."""
    return Case.objects.select_for_update(of=("self",)).select_related("unit", "party").get(id=case_id)


def subject_of(case: Case) -> Subject:
    return Subject("case", str(case.pk), case.number or kind_of(case).label)


def write_ledger(case: Case, act: str, by: Actor, at: datetime, **payload: Any) -> None:
    told = _without_own(case, payload)
    record(actor=by, act=f"case.{act}", subject=subject_of(case), at=at, payload=told or None)
    if act not in _LOOKED_UP_AS_BEFORE:
        look_up_anew([case.pk], at)


def look_up_anew(ids: Iterable[int], at: datetime) -> None:
    """Cases that came, changed or went: the office's index reads them again after the commit."""
    announce(source=SOURCE, ids=ids, at=at)


def _without_own(case: Case, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The ledger is never erased, so what people write into remarks and answers stands there without the applicant."""
    if case.party is None or not any(isinstance(value, str) for value in payload.values()):
        return dict(payload)
    personal = parties.opened(case.party.sealed)
    return {
        key: without_own(value, personal) if isinstance(value, str) else value
        for key, value in payload.items()
    }


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


def facts_of(case: Case, *, today: date, by_id: int | None) -> CaseFacts:
    """What conditions look at. Two small queries."""
    events = tuple(
        EventFacts(no, act, mended or on, values, who)
        for no, act, on, mended, values, who in CaseEvent.objects.filter(case=case)
        .order_by("no")
        .values_list("no", "act", "on", "mended_on", "values", "by_id")
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
        by_id=by_id,
    )


def main_term(kind: CaseKind, values: Mapping[str, Any], on: date, term_of: TermOf) -> Term | None:
    """The term that holds for a case on the day of receipt: by class where the kind says so, else the first in force."""
    field, by_value = kind.term_by
    wanted = dict(by_value).get(str(values.get(field, "")), "") if field else ""
    for code in (wanted, *kind.terms) if wanted else kind.terms:
        found = term_of(code, on)
        if found is not None:
            return found
    return None


def _terms_of(unit_id: int) -> TermOf:
    return lambda code, on: clocks.term(code, on, unit_id=unit_id)


def clock_columns(
    kind: CaseKind,
    events: Sequence[Happened],
    *,
    values: Mapping[str, Any],
    calendar: WorkCalendar,
    today: date,
    term_of: TermOf,
) -> dict[str, Any]:
    """What a case's row keeps of its main clock, from its events alone."""
    columns: dict[str, Any] = {
        "received_on": None, "term": "", "due_on": None, "due_at": None,
        "due_provisional": False, "paused": False, "late_before": None,
    }  # fmt: skip
    clock = main_clock(kind, events)
    if clock.history is None or clock.received_on is None:
        return columns
    columns["received_on"] = clock.received_on
    term = main_term(kind, values, clock.received_on, term_of)
    if term is not None:
        due = deadline(term, clock.history, calendar, as_of=clock.stopped_on or today)
        columns |= {
            "term": term.code, "due_on": due.on, "due_at": due.at,
            "due_provisional": due.provisional, "paused": due.paused,
            "late_before": _worst(clock.earlier, term, calendar),
        }  # fmt: skip
    return columns


def _worst(earlier: Sequence[Round], term: Term, calendar: WorkCalendar) -> int | None:
    """By how many working days the worst of the rounds that are over was late; None when none was."""
    late = [_late_by(one, term, calendar) for one in earlier]
    return max((days for days in late if days is not None), default=None)


def _late_by(earlier: Round, term: Term, calendar: WorkCalendar) -> int | None:
    """By how many working days a round that is over was late; None when it was in time. Late by a weekend is 0."""
    if earlier.stopped_on is None:
        return None
    due = deadline(term, earlier.history, calendar, as_of=earlier.stopped_on)
    if earlier.stopped_on <= due.on:
        return None
    return calendar.working_days_between(due.on, earlier.stopped_on)


def side_columns(
    kind: CaseKind,
    events: Sequence[Happened],
    *,
    values: Mapping[str, Any],
    closed: bool,
    calendar: WorkCalendar,
    term_of: TermOf,
) -> list[dict[str, Any] | None]:
    """The side terms as rows, in the order in which they began; None in the place of one that didn't hold then."""
    found: list[dict[str, Any] | None] = []
    for clock in side_clocks(kind, events, values):
        term = term_of(clock.term, clock.started_on)
        if term is None:
            found.append(None)
            continue
        due = deadline(term, History(clock.started_on, clock.started_at), calendar, as_of=clock.started_on)
        state = "open"
        if clock.ended_on is not None:
            state = "met" if clock.ended_on <= due.on else "late"
        elif closed:
            state = "dropped"
        found.append({
            "term": clock.term, "started_on": clock.started_on, "due_on": due.on,
            "due_provisional": due.provisional, "state": state, "ended_on": clock.ended_on,
        })  # fmt: skip
    return found


def recount(case: Case, *, at: datetime, calendar: WorkCalendar | None = None) -> None:
    """Compute the clocks anew from the events and keep them."""
    calendar = calendar or clocks.calendar()
    events = happened(case)
    kind = kind_of(case)
    term_of = _terms_of(case.unit_id)
    columns = clock_columns(
        kind, events, values=case.values, calendar=calendar, today=day_of(at), term_of=term_of
    )
    if any(getattr(case, name) != value for name, value in columns.items()):
        Case.objects.filter(id=case.pk).update(**columns)
        for name, value in columns.items():
            setattr(case, name, value)
    sides = side_columns(
        kind,
        events,
        values=case.values,
        closed=case.closed_at is not None,
        calendar=calendar,
        term_of=term_of,
    )
    _keep_side_terms(case, sides)


def _keep_side_terms(case: Case, wanted: Sequence[dict[str, Any] | None]) -> None:
    rows = list(SideTerm.objects.filter(case=case).order_by("id"))
    for place, columns in enumerate(wanted):
        if columns is None:
            continue
        if place < len(rows):
            if any(getattr(rows[place], name) != value for name, value in columns.items()):
                SideTerm.objects.filter(id=rows[place].pk).update(**columns)
        else:
            SideTerm.objects.create(case=case, **columns)
