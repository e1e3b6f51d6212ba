"""Victims, informants and witnesses: their names beside the cue. Their identity is kept secret by law."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.columns import cells_under
from gongkai.screening.lexicon import listed
from gongkai.screening.names import is_name, name_after
from gongkai.screening.spans import MASK, Detector, Span
from gongkai.text.words import Words

KIND = "victim"
SOURCE = "《刑事诉讼法》第六十四条、《行政处罚法》第五十条、《监察法》第六十五条"

CUES = listed(
    "受害人 被害人 受害者 被害者 受害学生 被害女性 受害女性 被性侵人 被侵害人 被拐卖人 被拐妇女 举报人 检举人 "
    "控告人 报案人 报警人 线人 证人 目击证人 举报者 投诉举报人 检举者 实名举报人"
)
_CUES = Words(CUES | {"证人民", "举报人民", "保证人", "公证人", "见证人"})
_PARTING = re.compile(r"[ \t\u3000]*(?:[(（][^()（）\n]{1,12}[)）])?[ \t\u3000]*(?:姓名)?[：:]?[ \t\u3000]*")
_MORE = re.compile("[、，,和及]")
_COLUMNS = frozenset(
    {*CUES, "举报人姓名", "受害人姓名", "被害人姓名", "证人姓名", "报案人姓名", "控告人姓名"}
)


def find(text: str) -> Iterator[Span]:
    for cue, _, end in _CUES.places(text):
        if cue not in CUES:
            continue
        hit = _PARTING.match(text, end)
        at = hit.end() if hit else end
        stop = name_after(text, at, sure=at > end)
        while stop:
            yield _span(text, at, stop)
            more = _MORE.match(text, stop)
            at = more.end() if more else stop
            stop = name_after(text, at) if more else 0
    for _, start, end in cells_under(text, _COLUMNS):
        if is_name(text[start:end], column=True):
            yield _span(text, start, end)


def _span(text: str, start: int, end: int) -> Span:
    return Span(KIND, start, end, text[start:end], 0.95, MASK, SOURCE)


DETECTOR = Detector(KIND, "受害人、举报人、证人", SOURCE, find, order=54)
