"""Cases with their courses, read for the kinds whose ends the annual report counts: two queries for all units."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import CharField, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.utils.timezone import make_aware

from gongkai.cases.declaring import ANEW, CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent
from gongkai.figures.rules.courses import Course, Happening, Turn, course_of
from gongkai.figures.rules.periods import Period

FIRST = "receive"


def begins(day: date) -> datetime:
    """The instant at which a day begins here."""
    return make_aware(datetime.combine(day, time.min))


def final_states(kind: CaseKind) -> frozenset[str]:
    return frozenset(state.code for state in kind.states if state.final)


def receipts(kind: CaseKind) -> frozenset[str]:
    return frozenset({FIRST, *([kind.receive_act] if kind.receive_act else [])})


def turning_acts(kind: CaseKind) -> frozenset[str]:
    """Acts that begin the clock anew or take an ended case up again: with one of them a case's columns don't tell all."""
    final = final_states(kind)
    return frozenset(
        act.act
        for act in kind.transitions
        if (act.clock in ANEW and act.act not in receipts(kind))
        or (act.sources & final and act.target not in final)
    )


def ends_with_its_clock(kind: CaseKind) -> bool:
    """Whether every end stops the clock and nothing else does: then the day of the reply is the day of the end."""
    final = final_states(kind)
    return all(
        (act.clock == "stop") == (act.target in final)
        for act in kind.transitions
        if act.sources - final and (act.target in final or act.clock == "stop")
    )


def not_closed_before(day: date, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those of the rows that are open or were closed on the day or later; each of the two read off an index of its own."""
    rows = rows.order_by()
    still, later = rows.filter(closed_at=None), rows.filter(closed_at__gte=begins(day))
    return Case.objects.filter(id__in=still.values("id").union(later.values("id")))


def candidates(kinds: Collection[str], period: Period, unit_ids: Collection[int] | None) -> QuerySet[Case]:
    """Cases that may count in the period: arrived by its end, not settled before it began.

    An act is entered on its day or later, so what was closed for good before the period ended before it.
    """
    rows = Case.objects.filter(kind__in=kinds, submitted_at__lt=begins(period.after))
    found = not_closed_before(period.first, rows)
    return found if unit_ids is None else found.filter(unit_id__in=unit_ids)


@dataclass(frozen=True)
class CaseCourse:
    """A case as a figure sees it. `group` is the value of the field that the reader asked for."""

    id: int
    unit_id: int
    kind: str
    applicant: str
    group: str
    outcome: str
    channel: str
    course: Course


def courses(
    kinds: Collection[str], period: Period, unit_ids: Collection[int] | None, *, group: str = ""
) -> Iterator[CaseCourse]:
    """Every candidate with its course. A case merged into another ends with that one, and as it did."""
    rows = candidates(kinds, period, unit_ids).order_by("id")
    turned = _turned(kinds, rows)
    told = KeyTextTransform(group, "values") if group else Value("", output_field=CharField())
    columns = rows.annotate(group_value=told).values_list(
        "id", "unit_id", "kind", "party__type", "group_value", "outcome", "received_on", "served_on",
        "merged_into_id", "merged_into__served_on", "merged_into__outcome", "channel",
    )  # fmt: skip
    for (
        case_id, unit_id, kind, applicant, value, outcome, received_on, served_on, into, into_on, into_outcome,
        channel,
    ) in columns.iterator(chunk_size=5000):  # fmt: skip
        course = turned.get(case_id)
        if course is None:
            course = Course(received_on, (Turn(served_on, outcome),) if served_on else ())
        if into is not None and not course.turns:
            merged = turned.get(into)
            turns = merged.turns if merged else (Turn(into_on, into_outcome),) if into_on else ()
            course = Course(course.received_on, turns)
            outcome = outcome or into_outcome
        yield CaseCourse(
            case_id, unit_id, kind, applicant or "natural", value or "", outcome, channel, course
        )


def _turned(kinds: Collection[str], rows: QuerySet[Case]) -> dict[int, Course]:
    """Courses replayed from events: of kinds whose columns never tell, and of single cases with a turn."""
    found: dict[int, Course] = {}
    for code in kinds:
        kind = CASE_KINDS[code]
        of_kind = rows.filter(kind=code).order_by()
        if ends_with_its_clock(kind):
            turns = turning_acts(kind)
            if not turns:
                continue
            # Of a merged case the one that it is answered with may be settled long ago and is read by its columns.
            of_kind = of_kind.filter(events__act__in=turns)
        found |= _replayed(kind, of_kind)
    return found


def _replayed(kind: CaseKind, cases: QuerySet[Case]) -> dict[int, Course]:
    events = (
        CaseEvent.objects.filter(case_id__in=cases.values("id"))
        .annotate(told=KeyTextTransform("outcome", "values"))
        .order_by("case_id", "no")
        .values_list("case_id", "act", "on", "mended_on", "from_state", "to_state", "told")
    )
    receipt, final = receipts(kind), final_states(kind)
    by_case: dict[int, list[Happening]] = {}
    for case_id, act, on, mended, before, after, told in events.iterator(chunk_size=5000):
        by_case.setdefault(case_id, []).append(Happening(act, mended or on, before, after, told or ""))
    return {
        case_id: course_of(happened, receipt=receipt, final=final) for case_id, happened in by_case.items()
    }
