"""What is looked for on an open page, whoever opened it: what axe finds, and whether it fits."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "ui/vendor/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIND = """rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})
  .then(found => found.violations.map(one => [one.id, one.nodes.map(node => node.target.join(' ')).slice(0, 3)]))"""


def faults(page: Page, *more_rules: str) -> list[list[object]]:
    """What axe finds on the page as it stands: the rule and the first three places.

    The page's own policy lets no script tag in, so axe comes by the browser's own hand.
    """
    page.wait_for_load_state()  # a page that is still coming may have no document at all
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(FIND, [*RULES, *more_rules])


def too_wide(page: Page) -> int:
    """By how many pixels the page runs over its window."""
    page.wait_for_load_state()
    over: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(over, 0)
