"""The staff's pages in a real browser: axe, 320 px, keyboard; every address that a role can open."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect
from tests import cast as casting
from tests.looking import faults, too_wide
from tests.sweeps import world as worlds
from tests.sweeps.access import routes
from tests.sweeps.addresses import path_to
from tests.sweeps.expected import EXPECTED
from tests.sweeps.world import ACTORS
from tests.ui.conftest import wear

pytestmark = [pytest.mark.ui, pytest.mark.django_db(transaction=True)]
# Who looks at a page: the first of these that it opens for (tests/sweeps/expected.py), a stranger where nobody else may.
LOOKERS = "O1SPDUXYZ-"
LOOKS = ("", "care", "dark")
PARTS = 6
"""The addresses are dealt out, so that every processor looks at some."""


_kept: list[tuple[worlds.World, casting.Snapshot]] = []


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """Attachments and uploads outlive a test, as the rows in memory do."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def world(request, transactional_db, settings, store):
    """Built by the first test that asks, its rows put back for each later one."""
    settings.HOME, settings.INDEX_ROOT, settings.MEDIA_ROOT = store, store / "index", store / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not _kept:
        made = worlds.build(request.getfixturevalue("cast"), store)
        _kept.append((made, casting.take_rows()))
    else:
        casting.put_rows(_kept[0][1])
    return _kept[0][0]


def client_of(world, key: str) -> Client:
    client = Client(raise_request_exception=False)
    if key:
        client.force_login(world.cast.user(key), backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages(world, part: int) -> dict[str, list[str]]:
    """Who looks at which addresses: each page of the office once, by the first who may."""
    office = [
        route
        for route in dict.fromkeys(routes())
        if route.startswith("office/") and "keep-alive" not in route
    ]
    clients: dict[str, Client] = {}
    found: dict[str, list[str]] = {}
    for route in office[part::PARTS]:
        key = first_who_may(route)
        if key is None:
            continue
        if key not in clients:
            clients[key] = client_of(world, key)
        path = path_to(route, world, world.own)
        answer = clients[key].get(path)
        assert answer.status_code == 200, path
        # Parts that a script puts into a page are swept with that page; downloads are no pages.
        if not answer.streaming and b"<html" in answer.content:
            found.setdefault(key, []).append(path)
    return found


def first_who_may(route: str) -> str | None:
    """The role whose expected answer to a GET is the page; None where nobody gets one."""
    words = EXPECTED[route].get("GET", ("",))[0].split()
    may = "".join(
        letters for word, _, letters in (one.partition(":") for one in words) if word.startswith("200")
    )
    return next((ACTORS[letter] for letter in LOOKERS if letter in may), None)


@pytest.fixture
def looker(world, chromium, live_server):
    """`looker("agri.officer", width)`: a browser page with that person's session."""
    opened = []

    def open_for(key: str):
        context = chromium.new_context(viewport={"width": 1366, "height": 900}, bypass_csp=True)
        opened.append(context)
        if key:
            session = client_of(world, key).cookies[django_settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
        return context.new_page()

    yield open_for
    for context in opened:
        context.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_the_office_is_sound_in_every_look_and_on_a_narrow_screen(
    world, looker, live_server, part
):
    wrong = {}
    for key, paths in pages(world, part).items():
        page = looker(key)
        for path in paths:
            page.set_viewport_size({"width": 1366, "height": 900})
            page.goto(live_server.url + path)
            for look in LOOKS:
                if look:
                    wear(page, look)
                if found := faults(page):
                    wrong[path, look] = found
            wear(page, "")
            page.set_viewport_size({"width": 320, "height": 900})
            if over := too_wide(page):
                wrong[path, "320"] = over
    assert wrong == {}


def test_the_pages_are_those_of_the_table_and_many():
    office = [
        route
        for route in dict.fromkeys(routes())
        if route.startswith("office/") and "keep-alive" not in route
    ]
    assert sum(first_who_may(route) is not None for route in office) > 150


def test_the_decision_can_be_reached_and_taken_with_the_keyboard_alone(world, looker, live_server):
    page = looker("agri.first_reviewer")
    page.goto(f"{live_server.url}/office/items/{world.own['in_review']}/")
    for _ in range(200):
        page.keyboard.press("Tab")
        where = page.evaluate("() => document.activeElement.closest('form')?.getAttribute('action') || ''")
        on_button = page.evaluate("() => document.activeElement.tagName") == "BUTTON"
        if "/pass/" in where and on_button:
            break
    else:
        raise AssertionError("the button is not reached by Tab")
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("已通过")
