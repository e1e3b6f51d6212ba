"""Lists of counted parts in a text: "4691条。其中，甲4条，占0.09%；乙36条，占0.77%"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from gongkai.reports.checks.passages import Quantity, Sentence, quantities

_SPLIT = re.compile(r"[，；、。]")
_SHARE = re.compile(
    r"占(?:比|全部[^，。；\d]{0,10}|总[^，。；\d]{0,8}|[^，。；\d]{0,6})?(?:达|为|约)?(?P<p>\d+(?:\.\d+)?)%"
)
_TOTAL = re.compile(r"合计|总计|一共|共计[^，。；]{0,6}(?=\d)")
_REST = re.compile(r"其他|其它|其余")
_TAIL = re.compile(r"(?:类信息|类|信息|方面)+$")
_VERBS = re.compile(
    r"^(?:其中[，：]?|主动|公开|发布|发放|推送|报送|办理|受理|制作|编印|印发|更新|开展|全年|年|我[市县区局委厅]|共|共计|累计|先后|各类|向|在|通过|的|了)+"
)


@dataclass(frozen=True)
class Part:
    """`share` as written ("2.55"), empty without one. `label` without verbs and 类/信息."""

    label: str
    quantity: Quantity
    share: str = ""


@dataclass(frozen=True)
class Listing:
    """`whole` is None where the text doesn't say it. `names_rest`: one of the parts is 其他."""

    parts: tuple[Part, ...]
    whole: Quantity | None
    sentence: Sentence
    total_last: bool = False

    @cached_property
    def total(self) -> Decimal:
        return sum((part.quantity.value for part in self.parts), Decimal(0))

    @property
    def names_rest(self) -> bool:
        return any(_REST.match(part.label) for part in self.parts)

    @property
    def exact(self) -> bool:
        return all(part.quantity.exact for part in self.parts) and (self.whole is None or self.whole.exact)


def listings_of(sentence: Sentence) -> list[Listing]:
    """Lists in a sentence: after 其中, before 合计, and runs of counts with shares."""
    made = []
    last = sentence.text.rfind("其中")  # of lists inside lists it can't be told which part belongs where
    if last >= 0 and (found := _after_within(sentence, last)):
        made.append(found)
    if found := _before_total(sentence):
        made.append(found)
    if not made and (found := _shared(sentence)):
        made.append(found)
    return made


def _after_within(sentence: Sentence, at: int) -> Listing | None:
    """The whole is the last count before 其中, if need be in the sentence before."""
    text = sentence.text
    before = quantities(text[:at])
    near = [q for q in before if at - q.end <= 16] or (
        quantities(sentence.before)[-1:] if at <= 2 and sentence.before else []
    )
    if not near:
        return None
    whole = near[-1]
    parts = _parts_of_whole(text[at + 2 :], whole)
    if not parts:
        return None
    return Listing(tuple(parts), whole, sentence)


def _parts_of_whole(text: str, whole: Quantity) -> list[Part]:
    """A list may go on over semicolons, or end at the first: the shorter counts unless the longer comes out even."""
    longer, shorter = parts_in(text, whole), parts_in(text.split("；", 1)[0], whole)
    even = sum((part.quantity.value for part in longer), Decimal(0)) == whole.value
    return longer if even or len(shorter) < 2 else shorter


def parts_in(text: str, like: Quantity | None = None) -> list[Part]:
    """One part a clause; a clause without a count is passed over, one with a total ends the list."""
    parts: list[Part] = []
    for clause in _SPLIT.split(_without_brackets(text)):
        if _TOTAL.search(clause):
            break
        share = _SHARE.search(clause)
        found = [q for q in quantities(clause) if (like is None or q.like(like))]
        if found:
            parts.append(Part(_label(clause[: found[0].start]), found[0], share["p"] if share else ""))
        elif share and parts and not parts[-1].share:
            last = parts.pop()
            parts.append(Part(last.label, last.quantity, share["p"]))
    return parts


def _without_brackets(text: str) -> str:
    return re.sub(r"（[^（）]{0,200}）", "", text)


def _label(words: str) -> str:
    return _TAIL.sub("", _VERBS.sub("", words).strip("：“”‘’《》的共"))


def label_of(words: str) -> str:
    """A part's name without verbs before and 类/信息 behind."""
    return _label(words)


def _before_total(sentence: Sentence) -> Listing | None:
    hit = re.search(r"[，；](?:合计|总计)[^，。；\d]{0,12}(?=\d)", sentence.text)
    if not hit:
        return None
    after = quantities(sentence.text[hit.start() :])
    if not after:
        return None
    whole = after[0]
    parts = parts_in(sentence.text[: hit.start()], whole)
    return Listing(tuple(parts), whole, sentence, total_last=True) if len(parts) > 1 else None


def _shared(sentence: Sentence) -> Listing | None:
    """Counts that each have a share; the whole may stand before them, in this sentence or the one before."""
    parts = [part for part in parts_in(sentence.text) if part.share]
    if len(parts) < 2:
        return None
    largest = max(part.quantity.value for part in parts)
    first = sentence.text.find(parts[0].quantity.shown)
    before = [*quantities(sentence.before[-120:]), *quantities(sentence.text[: max(first, 0)])]
    wholes = [q for q in before if q.like(parts[0].quantity) and q.value >= largest]
    summed = sum((p.quantity.value for p in parts), Decimal(0))
    fitting = [q for q in wholes if q.value == summed]
    last = fitting or wholes
    whole = last[-1] if last else None
    return Listing(tuple(parts), whole, sentence)
