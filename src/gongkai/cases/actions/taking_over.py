"""Imported records as cases, in bulk: the receipt, the answer with its day, the clocks and one ledger row each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import make_aware

from gongkai.cases import parties
from gongkai.cases.actions.common import TermOf, clock_columns, look_up_anew, side_columns, subject_of
from gongkai.cases.actions.numbering import next_serials
from gongkai.cases.clockwork import Happened
from gongkai.cases.declaring import CaseKind
from gongkai.cases.importing.course import begins_at, course_to
from gongkai.cases.importing.records import CaseRecord
from gongkai.cases.models import Case, CaseBatch, CaseEvent, Party, SideTerm
from gongkai.cases.rules.numbers import number_of
from gongkai.clocks.rules import Term, WorkCalendar
from gongkai.disclosure.importing.records import short_key
from gongkai.ledger.actions import record_many
from gongkai.ledger.rules import Actor, Entry
from gongkai.units.models import Unit

BY_IMPORT = "从原系统导入"


@dataclass
class Ground:
    """What every record of a batch shares; terms are read once for all of them."""

    kind: CaseKind
    batch: CaseBatch
    units: Mapping[int, Unit]
    calendar: WorkCalendar
    source: str
    by: Actor
    user_id: int | None
    at: datetime
    today: date
    terms: Callable[[str, date, int | None], Term | None]

    def terms_of(self, unit_id: int) -> TermOf:
        return lambda code, on: self.terms(code, on, unit_id)

    def source_key(self, record: CaseRecord) -> str:
        """The record's key among those of its source and of the unit that imports: other systems count from 1 too."""
        return short_key(f"{self.source}:{self.batch.unit_id}:{record.key}")


@dataclass
class Counted:
    """`kept`: cases that differ from the file and stay, because somebody has worked on them here."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0


def write_chunk(chunk: Sequence[CaseRecord], ground: Ground) -> Counted:
    """Write some records inside the caller's transaction."""
    keys = {record.row: ground.source_key(record) for record in chunk}
    found = Case.objects.filter(kind=ground.kind.code, source_key__in=set(keys.values()))
    known = {case.source_key: case for case in found.select_related("unit")}
    counted = Counted()
    fresh = []
    for record in chunk:
        case = known.get(keys[record.row])
        if case is None:
            fresh.append(record)
        else:
            _known_again(case, record, ground, counted)
    _write_new(fresh, keys, ground)
    counted.imported = len(fresh)
    return counted


# ---- new cases -------------------------------------------------------------------------------------------


def _write_new(records: Sequence[CaseRecord], keys: Mapping[int, str], ground: Ground) -> None:
    if not records:
        return
    numbers = _numbers(records, ground)
    people = {record.row: party for record in records if (party := _party(record, ground))}
    Party.objects.bulk_create(people.values())
    cases, events, sides = [], [], []
    for record in records:
        case = Case(
            kind=ground.kind.code, unit_id=record.unit_id, state=begins_at(ground.kind), number=numbers[record.row],
            title=record.title or ground.kind.label, text=record.text, values=record.values, channel=record.channel,
            party=people.get(record.row), submitted_at=make_aware(record.submitted_at), source_key=keys[record.row],
            batch=ground.batch, satisfaction=record.stars, created_by_id=ground.user_id, created_at=ground.at,
            changed_at=ground.at,
        )  # fmt: skip
        course = [_receipt(case, record, ground), *_answer(case, record, ground, after=1)]
        sides += _count(case, course, ground)
        cases.append(case)
        events += course
    Case.objects.bulk_create(cases)
    CaseEvent.objects.bulk_create(events)
    SideTerm.objects.bulk_create(sides)
    look_up_anew([case.pk for case in cases], ground.at)
    record_many(
        rows=[
            _entry(case, record, ground, "case.import") for case, record in zip(cases, records, strict=True)
        ]
    )


