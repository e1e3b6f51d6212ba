"""Unified social credit codes 统一社会信用代码: public, recognised so that nobody takes them for ID numbers or cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.checksums import is_region
from gongkai.screening.runs import Piece, Run, alone, of_lengths
from gongkai.screening.spans import KEEP, Detector, Span
from gongkai.text.names import org_code_problem, uscc_problem

KIND = "credit_code"
SOURCE = "GB 32100—2015；法人信息依法公开"
LENGTH = frozenset({18})
_FORM = re.compile("[0-9A-Z]{2}[1-9IL][0-9OIL]{5}[0-9A-Z]{10}")  # the code of no place begins with a nought
_HEAD = re.compile("1[1239]|2[19]|3[1-9]|4[19]|5[1239]|6[129]|7[129]|8[19]|9[123]|A[19]|N[1239]|Y1")
# The code uses neither O nor I, so they are misread digits; nor small letters, so an l among capitals is one too.
_READ = str.maketrans("OI", "01")
_READ_SMALL = str.maketrans("OoIil", "00111")
_CUE = re.compile("信用|代码|税号|识别号|机构")


@of_lengths(LENGTH)
def judge(run: Run) -> Iterator[Span]:
    """Beside its name by its check character; elsewhere the organisation's code inside has to be sound as well."""
    if len(run.joined) < 18:
        return
    for piece in run.pieces(_FORM, LENGTH):
        if piece.glued or len(piece.seps) > 5:
            continue
        code = _code(run, piece)
        if code and (
            _CUE.search(run.cue(piece)) or (not piece.seps and org_code_problem(code[8:17]) is None)
        ):
            yield run.span(KIND, piece, 0.97, KEEP, SOURCE)


def _code(run: Run, piece: Piece) -> str:
    """The code as it must have been meant; empty where it is none."""
    read = [piece.joined.translate(_READ)]
    if run.letters:
        written = "".join(c for c in run.page.folded[piece.start : piece.end] if c.isalnum())
        read.append(written.translate(_READ_SMALL).upper())
    return next((code for code in read if _is_sound(code)), "")


def _is_sound(code: str) -> bool:
    if not _HEAD.match(code) or not code[2:8].isdigit() or len(set(code)) < 3:
        return False
    national = code[2:4] == "10" and code[4:8] == "0000"  # registered with an organ of the state itself
    return (national or is_region(code[2:8])) and uscc_problem(code) is None


DETECTOR = Detector(
    KIND, "统一社会信用代码", SOURCE, alone(judge), action=KEEP, order=12, reports=False, judge=judge
)
