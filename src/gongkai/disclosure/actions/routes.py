"""Routes as data: load those that ship, change them, and say which unit's route cannot be staffed."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.common import need
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.models import Route, RouteRule, RouteStep
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject

SEED = Path(__file__).resolve().parent.parent / "seed" / "routes.toml"


def load_shipped_routes(*, by: Actor, at: datetime) -> int:
    """Lay in the routes of `seed/routes.toml` where an installation has none yet; returns how many it has then."""
    with transaction.atomic():
        if Route.objects.exists():
            return Route.objects.count()
        data = tomllib.loads(SEED.read_text(encoding="utf-8"))
        for entry in data["route"]:
            route = Route.objects.create(code=entry["code"], label=entry["label"], note=entry.get("note", ""))
            RouteStep.objects.bulk_create(
                RouteStep(route=route, no=no, **step) for no, step in enumerate(entry["steps"], start=1)
            )
        routes = {r.code: r for r in Route.objects.all()}
        RouteRule.objects.bulk_create(
            RouteRule(unit_kind=unit_kind, route_class=route_class, route=routes[code])
            for unit_kind, classes in data["rules"].items()
            for route_class, code in classes.items()
        )
        record(
            actor=by,
            act="route.load",
            subject=Subject("route", "shipped", "审核流程"),
            at=at,
            payload={"routes": len(routes)},
        )
    return len(routes)


def choose_route(*, unit_kind: str, route_class: str, route_id: int, by: Standing, at: datetime) -> None:
    """Which route items of a class take in units of a kind. Running reviews keep theirs."""
    need(by.has("disclosure_office"), "由政务公开办设置审核流程。")
    with transaction.atomic():
        route = Route.objects.filter(id=route_id).first()
        if route is None:
            raise ItemRefused("没有这个审核流程。")
        RouteRule.objects.update_or_create(
            unit_kind=unit_kind, route_class=route_class, defaults={"route": route}
        )
        record(
            actor=by.actor(),
            act="route.choose",
            subject=Subject("route", str(route.pk), route.label),
            at=at,
            payload={"unit_kind": unit_kind, "route_class": route_class},
        )
