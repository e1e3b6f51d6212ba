"""A real browser for tests of pages: `visit(path, look, width)`."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run"]  # fmt: skip

# Every control's box; links inside a sentence are exempt, as in WCAG 2.5.8.
SMALL = """() => {
  const least = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--target')) - 0.6;
  const small = [];
  for (const one of document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')) {
    const box = (one.matches('[type=checkbox], [type=radio]') && one.closest('label') || one).getBoundingClientRect();
    const inSentence = getComputedStyle(one).display === 'inline'
      && one.parentElement.textContent.trim().length > one.textContent.trim().length + 3;
    if (!box.width || one.closest('.skip, .vh') || inSentence) continue;
    if (box.height < least || (box.width < least && !one.closest('.crumb'))) small.push(one.outerHTML.slice(0, 80));
  }
  return small;
}"""


@pytest.fixture(scope="module")
def chromium():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's loop lives in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(chromium, live_server):
    """`visit("/style/", look="care", width=390)`: the page in a fresh browser, its complaints in `page.said`."""
    opened = []

    def go(path: str, look: str = "", width: int = 1366, scripts: bool = True) -> Page:
        # The tests' own scripts (axe) must run; what the policy refuses is complained of all the same.
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, bypass_csp=scripts
        )
        opened.append(context)
        if look:
            context.add_cookies([{"name": "look", "value": look, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        page.wait_for_load_state("load")
        return page

    yield go
    for context in opened:
        context.close()
