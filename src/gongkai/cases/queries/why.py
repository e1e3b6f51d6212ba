"""为什么是这一天: how the due date of a case, or of a term beside it, follows from what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.accounts.policies import Standing
from gongkai.cases.clockwork import Happened, main_clock
from gongkai.cases.declaring import CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, DueChange, SideTerm
from gongkai.cases.queries.case_doors import case_for
from gongkai.clocks import queries as clocks
from gongkai.clocks.counting import Deadline, History, deadline
from gongkai.clocks.explaining import Explanation, explain
from gongkai.clocks.rules import Term


@dataclass(frozen=True)
class Why:
    """`explanation` None: the clock doesn't run yet, `words` say why. `moved`: due dates that a calendar changed."""

    case: Case
    label: str
    explanation: Explanation | None
    history: History | None
    stopped_on: date | None
    words: str
    moved: tuple[DueChange, ...] = ()


def why_this_day(by: Standing, case_id: int, *, today: date) -> Why | None:
    """The main term of a case, day by day; None when the case may not be seen."""
    case = case_for(by, case_id)
    if case is None:
        return None
    kind = CASE_KINDS[case.kind]
    events = _happened(case)
    clock = main_clock(kind, events)
    term = _term(case)
    label = f"{kind.label}的办理期限"
    if clock.history is None or clock.history.started_on is None or term is None:
        words = "还没有确认收到，期限没有开始计算。" if clock.history is None else "这一种来件没有办理期限。"
        return Why(case, label, None, None, None, words)
    history = with_reasons(kind, events, clock.history)
    told = explain(
        term, history, clocks.calendar(), as_of=clock.stopped_on or today,
        office_hours=clocks.office_hours(clock.history.started_on, case.unit_id),
    )  # fmt: skip
    moved = tuple(DueChange.objects.filter(case=case).order_by("id"))
    return Why(case, term.label, told, history, clock.stopped_on, told.words, moved)


def why_side_day(by: Standing, case_id: int, side_id: int, *, today: date) -> Why | None:
    """A term beside the main one."""
    case = case_for(by, case_id)
    row = SideTerm.objects.filter(case=case, id=side_id).first() if case is not None else None  # one by key
    if case is None or row is None:
        return None
    term = clocks.term(row.term, row.started_on, unit_id=case.unit_id)
    if term is None:
        return None
    history = History(started_on=row.started_on)
    told = explain(term, history, clocks.calendar(), as_of=row.started_on)
    return Why(case, term.label, told, history, row.ended_on, told.words)


def due_if_mended(by: Standing, case_id: int, event_id: int, on: date, *, today: date) -> Deadline | None:
    """The main due date as it would be with another date of one event: a look before asking or agreeing."""
    case = case_for(by, case_id)
    if case is None:
        return None
    term = _term(case)
    clock = main_clock(CASE_KINDS[case.kind], _happened(case, mended={event_id: on}))
    if term is None or clock.history is None or clock.history.started_on is None:
        return None
    return deadline(term, clock.history, clocks.calendar(), as_of=clock.stopped_on or today)


def with_reasons(kind: CaseKind, events: Sequence[Happened], history: History) -> History:
    """Pauses with the words of the act that began them."""
    labels: dict[date, str] = {}
    for event in events:
        act = next((one for one in kind.transitions if one.act == event.act), None)
        if act is not None and act.clock.startswith("pause:"):
            labels[event.on] = act.label
    pauses = tuple(pause._replace(why=pause.why or labels.get(pause.start, "")) for pause in history.pauses)
    return history._replace(pauses=pauses)


def _term(case: Case) -> Term | None:
    if not case.term or case.received_on is None:
        return None
    return clocks.term(case.term, case.received_on, unit_id=case.unit_id)


def _happened(case: Case, *, mended: dict[int, date] | None = None) -> list[Happened]:
    found = []
    for row in case.events.order_by("no"):
        one = Happened(act=row.act, on=row.mended_on or row.on, at=row.at, values=row.values)
        found.append(replace(one, on=mended[row.pk]) if mended and row.pk in mended else one)
    return found
