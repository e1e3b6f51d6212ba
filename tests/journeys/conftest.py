"""A real `gongkai serve` on an installation of its own, and a browser for each person."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.durability.serving import PASSWORD, Installation, set_up

PEOPLE = (
    "officer",
    "first_reviewer",
    "second_reviewer",
    "secrecy_reviewer",
    "publisher",
    "disclosure_office",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Installation]:
    if os.environ.get("GONGKAI_DATABASE"):
        pytest.skip("journeys run on an installation of their own, on SQLite")
    made = set_up(tmp_path_factory.mktemp("site"), {role: role for role in PEOPLE})
    made.serve()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser(one_chromium) -> Browser:
    return one_chromium


@pytest.fixture
def citizen(browser, site) -> Iterator[Callable[..., Page]]:
    """`citizen(scripts=False)`: a stranger's browser."""
    opened: list[BrowserContext] = []

    def come(scripts: bool = True) -> Page:
        context = browser.new_context(base_url=site.url, java_script_enabled=scripts)
        context.set_default_timeout(20_000)
        opened.append(context)
        return context.new_page()

    yield come
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def colleague(browser, site) -> Iterator[Callable[[str], Page]]:
    """`colleague("officer")`: that person at their desk, logged in once for the whole module."""
    desks: dict[str, Page] = {}

    def at_desk(name: str) -> Page:
        if name not in desks:
            context = browser.new_context(base_url=site.url, viewport={"width": 1366, "height": 900})
            context.set_default_timeout(20_000)
            page = context.new_page()
            page.goto("/office/login/")
            page.fill("[name=username]", name)
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit], button:has-text('登录')")
            page.wait_for_url("**/office/")
            desks[name] = page
        return desks[name]

    yield at_desk
    for page in desks.values():
        page.context.close()
