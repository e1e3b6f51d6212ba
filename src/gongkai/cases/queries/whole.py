"""All cases, for the host's command line: whoever runs it holds the database anyway."""

from __future__ import annotations

from datetime import date

from gongkai.cases.models import Case
from gongkai.cases.queries.case_lists import ordered
from gongkai.cases.queries.desk import CaseLine, lines, with_names


def all_cases(
    *, kind: str, unit_id: int | None, state: str, overdue: bool, limit: int, today: date
) -> list[CaseLine]:
    """Oldest due date first; nothing of the applicant is in it."""
    found = Case.objects.all()
    if kind:
        found = found.filter(kind=kind)
    if unit_id:
        found = found.filter(unit_id=unit_id)
    if state:
        found = found.filter(state=state)
    if overdue:
        found = found.filter(closed_at__isnull=True, due_on__lt=today, paused=False, served_on=None)
    return lines(with_names(ordered(found, "due"))[:limit], today=today)
