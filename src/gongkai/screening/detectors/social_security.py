"""Numbers of social-security and medical-insurance cards 社会保障号, known by the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.runs import Piece, Run, alone, is_one, of_lengths
from gongkai.screening.spans import MASK, Detector, Span

KIND = "social_security"
SOURCE = "《社会保险法》第八十一条；《个人信息保护法》第二十八条"
LENGTHS = frozenset(range(7, 24))
_WORDS = ("社保", "医保", "社会保", "参保", "医疗保险", "养老保险", "个人编号")
_FORM = re.compile("[A-Z]{0,2}[0-9]{7,20}[A-Z]?")
_CUE = re.compile(
    "(?:社会?保(?:障|险)?(?:保障)?卡?|医保卡?|医疗保险卡?|参保|养老保险|社保个人|医保个人)(?:人员)?(?:个人)?(?:编号|账号|帐号|卡号|号码|号|证号)"
    r"|个人(?:社保|医保)?编号"
)
_SIGN = re.compile("[保个]")
_GAP = re.compile(r"(?:号码|[:：是为()（）]|\s){0,4}\Z")


@of_lengths(LENGTHS, words=_WORDS)
def judge(run: Run) -> Iterator[Span]:
    named = {at for at in run.begins() if _named(run.words_before(run.offset(at)))}
    for length in LENGTHS & run.lengths if named else ():
        for at in named.intersection(run.places(length)):
            if _FORM.fullmatch(run.joined, at, at + length):
                piece = run.piece(at, at + length)
                if _laid_out(piece):
                    yield run.span(KIND, piece, 0.9, MASK, SOURCE)


def _named(words: str) -> bool:
    if not _SIGN.search(words):
        return False
    near, _, heading = words.partition("\n")
    hits = list(_CUE.finditer(near))
    return bool(hits and _GAP.fullmatch(near, hits[-1].end())) or _CUE.search(heading) is not None


def _laid_out(piece: Piece) -> bool:
    return (
        not piece.glued
        and is_one(piece)
        and len(piece.seps) <= 5
        and not any(set(sep) & set("\t\n") for sep in piece.seps)
    )


DETECTOR = Detector(KIND, "社会保障号码", SOURCE, alone(judge), order=18, judge=judge)
