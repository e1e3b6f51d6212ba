"""Names of persons beside a cue, in a column of names, or beside a number that belongs to a person: rules and dictionary.

Names without any of these stay to the deep detector. Holders of public office in their function are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from gongkai.screening.columns import USUAL, cells_under
from gongkai.screening.lexicon import around, matches_at, names, places_of
from gongkai.screening.names import HAN, has_surname, is_han, is_name, name_after, name_before
from gongkai.screening.spans import KEEP, LOOK, MASK, Detector, Span
from gongkai.text.rows import CELL_LINE_END
from gongkai.text.words import Words

KIND = "person_name"
SOURCE = "《个人信息保护法》第四条、《政府信息公开条例》第十五条"
OFFICIAL = "履行职务的公职人员姓名可以公开，《政府信息公开条例》第二十条"

_ACTIONS = {
    "private": MASK,
    "listed": MASK,
    "neutral": LOOK,
    "function": KEEP,
    "official": KEEP,
    "after": MASK,
    "after_official": KEEP,
}
_MEANING: dict[str, str] = {}
for _kind in (*reversed(_ACTIONS), "none"):  # a word of several lists means what the last of these says
    _MEANING.update(dict.fromkeys(names().cues[_kind], _kind))
_BOTH = names().cues["after"] | names().cues["after_official"]
for _word in ("姓名", "户主", "患者", "学生"):  # as forms and recognised scans write them: 姓　名
    _MEANING.update(
        dict.fromkeys((_word[0] + gap + _word[1] for gap in (" ", "  ", "\u3000", "\u3000\u3000")), "private")
    )
_CUES = Words(_MEANING)
_NUMBER = re.compile(
    r"[0-9０-９](?:(?<=[1-9１-９])[0-9０-９]{16}[0-9XxＸ０-９]|(?<=[1１])[3-9３-９][0-9０-９]{9}|[0-9]{3,5}\*{6,})"
)
_ROW = 80
"""Characters of a row before a number in which the name of its person is looked for."""
_CELL = re.compile(r"[^\s|｜]+")
_SEX = re.compile(r"[，,（(、；\t 　][ 　]?[男女][，,）)、。；\t 　]")
_BEFORE_SEX = re.compile(
    rf"[{HAN}]{{2,4}}(?=(?:[，,（(、；\t][ 　]?[男女]|[ 　]+[男女](?![ 　]))[，,）)、。；\t 　])"
)
"""What is said to be a man or a woman is a name, of any people: 患者于海，女."""
_VALUE = re.compile("男|女|[0-9]{11,17}[0-9Xx]?")
_BLANKS = ("\t", " ", "\u3000")
_FORM_ROW = 120
"""Characters of the row of a form that are looked at."""
_PARTING = re.compile(
    r"[ \t\u3000]*(?:[(（][^()（）\n]{1,12}[)）])?[ \t\u3000]*(?:[：:=＝|｜/／]|[-－—─]{1,2})?[ \t\u3000“\"]*"
)
_COLONS = tuple(":：=＝|｜")
_COLON = re.compile(r"[ \u3000]*(?:[(（][^()（）\n]{1,12}[)）])?[ \u3000]*[：:]")
_LINK = re.compile(rf"(?:、|，(?=[{HAN}]{{2,4}}(?:[、，。；]|$))|和|与|及|以及)")
_BEFORE_NUMBER = re.compile(
    r"(?:[，,、：:（(\s]{0,3}(?:居民)?(?:公民)?(?:身份证|身份|证件|手机|电话|联系电话|联系方式|手机号码?|电话号码)?(?:号码|号)?[：:为是]?\s{0,2})\Z"
)
_LANDLINE = re.compile(r"0[0-9]{2,3}[-—－ )）]?[0-9]{7,8}|(?<![0-9])[2-9][0-9]{6,7}(?![0-9])|12345")
_OFFICE = re.compile("任|职务|组长|主持工作|分管|负责|共同回答|出席|讲话")
_OFFICE_CONTACTS = {"联系人", "联系人员", "咨询人", "联络人", "联系人姓名", "经办人", "承办人", "法人"}
_OF_PEOPLE = frozenset(
    {"户主", "户主名", "户主签字", "户主签名", "持证人", "监护人", "五保户", "低保户", "患者", "死者"}
)
"""Cues behind whose colon nothing but somebody's name stands: there a name of any people passes, 岩温, 扎西."""
_QUOTES = ' \t\u3000“"'
_ORDINAL = re.compile(r"(?:[①-⑳]|[1-9][0-9]?[.．、])[ \u3000]*")
_SET_APART = re.compile(rf"[{HAN}](?:[ \u3000]{{1,3}}[{HAN}]){{1,3}}(?![{HAN}])")
"""A name with blanks between its signs, as forms and recognised scans have it: 王 晓 梅."""
_NEXT_LINE = re.compile(f"[\n{CELL_LINE_END}][ \t\u3000]*")
_CHAIN = 40
"""Names that are followed one after another behind one cue."""


