"""Citizens' ID numbers 公民身份号码: 18 characters with their check digit, 15 digits of the old form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.checksums import is_id, is_id_shape, is_old_id
from gongkai.screening.cues import listed, numbered
from gongkai.screening.runs import WIDEST, Piece, Run, alone, of_lengths
from gongkai.screening.spans import LOOK, MASK, Detector, Span
from gongkai.text.names import uscc_problem

KIND = "resident_id"
SOURCE = "《个人信息保护法》第二十八条；GB 11643—1999"
_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_FORM = re.compile(rf"[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9X]")
_OLD = re.compile(rf"[1-8][0-9]{{7}}{_DAY}[0-9]{{3}}")
_MISREAD = re.compile(r"[0-9OILQ]{17}[0-9XOILQ]")
_READ = str.maketrans("OQIL", "0011")
_CUE = re.compile("身份证|公民身份|身份号|证件号|证件|身分证")
_FIRM = re.compile("信用代码|信用码|税号|识别号|机构代码")
MOST_MISREAD = 4
LENGTH, OLD_LENGTH = frozenset({18}), frozenset({15})


@of_lengths(LENGTH | OLD_LENGTH)
def judge(run: Run) -> Iterator[Span]:
    """Every number that its check digit proves, and what is called an ID number without being a sound one."""
    if len(run.joined) < 15 or run.digits < 12:
        return
    if len(run.joined) >= 18:
        yield from _new(run)
        if run.letters:
            yield from _misread(run)
    for piece in run.pieces(_OLD, OLD_LENGTH):
        if is_old_id(piece.joined) and _laid_out(piece, 15) and not piece.glued:
            cued = _CUE.search(run.cue(piece))
            if cued:
                yield run.span(KIND, piece, 0.9, MASK, SOURCE)
            elif not piece.seps and not _decimal(run, piece) and not numbered(run, piece):
                yield run.span(KIND, piece, 0.5, LOOK, SOURCE)


def _new(run: Run) -> Iterator[Span]:
    for piece in run.pieces(_FORM, LENGTH, widest=WIDEST):
        if not _laid_out(piece, 18) or _decimal(run, piece):
            continue
        if is_id(piece.joined):
            if _FIRM.search(run.cue(piece)) and uscc_problem(piece.joined) is None:
                continue
            yield run.span(KIND, piece, 0.99, MASK, SOURCE)
        elif not piece.glued and is_id_shape(piece.joined) and _CUE.search(run.cue(piece)):
            yield run.span(KIND, piece, 0.6, LOOK, SOURCE)


def _misread(run: Run) -> Iterator[Span]:
    """Numbers in which recognition took 0 for O or 1 for l: believed only where the check digit agrees."""
    for piece in run.pieces(_MISREAD, LENGTH):
        digits = piece.joined.translate(_READ)
        wrong = sum(c in "OQIL" for c in piece.joined)
        if 0 < wrong <= MOST_MISREAD and not piece.glued and _laid_out(piece, 18) and is_id(digits):
            yield run.span(KIND, piece, 0.9, MASK, SOURCE)


def _laid_out(piece: Piece, length: int) -> bool:
    """Few parts, as people and line ends break a number, or one character to a box of a form."""
    return len(piece.seps) <= 5 or len(piece.seps) == length - 1


def _decimal(run: Run, piece: Piece) -> bool:
    return piece.before[-1:] == "." and piece.before[-2:-1].isdigit() and not listed(run, piece)


DETECTOR = Detector(KIND, "身份证号码", SOURCE, alone(judge), order=10, judge=judge)
