"""Unified social credit codes 统一社会信用代码: public, recognised so that nobody takes them for ID numbers or cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.checksums import is_region
from gongkai.screening.runs import Run, alone
from gongkai.screening.spans import KEEP, Detector, Span
from gongkai.text.names import uscc_problem

KIND = "credit_code"
SOURCE = "GB 32100—2015；法人信息依法公开"
_C = "[0-9A-HJ-NPQRTUWXYOI]"
_FORM = re.compile(
    rf"(?:1[1239]|2[19]|3[1-9]|4[19]|5[1239]|6[129]|7[129]|8[19]|9[123]|A[19]|N[1239]|Y1){_C}{{16}}"
)
_READ = str.maketrans("OI", "01")  # the code uses neither letter, so they are misread digits
_CUE = re.compile("信用|代码|税号|识别号|机构")


def judge(run: Run) -> Iterator[Span]:
    if len(run.joined) < 18:
        return
    for piece in run.pieces(_FORM):
        if piece.glued or len(piece.seps) > 5:
            continue
        code = piece.joined.translate(_READ)
        if not code[2:8].isdigit() or not is_region(
            code[2:8] if code[2] != "1" or code[3:5] != "00" else "110100"
        ):
            continue
        if (
            uscc_problem(code) is None
            and len(set(code)) > 2
            and (not piece.seps or _CUE.search(run.cue(piece, 16)))
        ):
            yield run.span(KIND, piece, 0.97, KEEP, SOURCE)


DETECTOR = Detector(
    KIND, "统一社会信用代码", SOURCE, alone(judge), action=KEEP, order=12, reports=False, judge=judge
)
