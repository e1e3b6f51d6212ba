"""Every unit's routes in memory, for bulk work; three queries in all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gongkai.disclosure.models import RouteRule, RouteStep
from gongkai.disclosure.routing import UnitPlace, unit_of_step
from gongkai.units.models import Installation, Unit


@dataclass(frozen=True)
class PlannedStep:
    no: int
    code: str
    label: str
    role: str
    unit_id: int


class RoutePlans:
    """The steps that an item of a route class takes in a unit, as the installation stands now."""

    def __init__(self) -> None:
        root_id = Installation.objects.values_list("root_id", flat=True).get()
        rows = list(Unit.objects.order_by("position", "id"))
        self._units = {u.pk: u for u in rows}
        self._office = next(
            (u.pk for u in rows if u.parent_id == root_id and u.kind == "office" and not u.closed_on), root_id
        )
        self._rules = {(r.unit_kind, r.route_class): r for r in RouteRule.objects.select_related("route")}
        self._steps: dict[int, list[RouteStep]] = defaultdict(list)
        for step in RouteStep.objects.order_by("route_id", "no"):
            self._steps[step.route_id].append(step)
        self._planned: dict[tuple[int, str], tuple[PlannedStep, ...]] = {}

    def steps(self, *, unit_id: int, route_class: str) -> tuple[PlannedStep, ...]:
        """In order; KeyError when the kind of unit has no route of the class."""
        key = (unit_id, route_class)
        if key not in self._planned:
            unit = self._units[unit_id]
            place = UnitPlace(unit.pk, unit.kind, unit.name, unit.parent_id)
            rule = self._rules[unit.kind, route_class]
            self._planned[key] = tuple(
                PlannedStep(
                    s.no,
                    s.code,
                    s.label,
                    s.role,
                    unit_of_step(whose=s.whose, place=place, office_unit_id=self._office),
                )
                for s in self._steps[rule.route_id]
            )
        return self._planned[key]

    def label(self, *, unit_id: int, route_class: str) -> str:
        return self._rules[self._units[unit_id].kind, route_class].route.label

    def org_code(self, unit_id: int) -> str:
        return self._units[unit_id].org_code

    def unit_name(self, unit_id: int) -> str:
        return self._units[unit_id].name
