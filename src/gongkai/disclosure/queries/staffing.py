"""Whether every route of every unit can be walked by different people; asked at start and at each appointment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.accounts.queries import holders
from gongkai.disclosure.models import RouteRule, RouteStep
from gongkai.disclosure.routing import UnitPlace, by_unit_and_role, unit_of_step, unstaffed
from gongkai.units.models import Installation, Unit
from gongkai.units.rules import UNIT_KINDS


@dataclass(frozen=True)
class Gap:
    """A route of a unit that different people cannot walk; `steps` are the labels that stay empty."""

    unit_id: int
    unit_name: str
    route: str
    steps: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{self.unit_name}的“{self.route}”缺人：{'、'.join(self.steps)}这{len(self.steps)}步找不到不同的人来做。"


def staffing_gaps(*, today: date, unit_ids: Iterable[int] | None = None) -> list[Gap]:
    """Every gap in the installation, or in these units and those below or beside them that they serve. Five queries."""
    installation = Installation.objects.first()  # one by constraint
    if installation is None:
        return []
    people = by_unit_and_role(holders(today=today))
    rules = list(RouteRule.objects.select_related("route"))
    steps: dict[int, list[RouteStep]] = {}
    for step in RouteStep.objects.order_by("route_id", "no"):
        steps.setdefault(step.route_id, []).append(step)
    units = list(Unit.objects.filter(closed_on__isnull=True).order_by("position", "id"))
    office_id = _office_id(installation.root_id, units)
    wanted = None if unit_ids is None else set(unit_ids)
    gaps: list[Gap] = []
    for unit in units:
        if not UNIT_KINDS[unit.kind].discloses:
            continue
        place = UnitPlace(unit.pk, unit.kind, unit.name, unit.parent_id)
        seen: set[int] = set()
        for rule in rules:
            if rule.unit_kind != unit.kind or rule.route_id in seen:
                continue
            seen.add(rule.route_id)
            needs = []
            touched = set()
            for step in steps.get(rule.route_id, []):
                unit_id = unit_of_step(whose=step.whose, place=place, office_unit_id=office_id)
                touched.add(unit_id)
                needs.append((step.no, people.get((unit_id, step.role), frozenset())))
            if wanted is not None and not touched & wanted:
                continue
            empty = unstaffed(needs=needs)
            if empty:
                labels = {s.no: s.label for s in steps[rule.route_id]}
                gaps.append(
                    Gap(unit.pk, unit.name, rule.route.label, tuple(labels[no] for no in sorted(empty)))
                )
    return gaps


def _office_id(root_id: int, units: Sequence[Unit]) -> int:
    return next((u.pk for u in units if u.parent_id == root_id and u.kind == "office"), root_id)


def warnings_for_units(*, unit_ids: Sequence[int], today: date) -> list[str]:
    return [gap.words for gap in staffing_gaps(today=today, unit_ids=unit_ids)][:10]
