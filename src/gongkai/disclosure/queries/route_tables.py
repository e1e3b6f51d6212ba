"""Review routes as 政务公开办 looks at them: their steps, and which kind of unit takes which."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from gongkai.accounts.roles import ROLES
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Route, RouteRule, RouteStep
from gongkai.units.models import Unit
from gongkai.units.rules import UNIT_KINDS

# How weighty an item is; each kind of item says to which class it belongs.
ROUTE_CLASSES = {"short": "日常信息", "standard": "一般信息", "long": "重要文件"}


@dataclass(frozen=True)
class StepFacts:
    no: int
    label: str
    role_label: str
    whose: str


@dataclass(frozen=True)
class RouteFacts:
    id: int
    label: str
    note: str
    steps: tuple[StepFacts, ...]


@dataclass(frozen=True)
class RuleFacts:
    """Which route units of a kind take; `routes` by class, None where none is chosen."""

    unit_kind: str
    label: str
    units: int
    routes: dict[str, RouteFacts | None]


def all_routes() -> list[RouteFacts]:
    """Two queries."""
    steps: dict[int, list[StepFacts]] = defaultdict(list)
    for row in RouteStep.objects.order_by("route_id", "no"):
        steps[row.route_id].append(
            StepFacts(row.no, row.label, ROLES[row.role].label, row.get_whose_display())
        )
    return [
        RouteFacts(row.pk, row.label, row.note, tuple(steps[row.pk])) for row in Route.objects.order_by("id")
    ]


def route_rules() -> list[RuleFacts]:
    """One line for each kind of unit that discloses. Four queries."""
    routes = {route.id: route for route in all_routes()}
    chosen = {
        (row.unit_kind, row.route_class): routes[row.route_id] for row in RouteRule.objects.order_by("id")
    }
    counts = dict(
        Unit.objects.filter(closed_on=None).order_by().values_list("kind").annotate(units=Count("id"))
    )
    return [
        RuleFacts(
            kind.code,
            kind.label,
            counts.get(kind.code, 0),
            {code: chosen.get((kind.code, code)) for code in ROUTE_CLASSES},
        )
        for kind in UNIT_KINDS.values()
        if kind.discloses
    ]


def kinds_of_class(route_class: str) -> str:
    """Which kinds of item belong to a class, in words."""
    return "、".join(kind.label for kind in ITEM_KINDS.values() if kind.route_class == route_class)


def unit_ids_of_kind(unit_kind: str) -> list[int]:
    return list(
        Unit.objects.filter(kind=unit_kind, closed_on=None).order_by("id").values_list("id", flat=True)
    )
