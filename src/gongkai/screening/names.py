"""Where a personal name begins and ends beside a cue. Rules and dictionary only: no model, linear, no Django."""

from __future__ import annotations

import re

from gongkai.screening.lexicon import names

LONGEST = 4
_FAR = 12
"""Characters of a name of another people, its parts parted by ·."""
_DOTS = "·•・"
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The ranges of Hanzi, for a class of an expression; rare ones stand in names more than anywhere."""
_RUN = re.compile(f"[{HAN}]{{1,{_FAR}}}")
_SURE, _LIKELY, _OPEN = 3, 2, 0
_PARTICLES = "和有以经来由后都可相应须年费库"
"""Weak surnames that after all mean the everyday word, unless a colon or a blank parts them from the cue."""
MASKS = "某*＊×XxＸ○〇△□●■"


def is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or (char > "\uf8ff" and _RUN.match(char) is not None)


def name_after(text: str, at: int, *, sure: bool = False) -> int:
    """End of the name that begins at `at`, 0 where none does.

    `sure`: the cue is parted from it by a colon or a blank, or it fills its cell; then surnames that aren't listed
    pass as well where the name is closed off (扎西次仁).
    """
    known = names()
    run = _han_run(text, at)
    if run < 2:
        return 0
    dotted = _dotted(text, at, run)
    if dotted:
        return dotted
    base = 2 if text[at : at + 2] in known.compound else 1
    if base == 1 and text[at] not in known.single and text[at] not in known.weak:
        return 0
    if any(text[at : at + n] in known.not_names for n in (2, 3, 4)) or text[at + 1] in MASKS:
        return 0
    if text[at + 1 : at + 3] in ("先生", "女士", "小姐", "老师", "师傅"):  # a surname alone names nobody
        return 0
    if base == 1 and not sure and text[at] in _PARTICLES:
        return 0
    best, best_score = 0, 0.0
    for length in (base + 2, base + 1):
        if length > run:
            continue
        given = text[at + base : at + length]
        edge = _edge_after(text, at + length)
        score = _score(given, edge, weak=base == 1 and text[at] in known.weak, sure=sure, length=length)
        if score > best_score:
            best, best_score = at + length, score
    return best


def name_before(text: str, end: int) -> int:
    """Start of the name that ends before `end`, -1 where none does (0 is a start)."""
    known = names()
    run = 0
    while run < 6 and end - run > 0 and is_han(text[end - run - 1]):
        run += 1
    best, best_score = -1, 0.0
    for length in (4, 3, 2):
        start = end - length
        if length > run or any(text[start : start + n] in known.not_names for n in (2, 3)):
            continue
        base = 2 if text[start : start + 2] in known.compound else 1
        if base == 1 and (length == 4 or (text[start] not in known.single and text[start] not in known.weak)):
            continue
        if length - base < 1 or (base == 1 and text[start + 1] in "老小大阿某" and length == 2):
            continue
        edge = _edge_before(text, start)
        score = _score(
            text[start + base : end],
            edge,
            weak=base == 1 and text[start] in known.weak,
            sure=False,
            length=length,
        )
        if score > best_score:
            best, best_score = start, score
    return best


def is_name(text: str, *, column: bool = False, certain: bool = False) -> bool:
    """Whether the whole of `text` is a name.

    `column`: it stands under a heading that says so. `certain`: one under which nothing but names stand, 姓名; there
    the everyday words pass that are names as well, 高山.
    """
    plain = text.replace(" ", "").replace("\u3000", "")
    if not 2 <= len(plain) <= _FAR or any(sign in plain for sign in MASKS[:9]):
        return False
    if name_after(plain, 0, sure=True) == len(plain):
        return True
    return column and len(plain) <= LONGEST and all(map(is_han, plain)) and _may_be_called(plain, certain)


def has_surname(word: str, *, weak: bool = False) -> bool:
    """Whether it is a listed surname with one or two signs behind it. `weak`: those pass that are everyday words, too."""
    known = names()
    if word[:2] in known.compound:
        return 3 <= len(word) <= LONGEST
    return 2 <= len(word) <= 3 and word[0] in (
        known.single | known.weak if weak else known.single - known.weak
    )


def _may_be_called(plain: str, certain: bool) -> bool:
    """Whether a cell or the value of a form may be somebody's name: 李若彤, 岩温, where it is certain 高山."""
    known = names()
    listed = has_surname(plain, weak=certain)
    seldom = known.seldom if listed or certain else frozenset()
    if not known.never.isdisjoint(set(plain[1:]) - seldom) or (plain[0] in known.never and not listed):
        return False
    if not any(plain[:n] in known.not_names for n in (2, 3, 4)):
        return True
    return certain and listed and plain not in known.roles and plain[-1] in known.common


def _score(given: str, edge: int, *, weak: bool, sure: bool, length: int) -> float:
    """How much speaks for a name with this given name; 0: none."""
    known = names()
    if any(char in known.never or char in MASKS for char in given):
        return 0
    usual = sum(char in known.common for char in given)
    if weak and (
        usual < len(given)
        or (len(given) < 2 and not (sure and edge == _SURE))
        or edge < (_LIKELY if sure else _SURE)
    ):
        return 0
    if edge == _OPEN and (usual < len(given) or len(given) < 2):
        return 0
    if edge < _SURE and not usual:
        return 0
    return (
        edge * 2
        + usual * 1.5 / len(given)
        + (1.0 if sure else 0.5)
        + (0.4 if len(given) == 2 else 0)
        - (1 if weak else 0)
    )


def _edge_after(text: str, at: int) -> int:
    if at >= len(text) or not is_han(text[at]):
        return _SURE
    follow = names().follow
    return _LIKELY if any(text[at : at + n] in follow for n in (1, 2, 3)) else _OPEN


def _edge_before(text: str, start: int) -> int:
    if start <= 0 or not is_han(text[start - 1]):
        return _SURE
    before = names().before
    return _LIKELY if any(text[max(0, start - n) : start] in before for n in (1, 2, 3)) else _OPEN


def _han_run(text: str, at: int) -> int:
    hit = _RUN.match(text, at)
    return hit.end() - at if hit else 0


def _dotted(text: str, at: int, run: int) -> int:
    """End of a name whose parts are parted by ·, 0 where there is none."""
    end = at + run
    parts = 0
    while run <= 6 and end < len(text) and text[end] in _DOTS and end - at <= _FAR:
        more = _han_run(text, end + 1)
        if not 1 <= more <= 6:
            break
        parts, end = parts + 1, end + 1 + more
    return end if parts else 0
