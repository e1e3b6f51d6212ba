"""Until when a case has its answer, and what its applicant has to do meanwhile, in words for whoever wrote in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from gongkai.cases.clockwork import Happened, main_clock
from gongkai.cases.declaring import CaseKind, CaseState
from gongkai.cases.models import Case, CaseEvent, SideTerm
from gongkai.cases.queries.shown_values import shown_values
from gongkai.cases.rules.receipt import what_counts
from gongkai.clocks import queries as clocks
from gongkai.clocks.counting import History, Pause
from gongkai.clocks.explaining import UNIT_WORDS, Explanation, explain
from gongkai.clocks.rules import Term
from gongkai.clocks.terms import TERMS

ASKED_KEYS = ("reason",)
"""Fields of an act that its letter to the applicant repeats as what is asked of them."""
RECEIPT_CHANNELS = ("web", "counter", "signed_mail", "plain_mail", "fax", "phone")


@dataclass(frozen=True)
class Due:
    """The last day of a term with its reason in whole sentences. `paused`: it can still move further away.

    `anew` says in words how the term will start anew; then `on` is no day to wait for.
    """

    on: date
    provisional: bool
    paused: bool
    words: str
    anew: str = ""


@dataclass(frozen=True)
class OwnTerm:
    """Something that the applicant has to do, and until when."""

    label: str
    due_on: date
    provisional: bool


def receipt_words(kind: CaseKind, channel: str, on: date) -> str:
    """What counts as the day of receipt, for a kind whose receipt is confirmed; else the kind's own words."""
    if kind.receive_act and channel in RECEIPT_CHANNELS:
        return what_counts(channel, submitted_on=on)
    return kind.counts_words or "提交的当天就算收到。"


def term_of(kind: CaseKind, values: Mapping[str, Any], *, unit_id: int, on: date) -> Term | None:
    """The main term of a kind for a case received on that day: by class where the kind says so, else the first in force."""
    field, by_value = kind.term_by
    wanted = dict(by_value).get(str(values.get(field, "")), "") if field else ""
    for code in (wanted, *kind.terms) if wanted else kind.terms:
        found = clocks.term(code, on, unit_id=unit_id)
        if found is not None:
            return found
    return None


def due_if_received(kind: CaseKind, values: Mapping[str, Any], *, unit_id: int, at: datetime) -> Due | None:
    """The last day if it counted as received at that moment, with the reason; None for a kind without a term."""
    today = localdate(at)
    term = term_of(kind, values, unit_id=unit_id, on=today)
    if term is None:
        return None
    return _as_due(explain(term, History(today, at), clocks.calendar(), as_of=today))


def _as_due(found: Explanation) -> Due:
    unit = UNIT_WORDS[found.term.unit]
    anew = f"收到您补上的内容以后，从第二天起重新算 {found.term.length} {unit}" if found.anew else ""
    return Due(found.due_on, found.provisional, found.paused, found.words, anew)


def due_of(case: Case, kind: CaseKind, events: list[CaseEvent], today: date) -> Due | None:
    """The main clock, explained anew from the events; the same as the stored due date."""
    if case.due_on is None or not case.term or case.received_on is None:
        return None
    term = clocks.term(case.term, case.received_on, unit_id=case.unit_id)
    clock = main_clock(kind, [_happened(event) for event in events])
    if term is None or clock.history is None:
        return Due(case.due_on, case.due_provisional, case.paused, "")
    pauses = tuple(pause._replace(why=_why(kind, events, pause)) for pause in clock.history.pauses)
    history = clock.history._replace(pauses=pauses)
    return _as_due(explain(term, history, clocks.calendar(), as_of=clock.stopped_on or today))


def _happened(event: CaseEvent) -> Happened:
    return Happened(event.act, event.mended_on or event.on, event.at, event.values)


def _why(kind: CaseKind, events: list[CaseEvent], pause: Pause) -> str:
    """Which act began the pause."""
    for event in events:
        act = kind.find_act(event.act)
        if act and act.clock.startswith("pause:") and (event.mended_on or event.on) == pause.start:
            return act.label
    return ""


def asked_of_them(
    kind: CaseKind, state: CaseState, events: Sequence[CaseEvent]
) -> tuple[tuple[str, str], ...]:
    """What the letter asks the applicant for, in the office's words, while the case waits for them."""
    if state.waits_for != "applicant":
        return ()
    came = next((one for one in reversed(events) if one.to_state == state.code != one.from_state), None)
    act = kind.find_act(came.act) if came else None
    if came is None or act is None or not act.document or act.addressee:
        return ()
    told = shown_values((field for field in act.fields if field.key in ASKED_KEYS), came.values)
    return tuple((act.line, words) for _, words in told)


def own_terms(case: Case, state: CaseState) -> tuple[OwnTerm, ...]:
    """Open side terms, while the case waits for the applicant."""
    if state.waits_for != "applicant":
        return ()
    rows = SideTerm.objects.filter(case=case, state="open").order_by("due_on", "id")
    return tuple(OwnTerm(TERMS[row.term][-1].label, row.due_on, row.due_provisional) for row in rows)
