"""The number of queries of a page doesn't grow with what it lists."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.sweeps.access import routes
from tests.sweeps.addresses import path_to
from tests.sweeps.world import World

from gongkai.search import indexing

# Who sees most on it, for pages of the office.
LOOKERS = ("office.disclosure_office", "agri.officer", "office.auditor", "office.system_admin")
MORE = 12
# Pages whose queries follow the units or steps of the county, not what was published; each with its reason.
GROWS: dict[str, str] = {}


def counts(world: World, only: str = "") -> dict[str, int]:
    """Queries of every page that answers a GET with 200, by route."""
    found = {}
    clients = {key: Client(raise_request_exception=False) for key in ("", *LOOKERS)}
    for key, client in clients.items():
        if key:
            client.force_login(world.cast.user(key), backend="django.contrib.auth.backends.ModelBackend")
            client.get("/office/")
    for route in dict.fromkeys(routes()):
        if only and route != only:
            continue
        for key in LOOKERS if route.startswith("office/") else ("",):
            cache.clear()
            path = path_to(route, world, world.own) + ("?q=公告" if route.startswith("search/") else "")
            with CaptureQueriesContext(
                connection,
            ) as captured:
                answer = clients[key].get(path)
            if answer.status_code == 200:
                if answer.streaming:
                    b"".join(answer.streaming_content)
                found[f"{route} {key}".strip()] = len(captured)
                break
    return found


def grow(world: World) -> None:
    for n in range(MORE):
        world.cast.published(title=f"第{n}号工作动态", kind="work_news")
        world.cast.submitted(title=f"第{n}号审核中")
        world.cast.draft(title=f"第{n}号草稿")
    indexing.rebuild()


def growth(world: World) -> list[str]:
    indexing.rebuild()
    before = counts(
        world
    )  # with what is read once per process: far less than a query for each of what is added
    grow(world)
    after = counts(world)
    return [
        f"{page}: {n} queries, then {after[page]}"
        for page, n in before.items()
        if after.get(page, n) > n and page not in GROWS
    ]


@pytest.mark.sweep
def test_no_page_asks_more_often_because_there_is_more(world):
    assert growth(world) == []


@pytest.mark.sweep
def test_mutant_a_list_that_asks_for_each_row_is_caught(world, monkeypatch):
    from gongkai.disclosure.models import Item
    from gongkai.office import listing

    original = listing.lines

    def careless(rows, **more):
        return [
            line
            for row in original(rows, **more)
            for line in [row]
            if Item.objects.filter(title=str(line)).count() >= 0
        ]

    monkeypatch.setattr(listing, "lines", careless)
    indexing.rebuild()
    before = counts(world, "office/items/")
    grow(world)
    after = counts(world, "office/items/")
    assert any(after[page] > n for page, n in before.items())
