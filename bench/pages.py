"""Pages of both faces through all of Django in process, beside a bare view and the same rows in a plain template."""

from __future__ import annotations

import os
from collections.abc import Callable

import django
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from bench.figures import Figure, figure_of, hand_over, timed

django.setup()

from gongkai.accounts.models import User  # noqa: E402
from gongkai.accounts.queries import demo_accounts  # noqa: E402
from gongkai.disclosure.policies import public_items  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_REQUESTS", "100"))


def figures() -> list[Figure]:
    settings.ALLOWED_HOSTS = ["testserver"]
    citizen = Client()
    found = [_page(name, citizen, address) for name, address in _public_pages().items()]
    found += _inboxes()
    with override_settings(ROOT_URLCONF="bench.reference"):
        found += [
            _page("a view that answers a fixed string", Client(), "/fixed/", is_reference=True),
            _page("20 rows, ORM and plain template", Client(), "/rows/", is_reference=True),
        ]
    return found


def _public_pages() -> dict[str, str]:
    newest = public_items().select_related("unit", "topic").order_by("-published_at", "-id")
    item = newest[0]
    busy = newest.filter(topic__isnull=False)[0]
    assert busy.topic is not None
    return {
        "home": "/",
        "a unit": f"/unit/{busy.unit.code}/",
        "list of a unit": f"/unit/{busy.unit.code}/list/",
        "list of a topic": f"/topic/{busy.topic.code}/",
        "list of everything": "/list/",
        "search": "/search/?q=补贴",
        "an item": f"/item/{item.index_no}/",
        "feed": "/feed/",
    }


def _inboxes() -> list[Figure]:
    accounts = {role: username for role, username, _, _ in demo_accounts()}
    found = []
    for role in ("officer", "first_reviewer", "disclosure_office"):
        client = Client()
        client.force_login(
            User.objects.get(username=accounts[role]), backend="django.contrib.auth.backends.ModelBackend"
        )
        found.append(_page(f"office inbox, {role}", client, "/office/"))
    return found


def _page(name: str, client: Client, address: str, *, is_reference: bool = False) -> Figure:
    def ask(_: int) -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
        b"".join(response) if response.streaming else response.content

    ask(0)
    queries = _queries(ask)
    return figure_of("pages", name, timed(ask, range(ROUNDS)), queries=queries, is_reference=is_reference)


def _queries(ask: Callable[[int], None]) -> int:
    with CaptureQueriesContext(connection) as caught:
        ask(0)
    return len(caught)


if __name__ == "__main__":
    hand_over(figures())
