"""Numbers of bank cards and passbooks 银行卡号、账号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.checksums import luhn
from gongkai.screening.cues import in_link, numbered, part_of_longer
from gongkai.screening.runs import Piece, Run, alone, is_one, of_lengths
from gongkai.screening.spans import LOOK, MASK, Detector, Span

KIND = "bank_card"
SOURCE = "《个人信息保护法》第二十八条（金融账户）；ISO/IEC 7812-1"
_ISSUER = re.compile(
    "62[0-9]{14,17}|(?:9558|9559|4367|6013|6010|9400)[0-9]{12,15}|(?:4[0-9]|5[1-5]|35|2[2-7]|60|65)[0-9]{14}"
)
_CUE = re.compile(
    "银行卡|卡号|账号|帐号|账户|帐户|一卡通|存折|借记卡|信用卡|储蓄卡|工资卡|惠农卡|[行社]卡|收款"
)
_WORDS = ("银行", "卡", "账号", "帐号", "账户", "帐户", "存折", "收款")
_NOT_CARD = re.compile("社保|医保|保障|身份|学号|工号|登录|用户|微信|QQ|公众|邮箱|电话|手机|抖音|微博|监控")
LENGTHS = frozenset(range(16, 20))
ACCOUNT = frozenset(range(12, 24))


@of_lengths(ACCOUNT)
def judge(run: Run) -> Iterator[Span]:
    """Sixteen to nineteen digits of an issuer with a sound check digit; what is called an account, to be looked at."""
    if run.digits < 12:
        return
    by_word = run.page.mentions(_WORDS)
    for length in (ACCOUNT if by_word else LENGTHS) & run.lengths:
        for at in run.places(length):
            number = run.joined[at : at + length]
            if number.isdigit():
                yield from _judged(run, at, number, by_word)


def _judged(run: Run, at: int, number: str, by_word: bool) -> Iterator[Span]:
    issuer = _ISSUER.fullmatch(number)
    cued = by_word and _cued(run.words_before(run.offset(at)))
    if not cued and not issuer:
        return
    sound = len(number) in LENGTHS and luhn(number)
    if not cued and not sound:
        return
    piece = run.piece(at, at + len(number))
    if piece.glued or not is_one(piece) or not _laid_out(piece) or part_of_longer(run, piece):
        return
    if issuer and sound and (cued or not (numbered(run, piece) or in_link(run, piece))):
        yield run.span(KIND, piece, 0.97 if cued else 0.9, MASK, SOURCE)
    elif cued and not _crosses(piece):
        yield run.span(KIND, piece, 0.9 if sound else 0.6, MASK if sound else LOOK, SOURCE)


def _cued(words: str) -> bool:
    return _CUE.search(words) is not None and not _NOT_CARD.search(words)


def _laid_out(piece: Piece) -> bool:
    """In one piece, in fours (the last may be shorter), six and the rest, broken by a line end, or in boxes."""
    if not piece.seps or len(piece.sizes) == len(piece.joined):
        return True
    if any("\t" in sep for sep in piece.seps):
        return False
    sizes = _without_line_ends(piece)
    return (
        len(sizes) == 1
        or (all(size == 4 for size in sizes[:-1]) and sizes[-1] <= 4)
        or (sizes[0] == 6 and len(sizes) == 2)
    )


def _without_line_ends(piece: Piece) -> list[int]:
    """The sizes of the groups as they were before a line end cut one of them in two."""
    sizes = [piece.sizes[0]]
    cuts = 0
    for sep, size in zip(piece.seps, piece.sizes[1:], strict=True):
        if "\n" in sep and not cuts and (len(piece.seps) == 1 or sizes[-1] < 4):
            sizes[-1] += size
            cuts += 1
        else:
            sizes.append(size)
    return sizes


def _crosses(piece: Piece) -> bool:
    return any("\n" in sep or "\t" in sep for sep in piece.seps)


DETECTOR = Detector(KIND, "银行卡号", SOURCE, alone(judge), order=20, judge=judge)
