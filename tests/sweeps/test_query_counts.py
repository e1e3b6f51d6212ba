"""The number of queries of a page doesn't grow with what it lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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


Counts = dict[tuple[str, str], int]
"""Route and looker → queries."""


def counts(world: World, asked: Iterable[tuple[str, str]] | None = None) -> Counts:
    """Queries of every page that answers a GET with 200; of those `asked` before, when it grew meanwhile."""
    found: Counts = {}
    clients = {key: Client(raise_request_exception=False) for key in ("", *LOOKERS)}
    for key, client in clients.items():
        if key:
            client.force_login(world.cast.user(key), backend="django.contrib.auth.backends.ModelBackend")
            client.get("/office/")
    seen = set()
    for route, key in everything() if asked is None else asked:
        if route in seen:
            continue
        cache.clear()
        path = path_to(route, world, world.own) + ("?q=公告" if route.startswith("search/") else "")
        with CaptureQueriesContext(connection) as captured:
            answer = clients[key].get(path)
        if answer.status_code == 200:
            if answer.streaming:
                b"".join(answer.streaming_content)
            found[route, key] = len(captured)
            seen.add(route)
    return found


def everything(only: str = "") -> Iterator[tuple[str, str]]:
    """Every route with those who may see it; whoever does first is asked again later."""
    for route in dict.fromkeys(routes()):
        if not only or route == only:
            yield from ((route, key) for key in (LOOKERS if route.startswith("office/") else ("",)))


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
    after = counts(world, before)
    return [
        f"{' '.join(page)}: {n} queries, then {after.get(page, 'none')}"
        for page, n in before.items()
        if after.get(page, MORE * n) > n and page[0] not in GROWS
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
    before = counts(world, everything("office/items/"))
    grow(world)
    after = counts(world, before)
    assert any(after[page] > n for page, n in before.items())
