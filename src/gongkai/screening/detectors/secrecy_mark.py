"""Marks that a paper was not made for the public: 秘密★10年, 内部资料, 注意保存, 此件不公开, a list of internal telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.lexicon import matches_at, places_of
from gongkai.screening.spans import LOOK, Detector, Span
from gongkai.text.rows import CELL_LINE_END

KIND = "secrecy_mark"
SOURCE = "《保守国家秘密法》第十四条、《政府信息公开条例》第十四条、第十六条"

_LEVEL = re.compile(
    r"(?:绝[ \u3000]{0,2}密|机[ \u3000]{0,2}密|秘[ \u3000]{0,2}密)[ \u3000]?[★☆*＊][ \u3000]?(?:长期|启用前|"
    r"[0-9０-９一二三四五六七八九十]{1,3}[ \u3000]?(?:年|个月|月|日|天)|(?=[\s，。]|\Z))"
)
_LINE = re.compile(
    r"^[ \t\u3000【\[（(]{0,6}(?:绝密|机密|秘密|内部资料|内部文件|内部使用|工作秘密|内部)[ \t\u3000】\]）)]{0,6}$",
    re.MULTILINE,
)
_FIELD = re.compile(r"(?:密级|保密级别|秘密等级)[ \u3000]?[：:][ \u3000]?(?P<mark>绝密|机密|秘密|内部)")
_NOTICE = re.compile(
    r"(?:内部(?:资料|文件|材料|刊物|信息|电话(?:号码)?[表簿]|通讯录|传阅|掌握|使用|"
    r"参考)[，,、。 ]{0,2}(?:注意保[存密管]|请勿外传|不得外传|严禁外传|妥善保管|不得公开|禁止翻印)?"
    r"|(?:此件|本件|该件|本文件|此文)(?:不公开|不予公开|不宜公开|依申请公开|仅供内部|限内部|不得公开)(?:发布)?|"
    r"(?:公开属性|公开方式|公开类别|信息公开选项)[：:][ \u3000]?(?:不予公开|不公开|依申请公开)"
    r"|(?:注意|妥善)保[存密](?=[。）)】\s]|\Z)|(?:请勿|不得|严禁|切勿)外传|仅供(?:内部|领导)(?:参[考阅]|使用|掌握)|"
    r"(?:不得|严禁)(?:公开|对外)(?:发布|引用|传播|报道)(?=[。）)】\s]|\Z)"
    r"|发至[县团省地]师?级)"
)
_MARGIN = 6
_WORDS = ("绝密", "机密", "秘密", "内部", "工作秘密")
_FIELDS = ("密级", "保密级别", "秘密等级")
# With what _NOTICE can begin: the search for these is many times faster than the expression at each place.
_BEGINNINGS = (
    "内部", "此件", "本件", "该件", "本文件", "此文", "公开属性", "公开方式", "公开类别", "信息公开选项", "注意保",
    "妥善保", "请勿", "不得", "严禁", "切勿", "仅供", "发至",
)  # fmt: skip
_TALKED = re.compile("的|工作|管理|建设|制度|规定|保护|属于|涉及|或者|不得将|等|《|以及|印发|编印|“")
_STANDS = re.compile(rf"(?:^|[\n{CELL_LINE_END}\t（(【\[])[ \t\u3000]*\Z")


def find(text: str) -> Iterator[Span]:
    if any(star in text for star in "★☆*＊"):
        for hit in _LEVEL.finditer(text):
            yield _span(text, *hit.span(), 0.99)
    for hit in matches_at(_LINE, text, _line_starts(text)):
        yield _span(text, *_trimmed(hit), 0.9)
    if any(word in text for word in _FIELDS):
        for hit in _FIELD.finditer(text):
            yield _span(text, *hit.span(), 0.95)
    begins = sorted(at for word in _BEGINNINGS for at in places_of(text, word))
    for hit in matches_at(_NOTICE, text, begins):
        if _is_mark(text, hit):
            yield _span(text, *hit.span(), 0.9)


def _line_starts(text: str) -> list[int]:
    """Beginnings of the lines in which a word of _LINE stands so near the margin that the line may be a mark."""
    found = set()
    for word in _WORDS:
        for at in places_of(text, word):
            start = text.rfind("\n", max(0, at - _MARGIN - 1), at) + 1
            if start or at <= _MARGIN:
                found.add(start)
    return sorted(found)


def _is_mark(text: str, hit: re.Match[str]) -> bool:
    """A mark stands by itself at a margin, in brackets or at an end; in a sentence the same words only speak of marks."""
    before, after = text[max(0, hit.start() - 6) : hit.start()], text[hit.end() : hit.end() + 4]
    if hit[0].startswith(("此件", "本件", "该件", "本文件", "此文", "公开", "信息公开")):
        return not before.endswith(("“", "《", "注明", "标注"))
    alone = bool(_STANDS.search(before)) or before[-1:] in ("，", "：", " ", "\u3000", "")
    closed = not after or after[0] in f"\n{CELL_LINE_END}\t）)】]。！ \u3000，"
    return alone and closed and not _TALKED.search(after[:2])


def _trimmed(hit: re.Match[str]) -> tuple[int, int]:
    found = hit[0]
    lead = len(found) - len(found.lstrip(" \t\u3000【[（("))
    tail = len(found) - len(found.rstrip(" \t\u3000】]）)"))
    return hit.start() + lead, hit.end() - tail


def _span(text: str, start: int, end: int, confidence: float) -> Span:
    return Span(KIND, start, end, text[start:end], confidence, LOOK, SOURCE)


DETECTOR = Detector(KIND, "密级和内部标志", SOURCE, find, action=LOOK, order=30)
