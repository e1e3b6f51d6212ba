"""What sites and printers left in a text: adverts, buttons, page numbers. The rules are in boilerplate.toml."""

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from gongkai.text.drafting import Draft, Edit

_ENDED = "。！？；：…”』」》）)!?;:."
# Viewers of document sites show a text page by page and number each: "…财政管\n\n4、监督…".
_NUMBERED_PAGE = re.compile(r"\n(\d{1,3})、 ?(?=\S)")
_MIN_PAGE = 200
"""Characters between two page numbers of that kind, at least; items of a list are shorter."""

_MIN_LINE = 25
"""Characters of a line before a page's end that may be joined with the next page."""


@dataclass(frozen=True)
class _Rule:
    needs: str
    pattern: re.Pattern[str]
    kind: str
    note: str


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    data = tomllib.loads((resources.files("gongkai.text") / "boilerplate.toml").read_text(encoding="utf-8"))
    lines = [
        _Rule(r["needs"], re.compile(f"^(?:{r['rule']})$\n?", re.M), "boilerplate", r["note"])
        for r in data["line"]
    ]
    inline = [_Rule(r["needs"], re.compile(r["rule"]), "boilerplate", r["note"]) for r in data["inline"]]
    pages = [_Rule(r["needs"], re.compile(r["rule"]), "page_number", "页码") for r in data["page"]]
    return (*lines, *inline, *pages)


def drop_scraps(draft: Draft) -> None:
    """Remove and mark adverts, buttons and page numbers."""
    for rule in _rules():
        if rule.needs in draft.text:
            hits = rule.pattern.finditer(draft.text)
            draft.apply([_removal(draft.text, hit, rule) for hit in hits])
    if "、" in draft.text:
        draft.apply(_numbered_pages(draft.text))


def _removal(text: str, hit: re.Match[str], rule: _Rule) -> Edit:
    start, end = hit.span()
    if rule.kind == "page_number" and _stands_alone(text, start, end) and _breaks_sentence(text, start):
        start = len(text[:start].rstrip())
        end += len(text[end:]) - len(text[end:].lstrip())
    return Edit(start, end, "", rule.kind, rule.note)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """At the end of its line, between long lines: where a printed page ended, and not among headings."""
    line_start = text.rfind("\n", 0, len(text[:start].rstrip())) + 1
    return text[end : end + 1] in ("\n", "") and start - line_start >= _MIN_LINE


def _numbered_pages(text: str) -> list[Edit]:
    """Page numbers of the form `3、`: a rising series, at least twice in the middle of a sentence.

    Where the page breaks a sentence, the two halves are joined.
    """
    series: list[re.Match[str]] = []
    for hit in _NUMBERED_PAGE.finditer(
        "\n" + text
    ):  # so a place in the hit is one too far, but for its line break
        follows = series and int(hit[1]) == int(series[-1][1]) + 1
        if (follows and hit.start() - series[-1].start() >= _MIN_PAGE) or (not series and hit[1] in "12"):
            series.append(hit)
    broken = [hit for hit in series if hit[1] != "1" and _breaks_sentence(text, hit.start())]
    if len(broken) < 2 or len(broken) * 3 < len(series):
        return []
    edits = []
    for hit in series:
        start = hit.start()
        if hit in broken:
            start = len(text[:start].rstrip())
        edits.append(Edit(start, hit.end() - 1, "", "page_number", f"第{hit[1]}页的页码"))
    return edits


def _breaks_sentence(text: str, place: int) -> bool:
    before = text[max(0, place - 12) : place].rstrip()
    return bool(before) and before[-1] not in _ENDED
