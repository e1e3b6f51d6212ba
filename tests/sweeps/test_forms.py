"""T14 and T17: no change without the page's own token, and no form changes what it doesn't ask for."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from http.cookies import SimpleCookie
from itertools import zip_longest
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
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


class Browsers:
    """Each person logs in once; every try takes the cookies as they were then, for some addresses end the session.

    To be asked for outside of what is undone, or the log-in is undone as well.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.cookies: dict[str, SimpleCookie] = {}

    def of(self, person: str, *, checks: bool = False) -> Client:
        if person not in self.cookies:
            first = Client(raise_request_exception=False)
            user = self.world.cast.user(person)
            first.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            assert first.get("/office/password/").status_code == 200  # sets the token's cookie
            self.cookies[person] = first.cookies
        client = Client(enforce_csrf_checks=checks, raise_request_exception=False)
        client.cookies = copy.deepcopy(self.cookies[person])
        return client


def takes_posts(route: str, world: World, browsers: Browsers) -> bool:
    browser = browsers.of(person_for(route))
    with undone():
        return browser.post(path_to(route, world, world.own)).status_code != 405


def without_token(world: World, only: list[str] | None = None) -> list[str]:
    """Addresses that take a POST without token, with another's token, or from another site."""
    wrong = []
    browsers = Browsers(world)
    for route in only or routes():
        if route in TOKENLESS or not takes_posts(route, world, browsers):
            continue
        path = path_to(route, world, world.own)
        for how, extra, headers in (
            ("no token", {}, {}),
            ("another's token", {"csrfmiddlewaretoken": "x" * 64}, {}),
            ("another site", {}, {"HTTP_ORIGIN": "https://evil.example"}),
        ):
            browser = browsers.of(person_for(route), checks=True)
            with undone():
                data = {**POSTED.get(route, lambda w, s: {})(world, world.own), **extra}
                status = browser.post(path, data, **headers).status_code
            wrong += [] if status == 403 else [f"{route}: {status} with {how}"]
    return wrong


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

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
"""Label of a table → its columns, and its rows by key."""


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


def rows() -> Rows:
    """All that is in our tables but the ledger, as the database gives it."""
    found: Rows = {}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models():
            meta = model._meta
            if model.__module__.startswith("gongkai.") and meta.label != "ledger.LedgerRow":
                columns = [column.column for column in meta.concrete_fields]
                cursor.execute(
                    f"SELECT {', '.join(map(quote, columns))} FROM {quote(meta.db_table)} ORDER BY {quote(meta.pk.column)}"
                )
                found[meta.label] = (columns, cursor.fetchall())
    return found


def differing(one: Rows, other: Rows) -> set[str]:
    """Cells that differ, by the row's place in its table: a rolled-back row's id is not given out twice everywhere."""
    found = set()
    for label, (columns, here) in one.items():
        there = other[label][1]
        for place in range(max(len(here), len(there))):
            row, match = ((rows[place] if place < len(rows) else ()) for rows in (here, there))
            if row != match:
                pairs = zip_longest(columns, row, match)
                found |= {f"{label} {place} {column}" for column, value, same in pairs if value != same}
    return found


def after(world: World, route: str, extra: dict[str, str], browsers: Browsers) -> Rows:
    browser = browsers.of(person_for(route))
    with undone():
        data = {**extra, **POSTED[route](world, world.own)}
        browser.post(path_to(route, world, world.own), data)
        return rows()


def unexpected_changes(world: World, route: str, browsers: Browsers) -> list[str]:
    """Columns that differ when every column's name is posted along; what differs by itself doesn't count."""
    asked = set(POSTED[route](world, world.own)) | names_on_pages(world, route, browsers)
    plain, attacked = after(world, route, {}, browsers), after(world, route, hostile(asked), browsers)
    found = differing(plain, attacked)
    if found:
        found -= differing(plain, after(world, route, {}, browsers))
    return [f"{route}: {key}" for key in sorted(found)]


def names_on_pages(world: World, route: str, browsers: Browsers) -> set[str]:
    """Every field that the page of this address, or the page that posts to it, shows."""
    client = browsers.of(person_for(route))
    pages = [path_to(route, world, world.own)]
    if "<int:item_id>" in route:
        pages.append(path_to("office/items/<int:item_id>/steps/", world, world.own).removesuffix("steps/"))
    text = "".join(client.get(page).content.decode("utf-8", "replace") for page in pages)
    # Asked for at the last step of a route alone.
    return {"publish_at"} | set(re.findall(r'name="(\w+)"', text))


POSTING = [route for route in POSTED if "login" not in route]


@pytest.mark.sweep
def test_no_form_changes_what_it_does_not_ask_for(world):
    known, browsers = set(routes()), Browsers(world)
    assert [
        w for route in POSTING if route in known for w in unexpected_changes(world, route, browsers)
    ] == []


@pytest.mark.sweep
def test_mutant_a_form_that_writes_whatever_comes_is_caught(world, monkeypatch):
    from gongkai.disclosure.actions import correcting
    from gongkai.disclosure.models import Item

    original: Callable[..., int] = correcting.begin_correction

    def careless(*, item_id: int, **more: Any) -> int:
        Item.objects.filter(id=item_id).update(is_historical=bool(more.pop("_posted", True)))
        return original(item_id=item_id, **more)

    route = "office/items/<int:item_id>/correct/"
    browsers = Browsers(world)
    plain = after(world, route, {}, browsers)
    monkeypatch.setattr(correcting, "begin_correction", careless)
    assert {k for k in differing(plain, after(world, route, {}, browsers)) if k.endswith("is_historical")}
