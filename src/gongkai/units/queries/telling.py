"""What a page tells of a unit: reading points, competences, the guide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.units.models import (
    ReadingPoint,
    Unit,
    UnitAlias,
    UnitCompetence,
    UnitSuccession,
)
from gongkai.units.queries.history import name_history
from gongkai.units.queries.lookup import root_unit, unit_by_id
from gongkai.units.rules import ids_in_path


def reading_points(*, path: str = "", with_closed: bool = False) -> QuerySet[ReadingPoint]:
    """查阅点 of a subtree (all when `path` is empty), with their units."""
    rows = ReadingPoint.objects.select_related("unit").order_by("unit__position", "unit_id", "id")
    if path:
        rows = rows.filter(unit__path__startswith=path)
    return rows if with_closed else rows.filter(closed_on=None)


def reading_point(point_id: int) -> ReadingPoint | None:
    return reading_points(with_closed=True).filter(id=point_id).first()


def competences_of(unit_id: int, day: date) -> list[tuple[int, str]]:
    """What the unit is responsible for on a day: id and matter."""
    rows = UnitCompetence.objects.filter(Q(to_on=None) | Q(to_on__gt=day), unit=unit_id, from_on__lte=day)
    return list(rows.order_by("id").values_list("id", "matter"))


def aliases_of(unit_id: int) -> list[str]:
    return list(UnitAlias.objects.filter(unit=unit_id).order_by("id").values_list("name", flat=True))


@dataclass(frozen=True)
class GuideFacts:
    """What the 公开指南 of a unit says of it (条例第十二条): contacts, duties, places, who supervises."""

    unit: Unit
    names_before: tuple[str, ...]
    competences: tuple[str, ...]
    reading_points: tuple[ReadingPoint, ...]
    supervisor: Unit | None
    successors: tuple[str, ...]
    missing: tuple[str, ...]


def guide_facts(unit_id: int, *, day: date) -> GuideFacts | None:
    """The guide assembled from the unit's own data; `missing` names the contacts that it still owes.

    Reading points are its own, else those of the nearest unit above that has some.
    """
    unit = unit_by_id(unit_id)
    if unit is None:
        return None
    before = [span.name for span in name_history(unit_id) if span.name != unit.name]
    owed = (
        ("公开工作机构", unit.disclosure_unit),
        ("办公地址", unit.address),
        ("办公时间", unit.office_hours),
        ("联系电话", unit.phone),
        ("互联网联系方式", unit.email),
    )
    successors = UnitSuccession.objects.filter(predecessor=unit_id).order_by("id")
    return GuideFacts(
        unit=unit,
        names_before=tuple(dict.fromkeys(before)),
        competences=tuple(matter for _, matter in competences_of(unit_id, day)),
        reading_points=_nearest_points(unit),
        supervisor=root_unit(),
        successors=tuple(successors.values_list("successor__name", flat=True)) if unit.closed_on else (),
        missing=tuple(label for label, value in owed if not value),
    )


def _nearest_points(unit: Unit) -> tuple[ReadingPoint, ...]:
    above = ids_in_path(unit.path)
    by_unit: dict[int, list[ReadingPoint]] = {}
    for point in reading_points().filter(unit__in=above):
        by_unit.setdefault(point.unit_id, []).append(point)
    for unit_id in reversed(above):
        if unit_id in by_unit:
            return tuple(by_unit[unit_id])
    return ()


def contact_gaps(ids: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Open units with contacts that their guide owes and lacks. One query."""
    gaps: dict[int, tuple[str, ...]] = {}
    fields = (("address", "办公地址"), ("office_hours", "办公时间"), ("phone", "联系电话"))
    for unit in Unit.objects.filter(id__in=set(ids), closed_on=None).order_by("id"):
        missing = tuple(label for field, label in fields if not getattr(unit, field))
        if missing:
            gaps[unit.pk] = missing
    return gaps
