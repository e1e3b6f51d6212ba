"""Mobile numbers 手机号码: eleven digits of an assigned series, also with +86 and separators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.cues import in_link, numbered, part_of_longer
from gongkai.screening.runs import Piece, Run, alone, of_lengths
from gongkai.screening.spans import MASK, Detector, Span

KIND = "mobile"
SOURCE = "《个人信息保护法》第四条；《政府信息公开条例》第十五条"
LENGTHS = frozenset(range(11, 16))
_FORM = re.compile(r"(0{0,2}86|0)?(1[3-9][0-9]{9})")
_ASSIGNED = re.compile("1(?:3[0-9]|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8[0-9]|9[0-35-9])")
_ANOTHER = re.compile("1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(?<![0-9])0[0-9]{2,3}-[0-9]{7,8}-\Z")
_EXTENSION = re.compile(r"-[0-9]{1,2}(?![0-9])")
_CUE = re.compile("手机|电话|联系|号码|致电|拨打|来电|热线|传真|微信|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile|☎|📱")
_WORDS = re.compile("TEL|PHONE|MOBILE|MOB|CELL|T|P|M|WX|VX|QQ|SJ", re.IGNORECASE)
_PATTERNS = {(3, 4, 4), (3, 8), (4, 3, 4), (4, 4, 3), (3, 3, 5), (7, 4), (5, 6), (1,) * 11}
_PLAIN = {(3, 4, 4), (3, 8)}


@of_lengths(LENGTHS)
def judge(run: Run) -> Iterator[Span]:
    if run.digits < 11:
        return
    for piece in run.pieces(_FORM, LENGTHS):
        hit = _FORM.match(piece.joined)
        cued = bool(_CUE.search(run.cue(piece)))
        if hit and _reads_as_mobile(run, piece, hit[1] or "", hit[2], cued):
            if piece.before.endswith("+"):
                piece = piece._replace(start=piece.start - 1)
            yield run.span(KIND, piece, 0.98 if cued else 0.9, MASK, SOURCE)


def _reads_as_mobile(run: Run, piece: Piece, prefix: str, number: str, cued: bool) -> bool:
    if piece.glued and not _WORDS.fullmatch(piece.glued):
        return False
    if not cued and (not _ASSIGNED.match(number) or (prefix and not _shows_prefix(piece, prefix))):
        return False
    if piece.seps and not _laid_out(piece, prefix, cued):
        return False
    if part_of_longer(run, piece) and not (
        _after_country(piece) or _beside_another(run, piece) or (cued and _EXTENSION.match(piece.after))
    ):
        return False
    return not (numbered(run, piece) or in_link(run, piece))


def _shows_prefix(piece: Piece, prefix: str) -> bool:
    """+86, 0086, 86; a bare 0 before eleven digits may be any number of twelve."""
    return prefix in ("86", "0086") or piece.before.endswith(("+", "(", "（"))


def _after_country(piece: Piece) -> bool:
    return piece.before.endswith(("86-", "86 -")) and piece.after[:1] != "-"


def _beside_another(run: Run, piece: Piece) -> bool:
    """13800000000-13900000000, 0871-65123456-13800000000: two numbers with a hyphen between them."""
    folded = run.page.folded
    return bool(
        _ANOTHER.fullmatch(folded[max(0, piece.start - 12) : max(0, piece.start - 1)])
        or _ANOTHER.fullmatch(folded[piece.end + 1 : piece.end + 12])
        or _LANDLINE.search(folded, max(0, piece.start - 14), piece.start)
    )


def _laid_out(piece: Piece, prefix: str, cued: bool) -> bool:
    sizes, seps = piece.sizes, piece.seps
    if prefix and sizes[0] == len(prefix):
        sizes, seps = sizes[1:], seps[1:]
    elif prefix:
        sizes = (sizes[0] - len(prefix), *sizes[1:])
    if any("\n" in sep for sep in seps):
        return cued and (len(seps) == 1 or sizes in _PLAIN) and not any("\t" in sep for sep in seps)
    if any("\t" in sep for sep in piece.seps):
        return len(sizes) == 11 and cued
    if not seps:
        return True
    if len(set(seps)) > 1 or sizes not in _PATTERNS:
        return False
    if cued:
        return True
    beside = (piece.before[-1:] == " " and piece.before[-2:-1].isdigit()) or (
        piece.after[:1] == " " and piece.after[1:2].isdigit()
    )
    return sizes in _PLAIN and not (seps[0] == " " and beside)


DETECTOR = Detector(KIND, "手机号码", SOURCE, alone(judge), order=30, judge=judge)
