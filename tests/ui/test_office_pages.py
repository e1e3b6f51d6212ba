"""The staff's pages in a real browser: axe, 320 px, keyboard; every address that a role can open."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect
from tests import cast as casting
from tests.sweeps import world as worlds
from tests.sweeps.access import routes
from tests.sweeps.addresses import path_to
from tests.ui.conftest import AXE, RULES

pytestmark = [pytest.mark.ui, pytest.mark.django_db(transaction=True)]
# Who looks at a page: the first of these that it opens for.
LOOKERS = (
    "agri.officer", "agri.first_reviewer", "agri.secrecy_reviewer", "agri.publisher", "office.disclosure_office", "office.auditor",
    "office.system_admin", "office.security_admin",
)  # fmt: skip
FIND = "() => axe.run(document, {runOnly: {type: 'tag', values: %s}, resultTypes: ['violations']})"


_kept: list[tuple[worlds.World, casting.Snapshot]] = []
_pages: dict[str, list[str]] = {}


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
    client.force_login(world.cast.user(key), backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages(world) -> dict[str, list[str]]:
    """Who looks at which addresses: each page of the office once, by the first who may. Asked once: the rows are the same."""
    if not _pages:
        _pages.update(_asked(world))
    return _pages


def _asked(world) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {key: [] for key in LOOKERS}
    clients = {key: client_of(world, key) for key in LOOKERS}
    for route in dict.fromkeys(routes()):
        if not route.startswith("office/") or "keep-alive" in route:
            continue
        path = path_to(route, world, world.own)
        for key, client in clients.items():
            answer = client.get(path)
            # Parts that a script puts into a page are swept with that page.
            if answer.status_code == 200 and not answer.streaming and b"<html" in answer.content:
                found[key].append(path)
                break
    return {key: paths for key, paths in found.items() if paths}


@pytest.fixture
def looker(world, chromium, live_server):
    """`looker("agri.officer", width)`: a browser page with that person's session."""
    opened = []

    def open_for(key: str, width: int = 1366, look: str = ""):
        context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
        opened.append(context)
        session = client_of(world, key).cookies[django_settings.SESSION_COOKIE_NAME].value
        cookies = [{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        if look:
            cookies.append({"name": "look", "value": look, "url": live_server.url})
        context.add_cookies(cookies)
        return context.new_page()

    yield open_for
    for context in opened:
        context.close()


@pytest.mark.parametrize("look", ["", "care", "dark"])
def test_axe_finds_nothing_on_any_page_of_the_office(world, looker, live_server, look):
    found = {}
    for key, paths in pages(world).items():
        page = looker(key, look=look)
        for path in paths:
            page.goto(live_server.url + path)
            page.evaluate(AXE)
            if wrong := page.evaluate(FIND % RULES)["violations"]:
                found[path] = [(one["id"], one["nodes"][0]["target"]) for one in wrong]
    assert found == {}


def test_no_page_of_the_office_scrolls_sideways_at_320_pixels(world, looker, live_server):
    wide = []
    for key, paths in pages(world).items():
        page = looker(key, width=320)
        for path in paths:
            page.goto(live_server.url + path)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(path)
    assert wide == []


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
