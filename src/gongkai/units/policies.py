"""Who may change what of units. Everything about units is public, so there is no rule for reading."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from django.db.models import Q

from gongkai.ledger.rules import Actor


class Standing(Protocol):
    """What is asked of a person here; accounts, which knows units, has the full one."""

    def has(self, *roles: str) -> bool: ...
    def unit_ids(self, *roles: str) -> Collection[int]: ...
    def actor(self) -> Actor: ...


RUNS_UNITS = ("disclosure_office", "system_admin")
KEEPS_DETAILS = ("officer", "leader")


def may_run_units(standing: Standing) -> bool:
    """Found, rename, merge, split, move, close units and say what they are responsible for."""
    return standing.has(*RUNS_UNITS)


def may_change_details(standing: Standing, unit_id: int) -> bool:
    """Address, hours, telephone, reading points: the unit's own officer or leader, or who runs units."""
    return may_run_units(standing) or unit_id in standing.unit_ids(*KEEPS_DETAILS)


def changeable_by(standing: Standing) -> Q:
    """Filter on units whose details this person may change."""
    return Q() if may_run_units(standing) else Q(id__in=standing.unit_ids(*KEEPS_DETAILS))
