"""Dates of birth: a full date behind 出生日期, 生于 or before 出生, or in a column of dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.columns import cells_under
from gongkai.screening.lexicon import around, matches_at, places_of
from gongkai.screening.spans import MASK, Detector, Span

KIND = "birth_date"
SOURCE = "《个人信息保护法》第四条、《政府信息公开条例》第十五条"
_DATE = (
    r"(?:18|19|20)[0-9]{2}[ \u3000]?(?:年[ \u3000]?[0-9]{1,2}[ \u3000]?月(?:[ \u3000]?[0-9]{1,2}[ \u3000]?[日号])?|"
    r"[-./／－][0-9]{1,2}[-./／－][0-9]{1,2}|[01][0-9][0-3][0-9](?![0-9]))"
    r"|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
)
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_BEHIND = re.compile(
    rf"(?:出生(?:年月日?|日期|时间|于)|(?<![考学发产师招医先新])生[于日]|出[ \u3000]生|生辰|"
    rf"诞生于)[：:为是\s\u3000]{{0,4}}(?P<date>{_DATE})"
)
_AHEAD = re.compile(rf"(?P<date>{_DATE})[ \u3000]?(?:出生|生(?![产活效成育态物长命前]))")
_LENGTHS = range(18, 3, -1)
"""How far before 生 a date can begin."""
_ANY_WIDE = re.compile("[０-９]")
_WHOLE = re.compile(_DATE)
_COLUMNS = frozenset({"出生日期", "出生年月", "出生年月日", "生日", "出生时间"})


def find(text: str) -> Iterator[Span]:
    if "生" not in text:
        return
    folded = text.translate(_WIDE) if _ANY_WIDE.search(text) else text
    births = list(places_of(text, "生"))
    behind = matches_at(_BEHIND, folded, around(births, (2, 1, 0)))
    ahead = matches_at(_AHEAD, folded, around((at for at in births if _after_date(folded, at)), _LENGTHS))
    for hit in (*behind, *ahead):
        if folded[max(0, hit.start("date") - 1) : hit.start("date")] in ("至", "到", "-"):
            continue  # the years of birth of a group
        yield _span(text, *hit.span("date"), 0.95)
    for _, start, end in cells_under(text, _COLUMNS):
        if _WHOLE.match(folded, start, end):
            yield _span(text, start, end, 0.95)


def _after_date(folded: str, birth: int) -> bool:
    """Whether what stands before 生 or 出生 can be the end of a date."""
    at = birth - 1
    if folded[at : at + 1] == "出":
        at -= 1
    if folded[at : at + 1] in (" ", "\u3000"):
        at -= 1
    return at >= 0 and folded[at] in "日号月0123456789"


def _span(text: str, start: int, end: int, confidence: float) -> Span:
    return Span(KIND, start, end, text[start:end], confidence, MASK, SOURCE)


DETECTOR = Detector(KIND, "出生日期", SOURCE, find, order=45)
