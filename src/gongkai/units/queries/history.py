"""Units over time: names, paths and successors as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.units.models import (
    Unit,
    UnitAct,
    UnitName,
    UnitParent,
    UnitSuccession,
)
from gongkai.units.queries.lookup import units_by_id
from gongkai.units.rules import ACT_LABELS


def name_on(unit_id: int, day: date) -> str:
    """The name borne on a day; before the founding the first, after the end the last. KeyError when unknown."""
    return names_on([(unit_id, day)])[(unit_id, day)]


def names_on(pairs: Iterable[tuple[int, date]]) -> dict[tuple[int, date], str]:
    """`name_on` for many at once, in one query. Units that don't exist are left out."""
    wanted = set(pairs)
    spans: dict[int, list[tuple[date, str]]] = {}
    rows = UnitName.objects.filter(unit__in={unit_id for unit_id, _ in wanted}).order_by("from_on", "id")
    for unit_id, from_on, name in rows.values_list("unit_id", "from_on", "name"):
        spans.setdefault(unit_id, []).append((from_on, name))
    found: dict[tuple[int, date], str] = {}
    for unit_id, day in wanted:
        if unit_id in spans:
            begun = [name for from_on, name in spans[unit_id] if from_on <= day]
            found[unit_id, day] = begun[-1] if begun else spans[unit_id][0][1]
    return found


@dataclass(frozen=True)
class NameSpan:
    """`to_on` is the first day on which it no longer holds."""

    name: str
    short_name: str
    from_on: date
    to_on: date | None


def name_history(unit_id: int) -> list[NameSpan]:
    rows = UnitName.objects.filter(unit=unit_id).order_by("from_on", "id")
    return [NameSpan(row.name, row.short_name, row.from_on, row.to_on) for row in rows]


def path_on(unit_id: int, day: date) -> str:
    """The path as the tree stood on that day; "" when the unit didn't exist then."""
    return paths_on(day).get(unit_id, "")


def paths_on(day: date) -> dict[int, str]:
    """Paths of all units that existed on a day. One query; figures and reports of a period use it."""
    rows = UnitParent.objects.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day)
    above = dict(rows.values_list("unit_id", "parent_id"))
    paths: dict[int, str] = {}

    def path(unit_id: int) -> str:
        if unit_id not in paths:
            parent = above.get(unit_id)
            paths[unit_id] = f"{path(parent) if parent in above else '/'}{unit_id}/"
        return paths[unit_id]

    return {unit_id: path(unit_id) for unit_id in above}


@dataclass(frozen=True)
class ActFacts:
    kind: str
    label: str
    on: date
    basis: str
    note: str
    successors: tuple[str, ...]


def acts_of(unit_id: int) -> list[ActFacts]:
    """The unit's history, oldest first."""
    rows = UnitAct.objects.filter(unit=unit_id).order_by("on", "id")
    heirs: dict[int, list[str]] = {}
    for act_id, name in (
        UnitSuccession.objects.filter(act__unit=unit_id)
        .order_by("id")
        .values_list("act_id", "successor__name")
    ):
        heirs.setdefault(act_id, []).append(name)
    return [
        ActFacts(row.kind, ACT_LABELS[row.kind], row.on, row.basis, row.note, tuple(heirs.get(row.pk, ())))
        for row in rows
    ]


def successor_of(unit_id: int) -> Unit | None:
    """The unit that carries on its work today: itself while open, else through its first successors."""
    return units_by_id([heir]).get(heir) if (heir := successors_of([unit_id])[unit_id]) else None


def successors_of(ids: Iterable[int]) -> dict[int, int | None]:
    """`successor_of` for many at once, as ids; None when the chain ends in a unit closed without one."""
    wanted = set(ids)
    closed = set(Unit.objects.exclude(closed_on=None).values_list("id", flat=True))
    first: dict[int, int] = {}
    rows = UnitSuccession.objects.order_by("-act__on", "-act_id", "id")
    for predecessor, successor in rows.values_list("predecessor_id", "successor_id"):
        first.setdefault(predecessor, successor)  # of the last act, the first named

    def follow(unit_id: int) -> int | None:
        seen: set[int] = set()
        at: int | None = unit_id
        while at is not None and at in closed and at not in seen:
            seen.add(at)
            at = first.get(at)
        return None if at is None or at in seen else at

    return {unit_id: follow(unit_id) for unit_id in wanted}
