"""One real browser for a whole test process: it costs more to start than most tests of pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# The headless build of the same package draws no window of its own, which is a good part of the cost of a page.
PROGRAMS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-gpu-rasterization", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-extensions",
    "--disable-features=Translate,SpareRendererForSitePerProcess",
]  # fmt: skip


def program() -> str:
    """The browser to use: $GONGKAI_BROWSER, else the first that is installed; empty where none is."""
    asked = os.environ.get("GONGKAI_BROWSER")
    return asked or next((path for path in PROGRAMS if Path(path).exists()), "")


@pytest.fixture(scope="session")
def one_chromium() -> Iterator[object]:
    """Skips where there is no browser. Its loop lives in this thread, which Django has to be told to put up with."""
    if not program():
        pytest.skip("no Chromium here (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program(), args=ARGS)
        yield browser
        browser.close()


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config, log):
    """With `--dist loadgroup` the journeys of a module share its site, so they stay in one process."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling

    class JourneysTogether(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            if nodeid.startswith("tests/journeys/"):
                return nodeid.partition("::")[0]
            return super()._split_scope(nodeid)

    return JourneysTogether(config, log)
