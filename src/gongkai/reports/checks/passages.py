"""The text of a report cut into sentences and counted quantities ("1.2万余条")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from gongkai.reports.facts import Section
from gongkai.text.numerals import NumeralProblem, chinese_to_int

COUNTERS = "条|件|个|篇|份|项|宗|起|次|家|人次|人|名|封|部|期|批次|批|艘|场|余场|户|张|亩|本|例|万元|元|千元|亿元|小时|天"
COUNTED_ALIKE = frozenset("条件个篇份项宗起次封期场")
"""Counters that one list may mix: 公示公告85个、文件47件."""

_WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_COMMA = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BLANK = re.compile(r"[ \t\u3000\xa0\r]+")
_HALF = {";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_END = re.compile(r"[。！？\n]")

LONGEST = 1_500
"""Characters of a sentence; no report has longer ones, and what goes on without a stop is cut there."""

_CN = "[一二三四五六七八九十百千零〇两]"
_QUANTITY = re.compile(
    rf"(?P<about>近|约|超过|超|逾|不足|达到|将近)?(?P<number>(?<![\d.])\d{{1,15}}(?:\.\d{{1,10}})?|(?<![第十]){_CN}{{1,7}}(?=件|条|起|次|份))"
    rf"(?P<more>[余多])?(?P<scale>(?:万|亿|千)(?!元)|百)?(?P<more2>[余多])?(?P<counter>{COUNTERS})(?P<after>以上|左右|以内)?"
)
_SCALES = {None: 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MONEY = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "亿元": Decimal(10_000)}


@lru_cache(2048)
def folded(text: str) -> str:
    """Blanks gone, digits narrow without grouping commas, punctuation wide: one way of writing for all patterns."""
    text = _GROUPED.sub("", _BLANK.sub("", text.translate(_WIDE)))
    text = _COMMA.sub("，", text)
    return "".join(_HALF.get(sign, sign) for sign in text)


@dataclass(frozen=True)
class Quantity:
    """`low` to `high` is what the words allow: "420多" is 420 to 499, "7.8万" 77500 to 78499. `shown` as written."""

    low: Decimal
    high: Decimal
    counter: str
    start: int
    end: int
    shown: str

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def value(self) -> Decimal:
        return self.low

    @property
    def is_money(self) -> bool:
        return self.counter in _MONEY

    def like(self, other: Quantity) -> bool:
        """Whether the two may be added and compared."""
        return self.counter == other.counter or {self.counter, other.counter} <= COUNTED_ALIKE


def quantities(text: str) -> list[Quantity]:
    """Counted quantities of a folded text. Amounts of money come in 万元."""
    return [made for found in _QUANTITY.finditer(text) if (made := _quantity(found)) is not None]


def _quantity(found: re.Match[str]) -> Quantity | None:
    raw, counter = found["number"], found["counter"]
    try:
        number = Decimal(raw) if raw[0].isdigit() else Decimal(chinese_to_int(raw))
    except NumeralProblem:
        return None
    scale = Decimal(_SCALES[found["scale"]])
    low = high = number * scale
    if found["more"] or found["more2"] or found["after"] == "以上" or found["about"] in ("超过", "超", "逾"):
        high = low + _step(low) - 1
    elif found["about"] in ("近", "约", "将近", "不足") or found["after"]:
        low, high = low * Decimal("0.9"), low * Decimal("1.1")
    elif scale > 1:
        decimals = -int(number.as_tuple().exponent) if "." in raw else 0
        half = scale * Decimal(1).scaleb(-decimals) / 2
        low, high = low - half, low + half
    if counter in _MONEY:
        low, high = low * _MONEY[counter], high * _MONEY[counter]
    return Quantity(low, high, counter, found.start(), found.end(), found[0])


def _step(number: Decimal) -> Decimal:
    """The room that "多" and "余" leave: one of the place of the first digit."""
    return Decimal(1).scaleb(len(str(int(number))) - 1) if number >= 10 else Decimal(1)


@dataclass(frozen=True)
class Sentence:
    """Folded text up to a full stop, with the number of its section and what came before it in the paragraph."""

    text: str
    section: int
    title: str
    before: str = ""

    @cached_property
    def quantities(self) -> list[Quantity]:
        return quantities(self.text)

    @property
    def cell(self) -> str:
        return f"section.{self.section}"

    @property
    def excerpt(self) -> str:
        return self.text if len(self.text) <= 60 else self.text[:58] + "……"


def sentences_of(section: Section) -> list[Sentence]:
    made: list[Sentence] = []
    for paragraph in folded(section.text).split("\n"):
        at = 0
        for end in _ends(paragraph):
            words = paragraph[at:end]
            if words.strip("。！？"):
                made.append(Sentence(words, section.no, section.title, paragraph[max(at - 200, 0) : at]))
            at = end
    return made


def _ends(paragraph: str) -> Iterator[int]:
    """Where the sentences of a paragraph end, none longer than LONGEST."""
    at = 0
    for end in (*(hit.end() for hit in _END.finditer(paragraph)), len(paragraph)):
        yield from range(at + LONGEST, end, LONGEST)
        yield end
        at = end
