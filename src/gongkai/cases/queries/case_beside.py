"""What belongs to a case: its further terms, the units that help, other cases of the same person or about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.accounts.policies import Standing
from gongkai.cases.models import Case, CoHandling, Party, SideTerm
from gongkai.cases.policies import CASE_ROLES, visible_to
from gongkai.cases.queries.lists import CaseLine, lines_of
from gongkai.clocks.rules import WorkCalendar
from gongkai.clocks.terms import TERMS

SAME_PERSON_SHOWN = 20


@dataclass(frozen=True)
class SideLine:
    id: int
    label: str
    due_on: date
    state: str
    state_label: str
    provisional: bool


@dataclass(frozen=True)
class HelpLine:
    row: CoHandling
    may_answer: bool


def side_lines(sides: Iterable[SideTerm]) -> tuple[SideLine, ...]:
    return tuple(
        SideLine(
            row.pk,
            TERMS[row.term][-1].label,
            row.due_on,
            row.state,
            row.get_state_display(),
            row.due_provisional,
        )
        for row in sides
    )


def helping(by: Standing, case: Case) -> tuple[HelpLine, ...]:
    units = by.unit_ids(*CASE_ROLES)
    rows = case.co_handling.select_related("unit", "asked_by", "answered_by").order_by("id")
    return tuple(HelpLine(row, row.answered_at is None and row.unit_id in units) for row in rows)


def same_person(
    by: Standing, case: Case, *, today: date, work: WorkCalendar | None = None
) -> tuple[CaseLine, ...]:
    """Other cases of the same number or telephone within the year that this person may see, newest first."""
    if case.party is None:
        return ()
    same = Q(pk__in=[])
    if case.party.identity_index:
        same |= Q(identity_index=case.party.identity_index)
    if case.party.contact_index:
        same |= Q(contact_index=case.party.contact_index)
    # The people first, by their indexes, then ids alone: somebody may have sent ten thousand in a year.
    people = Party.objects.filter(same).order_by().values("id")
    year = case.submitted_at.year
    found = visible_to(by).filter(party__in=people, submitted_at__year=year).exclude(id=case.pk)
    ids = found.order_by("-submitted_at", "-id").values_list("id", flat=True)[:SAME_PERSON_SHOWN]
    return tuple(lines_of(list(ids), today=today, work=work))


def related(by: Standing, case: Case) -> tuple[tuple[str, Case], ...]:
    """Cases that belong together, as far as they may be seen: split off, merged, about one another."""
    wanted = Q(about=case) | Q(merged_into=case)
    for other in (case.about_id, case.merged_into_id):
        if other:
            wanted |= Q(id=other)
    found = []
    # Sorted here: asked for the first twenty by id, a database reads all cases in that order instead of these few.
    rows = visible_to(by).filter(wanted).order_by()[:SAME_PERSON_SHOWN]
    for row in sorted(rows, key=lambda case: case.pk):
        if row.pk == case.merged_into_id:
            words = "这件并到"
        elif row.merged_into_id == case.pk:
            words = "并到这件"
        elif row.pk == case.about_id:
            words = "针对或者拆自"
        else:
            words = "由这件引出"
        found.append((words, row))
    return tuple(found)
