"""The words of a part: without its tables, captions, and the line ends that paper makes."""

from __future__ import annotations

import re

from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.reading.page import Page
from gongkai.text.cleaning import clean

_SAID_ELSEWHERE = re.compile(r"^（?见(?:工作)?表.{0,40}$")
_PAGE = re.compile(r"^[—\-－–\s]*\d{1,3}[—\-－–\s]*$")
_STOPS = "。！？：；"
_BEGINS = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、]|附件)")
_CAPTIONS = {
    words
    for template in TEMPLATES.values()
    for words in (*(p.title for p in template.parts), *(t.title for t in template.tables))
}


def text_of(page: Page, span: tuple[int, int], taken: list[tuple[int, int]], *, wrapped: bool) -> str:
    """What stands between two places of `page.bare`, cleaned; `taken` are the places of tables."""
    start, end = span
    pieces, at = [], start
    for first, last in sorted(taken):
        if first < end and last > start:
            pieces.append(page.between(at, max(first, start)))
            at = max(at, min(last, end))
    pieces.append(page.between(at, end))
    lines = "\n".join(pieces).replace("\t", "").split("\n")
    kept = [line for line in map(str.strip, lines) if line and not _is_caption(line)]
    return "\n".join(
        line.strip()
        for line in clean("\n".join(_joined(kept) if wrapped else kept)).text.split("\n")
        if line.strip()
    )


def _is_caption(line: str) -> bool:
    return line in _CAPTIONS or bool(_SAID_ELSEWHERE.match(line) or _PAGE.match(line))


def _joined(lines: list[str]) -> list[str]:
    """A line nearly as long as the longest that ends without a stop goes on in the next."""
    longest = max(map(len, lines), default=0)
    made: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _BEGINS.match(line):
            made[-1] += line
        else:
            made.append(line)
        goes_on = len(line) >= longest * 0.8 and line[-1] not in _STOPS
    return made
