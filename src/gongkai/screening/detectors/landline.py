"""Fixed-line numbers 固定电话. Those of offices stay; others are for a person to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.cues import numbered, part_of_longer
from gongkai.screening.runs import Piece, Run, alone
from gongkai.screening.spans import KEEP, LOOK, Detector, Span

KIND = "landline"
SOURCE = "《政府信息公开条例》第十五条；办公电话依法公开"
_AREA = re.compile("0(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}")
_HOTLINE = re.compile("[48]00[0-9]{7}")
_HOTLINE_PARTS = {(3, 3, 4), (3, 4, 3), (3, 7)}
_LOCAL = re.compile("[2-9][0-9]{6,7}")
_IN_BRACKETS = re.compile(r"[(（\[]0(?:10|2[0-9]|[3-9][0-9]{2})[)）\]][ -]?\Z")
_PHONE = re.compile(r"(?:电话|座机|固话|热线|传真|话机|联系方式|tel|fax|☎)[^0-9]{0,8}\Z", re.IGNORECASE)
_OFFICE = re.compile(
    "咨询|办公|监督|举报|投诉|热线|值班|传真|服务|窗口|单位|机关|政府|[局委处科办院所站]|中心|公司|大队|电话|联系方式|联系人|受理"
)
_PRIVATE = re.compile("住宅|家庭|家中|本人|户主|申请人|家长|监护人|患者|当事人|死者|亲属|被处罚人")


def judge(run: Run) -> Iterator[Span]:
    for piece in run.pieces(_AREA, (10, 11, 12)):
        area = 3 if piece.joined[1] in "12" else 4
        if len(piece.joined) - area < 7 or (area == 3 and len(piece.joined) != 11):
            continue
        split = piece.sizes[0] == area
        if (split or _PHONE.search(_left(run, piece))) and _sound(run, piece):
            yield _span(run, piece)
    for piece in run.pieces(_HOTLINE, (10,)):
        cued = _PHONE.search(_left(run, piece))
        if (cued or (set(piece.seps) == {"-"} and piece.sizes in _HOTLINE_PARTS)) and _sound(run, piece):
            yield run.span(KIND, piece, 0.9, KEEP, SOURCE)
    for piece in run.pieces(_LOCAL, (7, 8)):
        bracketed = _IN_BRACKETS.search(run.page.folded[max(0, piece.start - 8) : piece.start])
        if bracketed:
            start = max(0, piece.start - 8) + bracketed.start()
            whole = Piece(
                piece.joined, start, piece.end, piece.seps, piece.glued, "", piece.after, piece.sizes
            )
            if _sound(run, whole):
                yield _span(run, whole)
        elif len(piece.seps) <= 1 and _PHONE.search(_left(run, piece)) and _sound(run, piece):
            yield _span(run, piece)


def _left(run: Run, piece: Piece) -> str:
    return run.page.text[max(0, piece.start - 16) : piece.start]


def _sound(run: Run, piece: Piece) -> bool:
    if piece.glued or piece.after[:1] == "*" or any(set(sep) & set("\t\n") for sep in piece.seps):
        return False
    extension = piece.after[:1] == "-" and piece.after[1:2].isdigit()
    if part_of_longer(piece) and not (extension and piece.before[-1:] not in (".", "-", "/", "_")):
        return False
    return len(piece.seps) <= 3 and not numbered(run, piece)


def _span(run: Run, piece: Piece) -> Span:
    around = run.page.text[max(0, piece.start - 30) : piece.start] + run.page.heading(piece.start)
    private = _PRIVATE.search(around)
    office = _OFFICE.search(around) and not private
    return run.span(KIND, piece, 0.9 if office else 0.7, KEEP if office else LOOK, SOURCE)


DETECTOR = Detector(KIND, "固定电话", SOURCE, alone(judge), action=LOOK, order=40, judge=judge)