def find(text: str) -> Iterator[Span]:
    yield from _by_column(text)
    yield from _by_cue(text)
    yield from _by_number(text)


def _by_cue(text: str) -> Iterator[Span]:
    done = 0
    for cue, start, end in _CUES.places(text):
        meaning = _MEANING[cue]
        if cue in _BOTH:
            at = name_before(text, start)
            if at >= done:
                yield _span(text, at, start, _action_before(text, cue, end), 0.9)
                done = start
                continue
        if meaning in ("none", "after", "after_official"):
            continue
        if meaning == "listed" and not _COLON.match(text, end):
            continue
        for at, stop in _names_behind(text, end, cue):
            if at >= done:
                yield _span(text, at, stop, _action(text, cue, meaning, stop), 0.95 if at > end else 0.9)
                done = stop


@dataclass(frozen=True)
class _Place:
    """Where a name may begin behind a cue, and what is known of it.

    `sure`: something parts it from the cue. `colon`: a sign does. `any_people`: surnames that aren't listed pass. `certain`: everyday words
    that are names as well pass, too. `whole_line`: it stands in a line of its own below the cue, which it has to fill.
    """

    at: int
    sure: bool
    colon: bool
    any_people: bool
    certain: bool
    whole_line: bool


def _place_behind(text: str, cue: str, end: int) -> _Place:
    parting = _PARTING.match(text, end)
    at = parting.end() if parting else end
    sure = at > end
    colon = text[end:at].rstrip(_QUOTES)[-1:] in _COLONS
    further = None
    if colon or _stands_alone(text, cue, end):
        further = _ORDINAL.match(text, at) or _NEXT_LINE.match(text, at)
    whole_line = further is not None and further[0][0] in f"\n{CELL_LINE_END}"
    at = further.end() if further else at
    sexed = _BEFORE_SEX.match(text, at) is not None
    any_people = sexed or (not whole_line and _certain(cue) and (colon or "姓名" in cue))
    certain = any_people and (sexed or colon or _in_form(text, end))
    return _Place(at, sure or sexed, colon, any_people, certain, whole_line)


def _in_form(text: str, end: int) -> bool:
    """Whether the label that ends here stands in a row of a form, label and value in turn, and in none of headings."""
    before, *cells = [cell.strip() for cell in text[end : end + _FORM_ROW].split("\n", 1)[0].split("\t", 5)]
    if before or not cells or cells[0] in USUAL:
        return False
    if any(_VALUE.fullmatch(cell) for cell in cells[1:]):
        return True
    label, value = [*cells[1:3], "", ""][:2]
    return label in USUAL and value != "" and value not in USUAL and has_surname(cells[0], weak=True)


def _among_headings(text: str, end: int) -> bool:
    """Whether a cue stands in a row of headings: known ones side by side, which a form's row never has, and no value."""
    before = text[max(0, end - _FORM_ROW) : end].rpartition("\n")[2]
    row = before + text[end : end + _FORM_ROW].partition("\n")[0]
    cells = [cell.strip() for cell in (row.split("\t") if "\t" in row else row.split())]
    known = [cell in USUAL or cell in names().cues["columns"] for cell in cells]
    return any(both == (True, True) for both in pairwise(known)) and not any(map(_VALUE.fullmatch, cells))


def _names_behind(text: str, end: int, cue: str) -> Iterator[tuple[int, int]]:
    """The name behind a cue that ends at `end`, and those that are joined to it."""
    place = _place_behind(text, cue, end)
    at, sure = place.at, place.sure
    if text[end : end + 1] in _BLANKS and not place.colon and _among_headings(text, end):
        return
    for _ in range(_CHAIN):
        stop = name_after(text, at, sure=sure)
        if sure and (not stop or (place.any_people and is_han(text[stop : stop + 1] or " "))):
            stop = _closed(text, at, place) or stop
        if not stop or (
            place.whole_line and text[stop : stop + 1] not in ("", "\n", CELL_LINE_END, "\t", "、")
        ):
            return
        yield at, stop
        link = _LINK.match(text, stop)
        if not link:
            return
        at, sure = link.end(), place.colon and link[0] == "、"


