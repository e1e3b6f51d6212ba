"""What a detector finds: a place in a text with its kind, how sure it is, and what to do with it. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.screening.runs import Page, Run

MASK, REMOVE, LOOK, KEEP = "mask", "remove", "look", "keep"
ACTIONS = {MASK: "遮盖一部分", REMOVE: "整个去掉", LOOK: "人工看一看", KEEP: "保留"}


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of the text screened, in characters. `confidence` 0 to 1; `action` one of ACTIONS;
    `source` the rule that it rests on (law article, standard, word list with its version)."""

    kind: str
    start: int
    end: int
    text: str
    confidence: float
    action: str
    source: str


Find = Callable[[str], Iterable[Span]]
Judge = Callable[["Run"], Iterable[Span]]
Look = Callable[["Page"], Iterable[Span]]


@dataclass(frozen=True)
class Detector:
    """One kind of thing that must not go out unseen. A detector is one file in `detectors/` with a DETECTOR.

    `find` is pure: text in, spans out. `order`: where two spans overlap, the detector with the lower order wins,
    then the longer span. `reports` is False for what is recognised only so that it is not taken for something
    else (credit codes, document numbers). `deep` detectors are slow and run on new or risky text only.
    `judge`: of a detector of numbers, what it makes of one run of digits and letters (runs.py); where it is given,
    the engine calls it on the runs of its one pass and leaves `find` alone, which must find the same.
    `look`: likewise, of a detector that searches the prepared page (runs.Page) instead of the bare text.
    """

    code: str
    label: str
    source: str
    find: Find
    action: str = MASK
    order: int = 50
    reports: bool = True
    deep: bool = False
    judge: Judge | None = None
    look: Look | None = None
