"""Whole histories of finished or running cases, written at once: from another system, or for the demo county.

Each act is checked against the kind's table, the person's post and the act's own condition, in memory and in order,
as if it were done; what doesn't pass is refused. One ledger row a case names the acts and their days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.actions.common import TermOf, clock_columns, day_of, look_up_anew, side_columns, subject_of
from gongkai.cases.actions.deriving import DERIVES
from gongkai.cases.actions.numbering import next_serials
from gongkai.cases.clockwork import Happened
from gongkai.cases.declaring import ANEW, Act, CaseFacts, CaseKind, EventFacts
from gongkai.cases.filling import fill
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent, CaseLetter, Party, SideTerm
from gongkai.cases.policies import may_act
from gongkai.cases.query_codes import code_digest
from gongkai.cases.refusals import CaseRefused, NotNow
from gongkai.cases.rules.numbers import LETTER_MARK, number_of
from gongkai.clocks import queries as clocks
from gongkai.clocks.rules import Term, WorkCalendar
from gongkai.crypto.digests import random_token
from gongkai.ledger.actions import record_many
from gongkai.ledger.rules import Actor, Entry
from gongkai.units.models import Unit


@dataclass(frozen=True)
class PastAct:
    """One act: what was pressed, when, by whom (None: the person who wrote in), and what was filled in."""

    act: str
    at: datetime
    by: Standing | None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PastCase:
    """A case with all that happened to it. `code`: a query code that is already known to the person, else none works."""

    kind: str
    unit_id: int
    values: Mapping[str, Any]
    channel: str
    submitted_at: datetime
    acts: tuple[PastAct, ...] = ()
    received_on: date | None = None
    assignee_id: int | None = None
    satisfaction: int | None = None
    code: str = ""


class Terms:
    """Terms asked of the database once for each code, day and unit."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str, date], Term | None] = {}

    def of(self, unit_id: int) -> TermOf:
        def term_of(code: str, on: date) -> Term | None:
            asked = (unit_id, code, on)
            if asked not in self._known:
                self._known[asked] = clocks.term(code, on, unit_id=unit_id)
            return self._known[asked]

        return term_of


@dataclass
class _Made:
    case: Case
    events: list[CaseEvent]
    sides: list[SideTerm]
    letters: list[tuple[CaseEvent, Act]]


def take_over_histories(
    *, cases: Sequence[PastCase], by: Actor, at: datetime, terms: Terms | None = None
) -> list[int]:
    """Write them in the caller's transaction, in the order of their arrival; returns their ids.

    Raises CaseRefused for the first act that its table, its person or its condition doesn't allow.
    """
    terms = terms or Terms()
    calendar = clocks.calendar()
    units = Unit.objects.in_bulk({past.unit_id for past in cases})
    numbers = _numbers(cases, units)
    made = [
        _replay(past, number, units[past.unit_id], calendar, terms, at)
        for past, number in zip(cases, numbers, strict=True)
    ]
    Party.objects.bulk_create([one.case.party for one in made if one.case.party is not None])
    for one in made:
        one.case.party_id = one.case.party.pk if one.case.party else None
    Case.objects.bulk_create([one.case for one in made])
    CaseEvent.objects.bulk_create(_tied([(one.case, row) for one in made for row in one.events]))
    SideTerm.objects.bulk_create(_tied([(one.case, row) for one in made for row in one.sides]))
    CaseLetter.objects.bulk_create(_letters(made, units))
    record_many(rows=[_entry(one, by, at) for one in made])
    look_up_anew([one.case.pk for one in made], at)
    return [one.case.pk for one in made]


def _tied(rows: Sequence[tuple[Case, Any]]) -> list[Any]:
    for case, row in rows:
        row.case_id = case.pk
    return [row for _, row in rows]


