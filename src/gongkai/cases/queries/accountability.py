"""约谈、通报 entries, and the published items that answer an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gongkai.accounts.policies import Standing
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import AccountabilityEntry, Case, CaseItemLink
from gongkai.cases.policies import CASE_ROLES, may_link_items
from gongkai.cases.queries.case_doors import case_for


def entries(by: Standing, *, settled: bool = False) -> QuerySet[AccountabilityEntry]:
    """政务公开办 and the auditor see all, a unit its own; those that wait first."""
    found = AccountabilityEntry.objects.filter(settled_at__isnull=not settled)
    if not by.sees_all:
        found = found.filter(unit_id__in=by.unit_ids(*CASE_ROLES))
    return found.select_related("case", "unit", "settled_by").order_by("-at", "-id")


def entry_for(by: Standing, entry_id: int) -> AccountabilityEntry | None:
    found = AccountabilityEntry.objects.filter(id=entry_id).select_related("case", "unit")
    if not by.sees_all:
        found = found.filter(unit_id__in=by.unit_ids(*CASE_ROLES))
    return found.first()  # by key


@dataclass(frozen=True)
class LinkedItem:
    item_id: int
    title: str
    index_no: str
    published_on: date | None


@dataclass(frozen=True)
class LinkedItems:
    """A case with the published items that answer it."""

    case: Case
    items: tuple[LinkedItem, ...]
    may_link: bool


def linked_items(by: Standing, case_id: int) -> LinkedItems | None:
    """None for a case that this person may not see, or of a kind that links nothing."""
    case = case_for(by, case_id)
    if case is None or not CASE_KINDS[case.kind].links_items:
        return None
    rows = CaseItemLink.objects.filter(case=case, relation="clarifies").select_related("item").order_by("id")
    return LinkedItems(
        case,
        tuple(
            LinkedItem(row.item_id, row.item.title, row.item.index_no or "", row.item.published_on)
            for row in rows
        ),
        may_link_items(by, case),
    )
