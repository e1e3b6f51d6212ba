"""Who may read and fill in registers: each right as a predicate for one unit and a filter for many that agree."""

from __future__ import annotations

from django.db.models import Q

from gongkai.accounts.policies import Standing

ENTERS = ("officer",)


def may_read(standing: Standing, unit_id: int) -> bool:
    """The own unit's people; 政务公开办 and the auditor read all, administrators none."""
    return standing.sees_all or unit_id in standing.unit_ids()


def readable_by(standing: Standing, field: str = "unit_id") -> Q:
    return Q() if standing.sees_all else Q(**{f"{field}__in": standing.unit_ids()})


def may_enter(standing: Standing, unit_id: int) -> bool:
    """The unit's officer; 政务公开办 for every unit."""
    return standing.has("disclosure_office") or unit_id in standing.unit_ids(*ENTERS)


def enterable_by(standing: Standing, field: str = "unit_id") -> Q:
    if standing.has("disclosure_office"):
        return Q()
    return Q(**{f"{field}__in": standing.unit_ids(*ENTERS)})


def may_enter_somewhere(standing: Standing) -> bool:
    return standing.has("disclosure_office", *ENTERS)


def may_freeze(standing: Standing) -> bool:
    """Close and reopen a year by hand; publishing the report does it by itself."""
    return standing.has("disclosure_office")
