"""Finding a case by the number that people quote, and kinds by ids."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.cases.declaring import CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case


def case_id_of(number: str) -> int | None:
    """The id of the case with this number, for references of the office; what it holds is asked for elsewhere."""
    found = Case.objects.filter(number=number.strip()).order_by("id")
    return found.values_list("id", flat=True).first()


def kinds_of(ids: Iterable[int]) -> dict[int, CaseKind]:
    """The kinds of these cases in one query; one that is gone, or whose kind is, is left out."""
    kinds = Case.objects.filter(id__in=set(ids)).values_list("id", "kind")
    return {pk: CASE_KINDS[kind] for pk, kind in kinds if kind in CASE_KINDS}
