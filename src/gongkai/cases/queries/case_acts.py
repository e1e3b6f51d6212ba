"""What may be done to a case now, and one act on its own page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.accounts.policies import Standing
from gongkai.cases.declaring import Act, CaseFacts, CaseKind, EventFacts
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseDraft, CaseEvent, SideTerm
from gongkai.cases.policies import may_act
from gongkai.cases.queries.case_doors import case_for
from gongkai.cases.queries.case_events import EventLine, event_line
from gongkai.cases.queries.lists import CaseLine, line_of
from gongkai.cases.queries.shown_values import shown_values
from gongkai.clocks.queries import calendar


@dataclass(frozen=True)
class Choice:
    """An act that this person may do in the case's state; `why_not` says why it can't be done now."""

    act: Act
    why_not: str


def choices_of(
    by: Standing, case: Case, events: Iterable[CaseEvent], *, today: date, sides: Iterable[SideTerm]
) -> tuple[Choice, ...]:
    """The acts of the state that this person's posts carry: the usual one first, then as declared."""
    kind = CASE_KINDS[case.kind]
    fitting = [
        act for act in kind.transitions
        if act.button and case.state in act.sources and may_act(by, case, act)
    ]  # fmt: skip
    if not fitting:
        return ()
    facts = facts_of(by, case, events, today=today, sides=sides)
    found = [Choice(act, _why_not(act, facts)) for act in fitting]
    return tuple(sorted(found, key=lambda one: not one.act.main))


def _why_not(act: Act, facts: CaseFacts) -> str:
    """What stands against the act whatever is filled in; what a field lacks is no such thing."""
    refusal = act.check(facts, {}) if act.check else ""
    return refusal if isinstance(refusal, str) else ""


def facts_of(
    by: Standing, case: Case, events: Iterable[CaseEvent], *, today: date, sides: Iterable[SideTerm]
) -> CaseFacts:
    return CaseFacts(
        kind=case.kind,
        state=case.state,
        outcome=case.outcome,
        channel=case.channel,
        received_on=case.received_on,
        due_on=case.due_on,
        side_due={one.term: one.due_on for one in sides if one.state == "open"},
        events=tuple(
            EventFacts(row.no, row.act, row.mended_on or row.on, row.values, row.by_id) for row in events
        ),
        values=case.values,
        today=today,
        by_id=by.user_id,
    )


@dataclass(frozen=True)
class ActPage:
    """One act on its own page. `choice` None: the case has moved on, or the posts don't carry it."""

    case: Case
    line: CaseLine
    kind: CaseKind
    choice: Choice | None
    label: str
    facts: CaseFacts
    values: tuple[tuple[str, str], ...]
    draft: Mapping[str, Any]
    draft_at: datetime | None
    last: tuple[EventLine, ...]
    moved: EventLine | None
    """What brought the case to the state that it is in."""


def act_page(by: Standing, case_id: int, act: str, *, today: date) -> ActPage | None:
    """None when the case may not be seen or its kind knows no such act."""
    case = case_for(by, case_id)
    if case is None:
        return None
    kind = CASE_KINDS[case.kind]
    declared = next((one for one in kind.transitions if one.act == act), None)
    if declared is None or not declared.button:
        return None
    rows = list(case.events.order_by("no").prefetch_related("files__file"))
    sides = list(SideTerm.objects.filter(case=case).order_by("id"))
    choices = choices_of(by, case, rows, today=today, sides=sides)
    found = next((one for one in choices if one.act.act == act), None)
    draft = CaseDraft.objects.filter(case=case, act=act, user_id=by.user_id).first()  # one by its key
    moved = next((row for row in reversed(rows) if row.from_state != row.to_state), None)
    return ActPage(
        case=case,
        line=line_of(case, today, calendar()),
        kind=kind,
        choice=found,
        label=declared.label,
        facts=facts_of(by, case, rows, today=today, sides=sides),
        values=shown_values(kind.fields, case.values),
        draft=draft.values if draft else {},
        draft_at=draft.saved_at if draft else None,
        last=tuple(event_line(kind, row, {}, False, letter=False) for row in rows[-3:]),
        moved=event_line(kind, moved, {}, False, letter=False) if moved else None,
    )
