"""Passport numbers 护照号码."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.cues import in_link, numbered, part_of_longer
from gongkai.screening.runs import Run, alone, of_lengths
from gongkai.screening.spans import LOOK, MASK, Detector, Span

KIND = "passport"
SOURCE = "《护照法》第七条；《个人信息保护法》第二十八条"
LENGTHS = frozenset(range(7, 11))
_FORM = re.compile("E[A-HJ-NP-Z][0-9]{7}|[EG][0-9]{8}")
_NAMED = re.compile("[A-Z]{1,2}[0-9]{6,8}|1[45][0-9]{7}|[0-9]{9}")
_CUE = re.compile("护照|passport|证件号", re.IGNORECASE)
_SURE = re.compile("护照|passport", re.IGNORECASE)


@of_lengths(LENGTHS)
def judge(run: Run) -> Iterator[Span]:
    if not run.letters and 9 not in run.lengths:
        return  # nine digits are the only form without a letter
    for piece in run.pieces(_NAMED, LENGTHS):
        if piece.glued or len(piece.seps) > 1 or (piece.seps and set(piece.seps[0]) & set("\t\n.")):
            continue
        cue = run.cue(piece)
        own = _FORM.fullmatch(piece.joined)
        if _SURE.search(cue) or (own and _CUE.search(cue)):
            yield run.span(KIND, piece, 0.95, MASK, SOURCE)
        elif (
            own
            and not piece.seps
            and piece.before[-1:] not in ("-", "/", "_", ".")
            and not part_of_longer(run, piece)
            and not numbered(run, piece)
            and not in_link(run, piece)
        ):
            yield run.span(KIND, piece, 0.5, LOOK, SOURCE)


DETECTOR = Detector(KIND, "护照号码", SOURCE, alone(judge), order=26, judge=judge)
