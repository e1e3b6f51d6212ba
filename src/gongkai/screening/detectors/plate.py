"""Plates of vehicles 机动车号牌, with those of new-energy cars, the police, schools, embassies and trailers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.runs import Page
from gongkai.screening.spans import MASK, Detector, Span

KIND = "plate"
SOURCE = "《个人信息保护法》第四条；GA 36—2018"
_C = "[A-HJ-NP-Z0-9Ａ-ＨＪ-ＮＰ-Ｚ０-９]"
_FORM = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使]"
    f"[A-HJ-NP-ZＡ-ＨＪ-ＮＰ-Ｚ][ \u3000]?[·•．.・∙\\-—－]?[ \u3000]?({_C}{{4,6}}[挂学警港澳领试超]?)(?![A-Za-z0-9Ａ-Ｚ０-９])"
)
_FIVE = re.compile("[A-HJ-NP-Z0-9]{5}|[A-HJ-NP-Z0-9]{4}[挂学警港澳领试超]")
_NEW_ENERGY = re.compile("[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]")
_STANDARD = re.compile("(?:GB|DB|QB|ISO|HJ|NY|JG|YY|SN)[A-Z]?[ \\-/]?[0-9]")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}


_LIKE = re.compile(rb"A(?<=\?A)[ ?]{0,3}[0A]{4}")
"""In classes of characters: a letter behind a Hanzi, then four letters or digits."""


def look(page: Page) -> Iterator[Span]:
    """A province's sign, the office's letter, five or six places of which two are digits."""
    for like in _LIKE.finditer(page.classes) if page.has_letters else ():
        hit = _FORM.match(page.text, like.start() - 1)
        if not hit:
            continue
        tail = hit[1].translate(_WIDE)
        if sum(c.isdigit() for c in tail) < 2 or not (_FIVE.fullmatch(tail) or _NEW_ENERGY.fullmatch(tail)):
            continue
        if hit[0][0] == "新" and _STANDARD.match(hit[0][1:].translate(_WIDE)):
            continue  # 新GB18597: a new edition of a standard
        yield Span(KIND, hit.start(), hit.end(), hit[0], 0.95, MASK, SOURCE)


def find(text: str) -> Iterator[Span]:
    return look(Page(text))


DETECTOR = Detector(KIND, "车牌号", SOURCE, find, order=22, look=look)
