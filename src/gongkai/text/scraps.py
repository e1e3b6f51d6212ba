"""What sites and printers left in a text: adverts, buttons, page numbers. The rules are in boilerplate.toml."""

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from gongkai.text.drafting import Draft, Edit
from gongkai.text.tables import HANZI

_ENDED = "。！？；：…”』」》）)!?;:."
# Viewers of document sites show a text page by page and number each: "…财政管\n\n4、监督…".
_NUMBERED_PAGE = re.compile(r"(?:\A|(?<=\n))(\d{1,3})、 ?(?=\S)")
_MIN_PAGE = 200
"""Characters between two page numbers of that kind, at least; items of a list are shorter."""


@dataclass(frozen=True)
class _Rule:
    needs: str
    pattern: re.Pattern[str]
    kind: str
    note: str


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    data = tomllib.loads((resources.files("gongkai.text") / "boilerplate.toml").read_text(encoding="utf-8"))
    lines = [_Rule(r["needs"], re.compile(f"^(?:{r['rule']})$\n?", re.M), "boilerplate", r["note"]) for r in data["line"]]
    inline = [_Rule(r["needs"], re.compile(r["rule"]), "boilerplate", r["note"]) for r in data["inline"]]
    pages = [_Rule(r["needs"], re.compile(r["rule"]), "page_number", "页码") for r in data["page"]]
    return (*lines, *inline, *pages)


def drop_scraps(draft: Draft) -> None:
    """Remove and mark adverts, buttons and page numbers."""
    for rule in _rules():
        if rule.needs in draft.text:
            hits = rule.pattern.finditer(draft.text)
            draft.apply(Edit(*hit.span(), "", rule.kind, rule.note) for hit in hits)
    if "、" in draft.text:
        draft.apply(_numbered_pages(draft.text))


def _numbered_pages(text: str) -> list[Edit]:
    """Page numbers of the form `3、`: a rising series, at least twice in the middle of a sentence.

    Where the page breaks a sentence, the two halves are joined.
    """
    series: list[re.Match[str]] = []
    for hit in _NUMBERED_PAGE.finditer(text):
        follows = series and int(hit[1]) == int(series[-1][1]) + 1
        if (follows and hit.start() - series[-1].start() >= _MIN_PAGE) or (not series and hit[1] in "12"):
            series.append(hit)
    broken = [hit for hit in series if _breaks_sentence(text, hit.start())]
    if len(broken) < 2 or len(broken) * 3 < len(series):
        return []
    edits = []
    for hit in series:
        start = hit.start()
        if hit in broken:
            start = len(text[:start].rstrip())
        edits.append(Edit(start, hit.end(), "", "page_number", f"第{hit[1]}页的页码"))
    return edits


def _breaks_sentence(text: str, place: int) -> bool:
    before = text[max(0, place - 12) : place].rstrip()
    return bool(before) and before[-1] not in _ENDED and re.match(f"[{HANZI}，、“0-9]", before[-1]) is not None
