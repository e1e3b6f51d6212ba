"""A real browser for tests of pages: `visit(path, look, width)`, and what is looked for on each of them."""

import pytest
from playwright.sync_api import Page

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

# A page is the same in every look but for /theme.css, so a page that is open puts on another by asking for that again.
WEAR = """async look => {
  document.cookie = `look=${look}; path=/`;
  const old = document.querySelector('link[href^="/theme.css"]');
  const fresh = old.cloneNode();
  const address = new URL(old.href);
  address.searchParams.set('look', look);
  const there = new Promise((come, fail) => { fresh.onload = come; fresh.onerror = fail; });
  fresh.href = address.pathname + address.search;
  old.after(fresh);
  await there;
  old.remove();
}"""


def wear(page: Page, look: str) -> None:
    page.evaluate(WEAR, look)


@pytest.fixture
def chromium(one_chromium):
    return one_chromium


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
        return page

    yield go
    for context in opened:
        context.close()