def _numbers(cases: Sequence[PastCase], units: Mapping[int, Unit]) -> list[str]:
    groups: dict[tuple[int, str, int], list[int]] = {}
    for place, past in enumerate(cases):
        key = (past.unit_id, CASE_KINDS[past.kind].mark, day_of(past.submitted_at).year)
        groups.setdefault(key, []).append(place)
    numbers = [""] * len(cases)
    for (unit_id, mark, year), places in sorted(groups.items()):
        unit = units[unit_id]
        serials = next_serials(unit_id=unit_id, mark=mark, year=year, count=len(places))
        for place, serial in zip(places, serials, strict=True):
            numbers[place] = number_of(unit, mark, year=year, serial=serial)
    return numbers


def _replay(
    past: PastCase, number: str, unit: Unit, calendar: WorkCalendar, terms: Terms, at: datetime
) -> _Made:
    kind = CASE_KINDS[past.kind]
    values, problems = fill(kind.fields, past.values, today=day_of(past.submitted_at))
    if problems:
        raise CaseRefused(f"{number}：{'；'.join(problems.values())}")
    open_part, personal = parties.split(values)
    certain = not kind.receive_act or past.received_on is not None
    state = kind.act(kind.receive_act).target if certain and kind.receive_act else kind.initial
    case = Case(
        kind=kind.code, unit=unit, state=state, number=number, channel=past.channel,
        party=_party(kind, open_part.pop("type", "natural"), personal, past.submitted_at),
        title=str(open_part.pop("title", kind.label))[:200], text=str(open_part.pop("text", "")),
        values=open_part, submitted_at=past.submitted_at, assignee_id=past.assignee_id,
        satisfaction=past.satisfaction, secret_digest=code_digest(past.code) if past.code else "",
        created_at=past.submitted_at, changed_at=past.submitted_at,
    )  # fmt: skip
    first = (kind.receive_act or "receive") if certain else "submit"
    made = _Made(case, [], [], [])
    _add(made, first, "", past.received_on or day_of(past.submitted_at), past.submitted_at, None, {})
    _count(made, kind, calendar, terms, day_of(past.submitted_at))
    for act in past.acts:
        _act(made, kind, act, calendar, terms)
    _count(made, kind, calendar, terms, day_of(at))
    return made


def _party(kind: CaseKind, type_: str, personal: Mapping[str, str], at: datetime) -> Party | None:
    if not personal and kind.identity == "none":
        return None
    return Party(
        type=type_,
        sealed=parties.sealed(personal) if personal else "",
        shown_as=parties.masked_name(personal.get("name", "")),
        identity_index=parties.index_of(personal.get("identity", "")),
        contact_index=parties.index_of(personal.get("phone", "")),
        created_at=at,
    )


def _act(made: _Made, kind: CaseKind, past: PastAct, calendar: WorkCalendar, terms: Terms) -> None:
    case = made.case
    where = f"{case.number} {past.act}"
    step = next((t for t in kind.transitions if t.act == past.act and case.state in t.sources), None)
    if step is None:
        raise CaseRefused(f"{where}：从“{case.state}”没有这一步")
    if past.by is not None and not may_act(past.by, case, step):
        raise CaseRefused(f"{where}：{past.by.name}没有办这一步的岗位")
    today = day_of(past.at)
    values, problems = fill(step.fields, past.values, today=today)
    outcome = step.outcome or str(past.values.get("outcome", ""))
    if step.outcomes and outcome not in step.outcomes:
        problems["outcome"] = "没有选办理结果"
    if problems:
        raise CaseRefused(f"{where}：{'；'.join(problems.values())}")
    refusal = step.check(_facts(made, today, past.by), {**values, "outcome": outcome}) if step.check else ""
    if refusal:
        words = refusal if isinstance(refusal, str) else "；".join(refusal.values())
        raise CaseRefused(f"{where}：{words}")
    if step.derives:
        last: Mapping[str, Any] = next((e.values for e in reversed(made.events) if e.act == step.act), {})
        values |= _derived(where, lambda: DERIVES[step.derives](case, values, today, last))
    on = date.fromisoformat(values[step.dated]) if step.dated and values.get(step.dated) else today
    if step.clock == "extend" and case.due_on is not None:
        values["former_due_on"] = case.due_on.isoformat()
    if outcome:
        values["outcome"] = outcome
    before, case.state = case.state, step.target
    _settle(case, kind, step, outcome, on, past.at)
    event = _add(made, step.act, before, on, past.at, past.by, values)
    if step.document:
        made.letters.append((event, step))
    if step.clock or step.opens or step.closes:
        _count(made, kind, calendar, terms, today)