def _stands_alone(text: str, cue: str, end: int) -> bool:
    """Whether a cue of certain names fills its line: the label of a form whose value is the next line."""
    start = end - len(cue)
    return _certain(cue) and text[end : end + 1] == "\n" and (start == 0 or text[start - 1] == "\n")


def _closed(text: str, at: int, place: _Place) -> int:
    """End of a name that fills what stands between a sign and the next one, written 张　三; else of one of any people."""
    apart = _SET_APART.match(text, at)
    if apart and _fills(re.sub("[ \u3000]", "", apart[0]), place):
        return apart.end()
    end = at
    while end - at < 5 and end < len(text) and is_han(text[end]):
        end += 1
    return (
        end if 2 <= end - at < 5 and (place.colon or place.any_people) and _fills(text[at:end], place) else 0
    )


def _fills(word: str, place: _Place) -> bool:
    return is_name(
        word, column=place.any_people or (place.colon and has_surname(word)), certain=place.certain
    )


def _action_before(text: str, cue: str, end: int) -> str:
    """A comrade who is said to hold or take an office holds it; titles of office speak for themselves."""
    if cue in names().cues["after_official"] or (cue == "同志" and _OFFICE.search(text, end, end + 24)):
        return KEEP
    return MASK


def _action(text: str, cue: str, meaning: str, stop: int) -> str:
    """An office's contact with its landline is published on purpose."""
    if cue in _OFFICE_CONTACTS and _LANDLINE.search(text, stop, stop + 40):
        return KEEP
    return LOOK if cue in _OFFICE_CONTACTS else _ACTIONS[meaning]


def _certain(word: str) -> bool:
    """Whether nothing but a person's name stands behind this cue or under this heading."""
    return "姓名" in word or word in _OF_PEOPLE


def _by_column(text: str) -> Iterator[Span]:
    for heading, start, end in cells_under(text, names().cues["columns"]):
        at = start
        for part in re.split(f"[、，,/;；{CELL_LINE_END}]", text[start:end]):
            size = len(part.strip())
            lead = len(part) - len(part.lstrip())
            if is_name(part.strip(), column=True, certain=_certain(heading)):
                yield _span(text, at + lead, at + lead + size, MASK, 0.95)
            at += len(part) + 1


def _by_number(text: str) -> Iterator[Span]:
    """A name that stands just before an identity or mobile number, or before 男 or 女."""
    for hit in _NUMBER.finditer(text):
        left = max(0, hit.start() - 24)
        lead = _BEFORE_NUMBER.search(text, left, hit.start())
        if lead:
            at = name_before(text, lead.start())
            if at >= 0 and lead.start() > at:
                yield _span(text, at, lead.start(), MASK, 0.85)
                continue
        yield from _in_row(text, hit.start())
    sexes = sorted((*places_of(text, "男"), *places_of(text, "女")))
    for hit in matches_at(_SEX, text, around(sexes, (2, 1))):
        at = name_before(text, hit.start())
        if at >= 0:
            yield _span(text, at, hit.start(), MASK, 0.9)


def _in_row(text: str, number: int) -> Iterator[Span]:
    """The first cell of a row that is a name by itself, in a list without headings: 1 张三 柳庄村 5301…."""
    start = max(text.rfind("\n", max(0, number - _ROW), number) + 1, number - _ROW, 0)
    for cell in _CELL.finditer(text, start, number):
        if (
            2 <= len(cell[0]) <= 4
            and (cell.start() == start or text[cell.start() - 1].isspace())
            and is_name(cell[0])
        ):
            yield _span(text, *cell.span(), MASK, 0.8)
            return


def _span(text: str, start: int, end: int, action: str, confidence: float) -> Span:
    source = OFFICIAL if action == KEEP else SOURCE
    return Span(KIND, start, end, text[start:end], 0.4 if action == KEEP else confidence, action, source)


DETECTOR = Detector(KIND, "姓名", SOURCE, find, order=60)
