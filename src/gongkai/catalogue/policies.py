"""Who may change what of the catalogue. That topics and duties exist is public, except 对内公开 ones."""

from __future__ import annotations

from django.db.models import Q

from gongkai.accounts.policies import Standing, may_run_catalogue

__all__ = ["for_public", "may_run_catalogue", "may_see_duty", "may_state", "statable_by", "visible_duties"]

STATES_FOR_UNIT = ("officer", "leader", "publisher")


def may_state(standing: Standing, *, unit_id: int, co_unit_id: int | None = None) -> bool:
    """Issue a 情况说明 for a duty: people of the unit or the co-unit, or the disclosure office."""
    own = standing.unit_ids(*STATES_FOR_UNIT)
    return may_run_catalogue(standing) or unit_id in own or (co_unit_id is not None and co_unit_id in own)


def statable_by(standing: Standing) -> Q:
    """Filter on duties under which this person may issue a statement."""
    if may_run_catalogue(standing):
        return Q()
    own = standing.unit_ids(*STATES_FOR_UNIT)
    return Q(unit__in=own) | Q(co_unit__in=own)


def for_public() -> Q:
    """Filter on duties that a public way out may show: never what is for the own staff."""
    return ~Q(audience="own_staff")


def may_see_duty(standing: Standing, *, unit_id: int, co_unit_id: int | None, audience: str) -> bool:
    """Everybody sees public duties; internal ones only who belongs to the unit or sees all."""
    if audience != "own_staff" or standing.sees_all:
        return True
    own = standing.unit_ids()
    return unit_id in own or (co_unit_id is not None and co_unit_id in own)


def visible_duties(standing: Standing) -> Q:
    """Filter on duties that this person may see; the pair of `may_see_duty`."""
    if standing.sees_all:
        return Q()
    own = standing.unit_ids()
    return for_public() | Q(unit__in=own) | Q(co_unit__in=own)
