"""Travel permits to and from Hong Kong, Macau and Taiwan 通行证, and foreigners' residence cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.runs import Piece, Run, alone, is_one, of_lengths
from gongkai.screening.spans import LOOK, MASK, Detector, Span

KIND = "permit"
SOURCE = "《出境入境管理法》；《个人信息保护法》第二十八条"
LENGTHS = frozenset({8, 9, 10, 11, 15})
_FORM = re.compile(
    "[CWTLHM][0-9]{8}(?:[0-9]{2})?|C[A-HJ-NP-Z][0-9]{7}|[A-Z]{3}[0-9]{12}|[0-9]{8}(?:[0-9]{2}[A-Z]?)?"
)
_LETTERED = re.compile("[CWTLHM][0-9]{8}(?:[0-9]{2})?|C[A-HJ-NP-Z][0-9]{7}")
_CUE = re.compile("通行证|回乡证|台胞证|往来港澳|港澳居民|台湾居民|居留证|居留身份")
_WORDS = ("通行证", "回乡证", "台胞证", "港澳", "台湾居民", "居留", "证件")
_PAPERS = re.compile("证件号|证件类型")


@of_lengths(LENGTHS, words=_WORDS)
def judge(run: Run) -> Iterator[Span]:
    """Only beside its name: the shapes alone (one letter, eight digits) are those of many other numbers."""
    for length in LENGTHS & run.lengths:
        for at in run.places(length):
            if not _FORM.fullmatch(run.joined, at, at + length):
                continue
            cue = run.words_before(run.offset(at))
            named = _CUE.search(cue) is not None
            if named or _PAPERS.search(cue):
                yield from _judged(run, run.piece(at, at + length), named)


def _judged(run: Run, piece: Piece, named: bool) -> Iterator[Span]:
    if (
        piece.glued
        or not is_one(piece)
        or len(piece.seps) > 2
        or any(set(sep) & set("\t\n") for sep in piece.seps)
    ):
        return
    if named:
        yield run.span(KIND, piece, 0.95, MASK, SOURCE)
    elif _LETTERED.fullmatch(piece.joined):
        yield run.span(KIND, piece, 0.7, LOOK, SOURCE)


DETECTOR = Detector(KIND, "港澳台通行证号码", SOURCE, alone(judge), order=24, judge=judge)