def _derived(where: str, derive: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Raises CaseRefused with the place of the act."""
    try:
        return derive()
    except NotNow as refused:
        raise CaseRefused(f"{where}：{refused}") from refused


def _settle(case: Case, kind: CaseKind, step: Act, outcome: str, on: date, at: datetime) -> None:
    """The same columns that an act of today would set."""
    if outcome:
        case.outcome = outcome
    if step.drops_outcome:
        case.outcome = ""
    if step.clock == "stop" and case.served_on is None:
        case.served_on = on
    if step.clock in ANEW:
        case.served_on = None
    case.closed_at = at if kind.state(step.target).final else None
    case.changed_at = at


def _add(
    made: _Made, act: str, before: str, on: date, at: datetime, by: Standing | None, values: Mapping[str, Any]
) -> CaseEvent:
    event = CaseEvent(
        no=len(made.events) + 1, act=act, from_state=before, to_state=made.case.state, on=on, at=at,
        by_id=by.user_id if by else None, by_label=by.actor().label[:80] if by else "申请人", values=dict(values),
    )  # fmt: skip
    made.events.append(event)
    return event


def _facts(made: _Made, today: date, by: Standing | None) -> CaseFacts:
    case = made.case
    return CaseFacts(
        kind=case.kind, state=case.state, outcome=case.outcome, channel=case.channel, received_on=case.received_on,
        due_on=case.due_on, side_due={row.term: row.due_on for row in made.sides if row.state == "open"},
        events=tuple(EventFacts(e.no, e.act, e.on, e.values, e.by_id) for e in made.events), values=case.values, today=today,
        by_id=by.user_id if by else None,
    )  # fmt: skip


def _count(made: _Made, kind: CaseKind, calendar: WorkCalendar, terms: Terms, today: date) -> None:
    case = made.case
    happened = [Happened(event.act, event.on, event.at, event.values) for event in made.events]
    term_of = terms.of(case.unit_id)
    columns = clock_columns(
        kind, happened, values=case.values, calendar=calendar, today=today, term_of=term_of
    )
    for name, value in columns.items():
        setattr(case, name, value)
    sides = side_columns(
        kind,
        happened,
        values=case.values,
        closed=case.closed_at is not None,
        calendar=calendar,
        term_of=term_of,
    )
    made.sides = [SideTerm(**side) for side in sides if side is not None]


def _letters(made: Sequence[_Made], units: Mapping[int, Unit]) -> list[CaseLetter]:
    """Numbered as they were issued; their files are made when somebody first opens them."""
    waiting = sorted(
        ((event.at, one.case, event, step) for one in made for event, step in one.letters),
        key=lambda row: row[0],
    )
    groups: dict[tuple[int, int], list[int]] = {}
    for place, (at, case, _, _) in enumerate(waiting):
        groups.setdefault((case.unit_id, day_of(at).year), []).append(place)
    numbers = [""] * len(waiting)
    for (unit_id, year), places in sorted(groups.items()):
        serials = next_serials(unit_id=unit_id, mark=LETTER_MARK, year=year, count=len(places))
        for place, serial in zip(places, serials, strict=True):
            numbers[place] = number_of(units[unit_id], LETTER_MARK, year=year, serial=serial)
    return [
        CaseLetter(
            case=case, event=event, template=step.document, number=number, issued_on=day_of(at), state="later",
            addressee=str(event.values.get(step.addressee, ""))[:200] if step.addressee else "",
            key=random_token()[:32],
        )
        for (at, case, event, step), number in zip(waiting, numbers, strict=True)
    ]  # fmt: skip


def _entry(one: _Made, by: Actor, at: datetime) -> Entry:
    trail = [f"{event.on.isoformat()} {event.act}" for event in one.events]
    payload = {"kind": one.case.kind, "channel": one.case.channel, "trail": trail}
    return Entry(by, "case.take_over", subject_of(one.case), at, payload)
