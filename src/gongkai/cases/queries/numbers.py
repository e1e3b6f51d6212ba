"""Finding a case by the number that people quote."""

from __future__ import annotations

from gongkai.cases.models import Case


def case_id_of(number: str) -> int | None:
    """The id of the case with this number, for references of the office; what it holds is asked for elsewhere."""
    found = Case.objects.filter(number=number.strip()).order_by("id")
    return found.values_list("id", flat=True).first()
