"""Fixed-line numbers 固定电话. Those of offices stay; others are for a person to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.cues import numbered, part_of_longer
from gongkai.screening.runs import Piece, Run, alone, is_one, of_lengths
from gongkai.screening.spans import KEEP, LOOK, Detector, Span

KIND = "landline"
SOURCE = "《政府信息公开条例》第十五条；办公电话依法公开"
_AREA = re.compile("0(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}")
_HOTLINE = re.compile("[48]00[0-9]{7}")
_HOTLINE_PARTS = {(3, 3, 4), (3, 4, 3), (3, 7)}
_AREA_LENGTHS, _HOTLINE_LENGTH, _LOCAL_LENGTHS = frozenset({10, 11, 12}), frozenset({10}), frozenset({7, 8})
_CLOSING = (")", "）", "]")
_IN_BRACKETS = re.compile(r"[(（\[]0(?:10|2[0-9]|[3-9][0-9]{2})[)）\]][ -]?\Z")
_PHONE = re.compile(r"(?:电话|座机|固话|热线|传真|话机|联系方式|tel|fax|☎)[^0-9]{0,8}\Z", re.IGNORECASE)
_OFFICE = re.compile(
    "咨询|办公|监督|举报|投诉|热线|值班|传真|服务|窗口|单位|机关|政府|[局委处科办院所站]|中心|公司|大队|电话|联系方式|联系人|受理"
)
_PRIVATE = re.compile("住宅|家庭|家中|本人|户主|申请人|家长|监护人|患者|当事人|死者|亲属|被处罚人")


@of_lengths(_AREA_LENGTHS | _HOTLINE_LENGTH | _LOCAL_LENGTHS)
def judge(run: Run) -> Iterator[Span]:
    for piece in run.pieces(_AREA, _AREA_LENGTHS):
        area = 3 if piece.joined[1] in "12" else 4
        if len(piece.joined) - area < 7 or (area == 3 and len(piece.joined) != 11):
            continue
        split = piece.sizes[0] == area
        if (split or _PHONE.search(_left(run, piece))) and _sound(run, piece):
            yield _span(run, piece)
    for piece in run.pieces(_HOTLINE, _HOTLINE_LENGTH):
        cued = _PHONE.search(_left(run, piece))
        if (cued or (set(piece.seps) == {"-"} and piece.sizes in _HOTLINE_PARTS)) and _sound(run, piece):
            yield run.span(KIND, piece, 0.9, KEEP, SOURCE)
    for length in _LOCAL_LENGTHS & run.lengths:
        for at in run.places(length):
            if run.joined[at] not in "01" and run.joined[at : at + length].isdigit():
                yield from _local(run, at, length)


def _local(run: Run, at: int, length: int) -> Iterator[Span]:
    """Seven or eight digits behind an area code in brackets or the word for telephone."""
    start = run.offset(at)
    left = run.page.folded[max(0, start - 16) : start]
    bracketed = _IN_BRACKETS.search(left) if left[-1:] in _CLOSING or left[-2:-1] in _CLOSING else None
    if not bracketed and not _PHONE.search(left):
        return
    piece = run.piece(at, at + length)
    if bracketed:
        piece = piece._replace(start=start - len(bracketed[0]), before="")
    if is_one(piece) and len(piece.seps) <= 1 and _sound(run, piece):
        yield _span(run, piece)


def _left(run: Run, piece: Piece) -> str:
    return run.page.text[max(0, piece.start - 16) : piece.start]


def _sound(run: Run, piece: Piece) -> bool:
    if piece.glued or piece.after[:1] == "*" or any(set(sep) & set("\t\n") for sep in piece.seps):
        return False
    extension = piece.after[:1] == "-" and piece.after[1:2].isdigit()
    if part_of_longer(run, piece) and not (extension and piece.before[-1:] not in (".", "-", "/", "_")):
        return False
    return len(piece.seps) <= 3 and not numbered(run, piece)


def _span(run: Run, piece: Piece) -> Span:
    around = run.page.text[max(0, piece.start - 30) : piece.start] + run.page.heading(piece.start)
    private = _PRIVATE.search(around)
    office = _OFFICE.search(around) and not private
    return run.span(KIND, piece, 0.9 if office else 0.7, KEEP if office else LOOK, SOURCE)


DETECTOR = Detector(KIND, "固定电话", SOURCE, alone(judge), action=LOOK, order=40, judge=judge)