def _numbers(records: Sequence[CaseRecord], ground: Ground) -> dict[int, str]:
    """A number of the unit's and the year's own series for each, in the order of the file."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for record in records:
        groups[record.unit_id, record.submitted_at.year].append(record.row)
    numbers = {}
    for (unit_id, year), rows in sorted(groups.items()):
        unit, mark = ground.units[unit_id], ground.kind.mark
        serials = next_serials(unit_id=unit_id, mark=mark, year=year, count=len(rows))
        for row, serial in zip(rows, serials, strict=True):
            numbers[row] = number_of(unit, mark, year=year, serial=serial)
    return numbers


def _party(record: CaseRecord, ground: Ground) -> Party | None:
    if not record.personal and ground.kind.identity == "none":
        return None
    return Party(
        type=record.type or "natural",
        sealed=parties.sealed(record.personal) if record.personal else "",
        shown_as=parties.masked_name(record.personal.get("name", "")),
        identity_index=parties.index_of(record.personal.get("identity", "")),
        contact_index=parties.index_of(record.personal.get("phone", "")),
        created_at=ground.at,
    )


def _receipt(case: Case, record: CaseRecord, ground: Ground) -> CaseEvent:
    return CaseEvent(
        case=case, no=1, act=ground.kind.receive_act or "receive", from_state="", to_state=case.state,
        on=record.received_on, at=case.submitted_at, by_id=ground.user_id, by_label=BY_IMPORT,
        values={"imported": ground.batch.pk},
    )  # fmt: skip


def _answer(case: Case, record: CaseRecord, ground: Ground, *, after: int) -> list[CaseEvent]:
    """The acts from the decision to the end, all on the day of the answer; moves the case along."""
    course = course_to(ground.kind, record.outcome) if record.outcome and record.answered_at else None
    if course is None or record.answered_at is None:
        return []
    answered_at = make_aware(record.answered_at)
    made = []
    for place, act in enumerate(course.acts):
        values: dict[str, Any] = {"imported": ground.batch.pk}
        if not place:
            values |= {"outcome": record.outcome}
            if record.answer:
                values[course.answer_field or "conclusion"] = record.answer
        made.append(
            CaseEvent(
                case=case, no=after + place + 1, act=act.act, from_state=case.state, to_state=act.target,
                on=record.answered_at.date(), at=answered_at, by_id=ground.user_id, by_label=BY_IMPORT, values=values,
            )
        )  # fmt: skip
        case.state = act.target
        if act.clock == "stop" and case.served_on is None:
            case.served_on = record.answered_at.date()
    case.outcome, case.closed_at = record.outcome, answered_at
    return made


def _count(case: Case, events: Sequence[CaseEvent], ground: Ground) -> list[SideTerm]:
    """Set the clock's columns on the case; the side terms are returned."""
    happened = [Happened(event.act, event.on, event.at, event.values) for event in events]
    term_of = ground.terms_of(case.unit_id)
    columns = clock_columns(
        ground.kind,
        happened,
        values=case.values,
        calendar=ground.calendar,
        today=ground.today,
        term_of=term_of,
    )
    for name, value in columns.items():
        setattr(case, name, value)
    sides = side_columns(
        ground.kind,
        happened,
        values=case.values,
        closed=case.closed_at is not None,
        calendar=ground.calendar,
        term_of=term_of,
    )
    return [SideTerm(case=case, **side) for side in sides if side is not None]


def _entry(case: Case, record: CaseRecord, ground: Ground, act: str) -> Entry:
    payload: dict[str, Any] = {
        "batch": ground.batch.pk, "submitted_on": record.submitted_at.date().isoformat(),
        "channel": case.channel,
    }  # fmt: skip
    if number := record.values.get("source_number"):
        payload["source_number"] = number
    if record.answered_at is not None:
        payload |= {"answered_on": record.answered_at.date().isoformat(), "outcome": record.outcome}
    return Entry(ground.by, act, subject_of(case), ground.at, payload)


# ---- cases that stand here already -----------------------------------------------------------------------


def _known_again(case: Case, record: CaseRecord, ground: Ground, counted: Counted) -> None:
    title = record.title or ground.kind.label
    answers = bool(record.outcome and record.answered_at)
    differs = (case.title, case.text, case.values) != (title, record.text, record.values)
    newly_answered = answers and not case.outcome
    if not differs and not newly_answered:
        counted.unchanged += 1
    elif not is_untouched(case):
        counted.kept += 1
    else:
        case.title, case.text, case.values = title, record.text, record.values
        events = list(CaseEvent.objects.filter(case=case).order_by("no"))
        more = _answer(case, record, ground, after=len(events)) if newly_answered else []
        CaseEvent.objects.bulk_create(more)
        sides = _count(case, [*events, *more], ground)
        case.satisfaction, case.changed_at = record.stars, ground.at
        case.save()
        SideTerm.objects.filter(case=case).delete()
        SideTerm.objects.bulk_create(sides)
        look_up_anew([case.pk], ground.at)
        record_many(rows=[_entry(case, record, ground, "case.import_update")])
        counted.updated += 1


def is_untouched(case: Case) -> bool:
    """Whether nobody has done anything to an imported case since."""
    return (
        case.revision == 0
        and case.assignee_id is None
        and not case.notes.exists()
        and not case.co_handling.exists()
        and not case.letters.exists()
        and not case.files.exists()
        and not case.related.exists()
        and not case.merged.exists()
        and not hasattr(case, "public_answer")
    )
