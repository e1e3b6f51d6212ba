"""T14 and T17: no change without the page's own token, and no form changes what it doesn't ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import resolve
from tests.sweeps.access import routes
from tests.sweeps.addresses import POSTED, path_to
from tests.sweeps.world import World, undone

# Whoever may most often do what is posted there.
PERSON_OF = (
    ("office/cases/", "agri.handler"),
    ("pass/", "agri.first_reviewer"), ("return/", "agri.first_reviewer"), ("side/", "agri.first_reviewer"),
    ("<int:side_path_id>/", "agri.secrecy_reviewer"), ("withdraw/", "agri.publisher"), ("urgent/", "office.disclosure_office"),
    ("publish-now/", "agri.publisher"), ("take-back/", "agri.publisher"), ("bulk/", "agri.publisher"),
    ("ledger/", "office.auditor"), ("catalogue/", "office.disclosure_office"), ("units/", "office.disclosure_office"),
    ("people/", "office.system_admin"), ("routes/", "office.disclosure_office"), ("", "agri.officer"),
)  # fmt: skip
# Refused before the token is looked at, or changing nothing: safe without one.
TOKENLESS: dict[str, str] = {}


def person_for(route: str) -> str:
    return next(person for part, person in PERSON_OF if part in route)


def takes_posts(route: str, world: World) -> bool:
    client = Client(raise_request_exception=False)
    client.force_login(
        world.cast.user(person_for(route)), backend="django.contrib.auth.backends.ModelBackend"
    )
    with undone():
        return client.post(path_to(route, world, world.own)).status_code != 405


def without_token(world: World, only: list[str] | None = None) -> list[str]:
    """Addresses that take a POST without token, with another's token, or from another site."""
    wrong = []
    for route in only or routes():
        if route in TOKENLESS or not takes_posts(route, world):
            continue
        path = path_to(route, world, world.own)
        for how, extra in (
            ("no token", {}),
            ("another's token", {"csrfmiddlewaretoken": "x" * 64}),
        ):
            wrong += _try(world, route, path, how, extra, {})
        wrong += _try(world, route, path, "another site", {}, {"HTTP_ORIGIN": "https://evil.example"})
    return wrong


def _try(
    world: World, route: str, path: str, how: str, extra: dict[str, str], headers: dict[str, str]
) -> list[str]:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(
        world.cast.user(person_for(route)), backend="django.contrib.auth.backends.ModelBackend"
    )
    client.get("/office/password/")  # sets the cookie
    with undone():
        data = {**POSTED.get(route, lambda w, s: {})(world, world.own), **extra}
        status = client.post(path, data, **headers).status_code
    return [] if status == 403 else [f"{route}: {status} with {how}"]


@pytest.mark.sweep
def test_no_address_takes_a_post_without_the_pages_own_token(world):
    assert without_token(world) == []


@pytest.mark.sweep
def test_mutant_an_exempt_view_is_caught(world, monkeypatch):
    route = "office/items/<int:item_id>/abandon/"
    view = resolve(path_to(route, world, world.own)).func
    monkeypatch.setattr(view, "csrf_exempt", True, raising=False)
    assert without_token(world, [route]) != []


# ---- mass assignment -----------------------------------------------------------------------------------

Marks = dict[str, Any]


def hostile(asked: set[str]) -> dict[str, str]:
    """A value for every column of every table of ours that the form didn't ask for."""
    values = {}
    for model in apps.get_models():
        if not model.__module__.startswith("gongkai."):
            continue
        for column in model._meta.get_fields():
            if not getattr(column, "concrete", False):
                continue
            for name in {column.name, getattr(column, "attname", column.name)}:
                if name not in asked:
                    values[name] = {
                        "BooleanField": "on",
                        "DateField": "2001-01-01",
                        "DateTimeField": "2001-01-01T01:01",
                    }.get(column.get_internal_type(), "1")
    return values


def rows() -> Marks:
    """Every column of every row by its place in the table: a rolled-back row's id is not given out twice everywhere."""
    found: Marks = {}
    for model in apps.get_models():
        if model.__module__.startswith("gongkai.") and model._meta.label != "ledger.LedgerRow":
            columns = [c.attname for c in model._meta.concrete_fields]
            for place, row in enumerate(model._base_manager.order_by("pk").values_list(*columns)):
                for column, value in zip(columns, row, strict=True):
                    found[f"{model._meta.label} {place} {column}"] = value
    return found


def after(world: World, route: str, extra: dict[str, str]) -> Marks:
    client = Client(raise_request_exception=False)
    with undone():
        client.force_login(
            world.cast.user(person_for(route)), backend="django.contrib.auth.backends.ModelBackend"
        )
        data = {**extra, **POSTED[route](world, world.own)}
        client.post(path_to(route, world, world.own), data)
        return rows()


def unexpected_changes(world: World, route: str, extra: dict[str, str] | None = None) -> list[str]:
    """Columns that differ when every column's name is posted along; what differs by itself doesn't count."""
    asked = set(POSTED[route](world, world.own)) | names_on_pages(world, route)
    plain, again = after(world, route, {}), after(world, route, {})
    noise = {key for key in plain.keys() | again.keys() if plain.get(key) != again.get(key)}
    attacked = after(world, route, extra if extra is not None else hostile(asked))
    differing = {k for k in plain.keys() | attacked.keys() if plain.get(k) != attacked.get(k)}
    return [f"{route}: {key}" for key in sorted(differing - noise)]


def names_on_pages(world: World, route: str) -> set[str]:
    """Every field that the page of this address, or the page that posts to it, shows."""
    client = Client(raise_request_exception=False)
    client.force_login(
        world.cast.user(person_for(route)), backend="django.contrib.auth.backends.ModelBackend"
    )
    pages = [path_to(route, world, world.own)]
    if "<int:item_id>" in route:
        pages.append(path_to("office/items/<int:item_id>/steps/", world, world.own).removesuffix("steps/"))
    text = "".join(client.get(page).content.decode("utf-8", "replace") for page in pages)
    # Asked for at the last step of a route alone.
    return {"publish_at"} | set(re.findall(r'name="(\w+)"', text))


POSTING = [route for route in POSTED if "login" not in route]


@pytest.mark.sweep
def test_no_form_changes_what_it_does_not_ask_for(world):
    known = set(routes())
    assert [w for route in POSTING if route in known for w in unexpected_changes(world, route)] == []


@pytest.mark.sweep
def test_mutant_a_form_that_writes_whatever_comes_is_caught(world, monkeypatch):
    from gongkai.disclosure.actions import correcting
    from gongkai.disclosure.models import Item

    original: Callable[..., int] = correcting.begin_correction

    def careless(*, item_id: int, **more: Any) -> int:
        Item.objects.filter(id=item_id).update(is_historical=bool(more.pop("_posted", True)))
        return original(item_id=item_id, **more)

    route = "office/items/<int:item_id>/correct/"
    plain = after(world, route, {})
    monkeypatch.setattr(correcting, "begin_correction", careless)
    attacked = after(world, route, {})
    assert {k for k in plain if plain[k] != attacked.get(k)} & {
        k for k in plain if k.endswith("is_historical")
    }
