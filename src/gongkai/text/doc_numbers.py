"""Numbers of official documents 发文字号: 清政办发〔2024〕5号, 国务院令第711号, 海关总署公告2024年第5号."""

import re
from dataclasses import dataclass

from gongkai.text.numerals import NUMERAL, chinese_to_int
from gongkai.text.tables import HANZI
from gongkai.text.tokenising import fold

_OPEN, _CLOSE = "〔[（【［｛{﹝〖「〈<＜", "〕]）】］｝}﹞〗」〉>＞"
_BRACKETS = str.maketrans(_OPEN + _CLOSE + "〇○", "(" * len(_OPEN) + ")" * len(_CLOSE) + "〇〇")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_B = r"[ \t\xa0\u3000\u200b]*"
_YEAR = r"(?P<y>\d{4}|\d{2}|[〇零一二三四五六七八九]{4})"


def _tails(number_sign: str) -> tuple[str, str, str]:
    """What follows the organ's sign: year in brackets, year without, no year. `number_sign` is 号 as a regex."""
    serial = rf"(?P<s>\d{{1,6}}|{NUMERAL}{{1,8}}){_B}{number_sign}(?P<x>{_B}之{_B}[一二三四五六七八九十]+)?"
    return (
        rf"\({_B}{_YEAR}{_B}(?:年度?)?{_B}\){_B}(?:字?{_B}第?|年第){_B}{serial}",
        rf"(?P<y>\d{{4}}|[〇零一二三四五六七八九]{{4}}){_B}年{_B}(?:字{_B})?(?:第{_B})?{serial}",
        rf"第{_B}{serial}",
    )


# Tried in this order: the year in brackets is beyond doubt, a bare 第5号 is not.
_WHOLE = tuple(re.compile(form) for form in _tails("号?"))
_BRACKETED, _DATED, _BARE = _tails("号")
_IN_TEXT = (
    re.compile(_BRACKETED),
    re.compile(rf"(?<=[告令]){_B}(?P<o>\(?){_DATED}"),
    re.compile(rf"(?<=令){_B}(?P<o>\(?){_BARE}"),
)
_SIGN_BEFORE = re.compile(rf"(?:[{HANZI}]{{1,24}}(?:{_B}\([{HANZI}]{{1,12}}\){_B}[{HANZI}]{{0,10}})?){_B}\Z")
# Words after which the organ's sign begins: 根据国办发〔2023〕42号.
_CUE = re.compile(
    r".*(?:根据|依据|按照|依照|遵照|落实|执行|参照|转发|印发|废止|修订|修改|参见|详见|文号|字号|编号|以及|关于|我局|我厅"
    r"|(?<!共)和|[的见以及与据按由经对将是为从照])(?=.)"
)


@dataclass(frozen=True)
class DocNumber:
    """A document's number in its parts. `year` is None for orders numbered through (国务院令第711号)."""

    prefix: str
    year: int | None
    serial: int
    branch: str = ""
    """之一 and the like."""


@dataclass(frozen=True)
class FoundDocNumber:
    """A number and where it stands in the text."""

    number: DocNumber
    start: int
    end: int
    text: str


def parse_doc_no(text: str) -> DocNumber | None:
    """The number that the whole text is, in whatever brackets, width or script; None when it is none."""
    plain = _INVISIBLE.sub("", fold(text).translate(_BRACKETS))
    for form in _WHOLE:
        for hit in form.finditer(plain):
            rest = plain[hit.end() :].removeprefix("号")
            prefix = plain[: hit.start()]
            if rest == ")" and prefix.endswith("("):
                rest, prefix = "", prefix[:-1]
            if not rest and re.search(f"[{HANZI}a-z]", prefix) and len(prefix) <= 60:
                return _number(prefix, hit["s"], hit["x"], hit.groupdict().get("y"))
    return None


def find_doc_nos(text: str) -> list[FoundDocNumber]:
    """All numbers cited in a text, in order. The organ's sign is cut at words such as 根据 and 《."""
    plain = fold(text).translate(_BRACKETS)
    tails = sorted((hit for form in _IN_TEXT for hit in form.finditer(plain)), key=lambda hit: hit.start())
    found: list[FoundDocNumber] = []
    floor = 0
    for tail in tails:
        start = _sign_start(plain, floor, tail.start())
        if start is None:
            continue
        parts = tail.groupdict()
        end = tail.end()
        if parts.get("o") and plain[end : end + 1] == ")":
            end += 1
        number = _number(
            _INVISIBLE.sub("", plain[start : tail.start()]), parts["s"], parts["x"], parts.get("y")
        )
        found.append(FoundDocNumber(number, start, end, text[start:end]))
        floor = end
    return found


def _sign_start(plain: str, floor: int, end: int) -> int | None:
    """Where the organ's sign that ends at `end` begins; None when there is none of two characters or more."""
    before = _SIGN_BEFORE.search(plain, max(floor, end - 40), end)
    if not before:
        return None
    cue = _CUE.match(before[0])
    start = before.start() + (cue.end() if cue else 0)
    start += len(plain[start:end]) - len(plain[start:end].lstrip())
    return start if len(plain[start:end].strip()) >= 2 else None


def _number(prefix: str, serial: str, branch: str | None, year: str | None) -> DocNumber:
    prefix = prefix.strip("()·:：,，、").replace("(", "（").replace(")", "）")
    prefix = prefix.removeprefix("中华人民共和国") if prefix != "中华人民共和国" else prefix
    value = chinese_to_int(year) if year else None
    if value is not None and value < 100:  # 〔98〕: the two-digit years of the last century
        value += 1900 if value > 40 else 2000
    return DocNumber(prefix, value, chinese_to_int(serial), _INVISIBLE.sub("", branch or ""))


def format_doc_no(number: DocNumber) -> str:
    """As GB/T 9704 writes it: year in 〔〕, serial without leading zeros."""
    if number.year is None:
        return f"{number.prefix}第{number.serial}号{number.branch}"
    if number.prefix.endswith(("公告", "通告", "令")):
        return f"{number.prefix}{number.year}年第{number.serial}号{number.branch}"
    return f"{number.prefix}〔{number.year}〕{number.serial}号{number.branch}"


def doc_no_key(text: str) -> str:
    """Normal form for comparison: equal for all brackets, widths, blanks, scripts, 第…号 and ways of giving the year.

    A text that is no number comes back folded and without blanks, so that equal stays equal.
    """
    number = parse_doc_no(text)
    if number is None:
        return _INVISIBLE.sub("", fold(text).translate(_BRACKETS))
    return f"{number.prefix}〔{number.year or ''}〕{number.serial}号{number.branch}"
