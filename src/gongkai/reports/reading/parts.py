"""The parts of a finished report: where each begins, its title, and which part of the form it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.reports.reading.page import Page

NUMERALS = "一二三四五六七八九"
_TITLES = (
    r"总体情况|(?:政府信息公开)?(?:工作)?(?:基本情况|情况概述|概述|总体情况)",
    r"主动公开(?:政府)?信息(?:的)?情况|主动公开情况",
    r"收到和处理政府信息公开申请(?:的)?情况|依申请公开(?:政府信息)?(?:和不予公开政府信息)?(?:的)?情况|依申请公开政府信息情况",
    r"(?:因)?政府信息公开(?:工作)?(?:被)?(?:申请)?(?:行政)?复议[、，和]?(?:被)?(?:提起)?(?:行政)?诉讼(?:的)?情况|申请行政复议[、和]提起行政诉讼(?:的)?情况|行政复议、行政诉讼情况"
    r"|因政府信息公开(?:申请|工作被申请)行政复议、提起行政诉讼(?:的)?情况",
    r"(?:工作)?(?:中)?存在的?(?:主要)?(?:问题|不足)(?:及|和|与)?(?:改进(?:情况|措施)|下一步工作(?:措施|打算)?)?|主要问题(?:及|和)改进(?:情况|措施)",
    r"其他需要(?:报告|说明)的(?:事项|情况)|其他事项",
    r"(?:政府信息公开的?|依申请)?收费(?:及|和)减免(?:的)?情况|政府信息公开的?收费及减免情况",
    r"政府信息公开情况统计表",
)
"""What the parts are called, in the order of structure.kind_of's numbers."""
_HEAD = re.compile(
    rf"(?P<no>[{NUMERALS}])[、.．](?P<title>{'|'.join(f'(?P<k{n}>{words})' for n, words in enumerate(_TITLES))})"
)
_GENERIC = re.compile(rf"(?m)^[ \u3000]*(?P<no>[{NUMERALS}])、(?P<title>[^。，；：\n\t]{{2,30}})[ \u3000]*$")
_ROWS = re.compile("本年新收|上年结转|本年度办理|结转下")


@dataclass(frozen=True)
class Head:
    """A part's heading. `start`, `end`: its place in `Page.bare`; `kind`: which of the parts it is, -1 unknown."""

    no: int
    title: str
    start: int
    end: int
    kind: int


def heads_in(page: Page) -> list[Head]:
    """Headings of the parts, in the order of the text. One whose words are known counts anywhere, others on a line alone."""
    found = {hit.start(): _head(hit) for hit in _HEAD.finditer(page.bare)}
    back = {place: at for at, place in enumerate(page.where)}
    for hit in _GENERIC.finditer(page.text):
        start = back.get(hit.start("no"))
        if start is not None and start not in found and not _ROWS.search(hit["title"]):
            title = "".join(hit["title"].split())
            found[start] = Head(NUMERALS.index(hit["no"]) + 1, title, start, start + 2 + len(title), -1)
    return _in_order([found[at] for at in sorted(found)])


def _head(hit: re.Match[str]) -> Head:
    kind = next(n for n in range(len(_TITLES)) if hit[f"k{n}"])
    return Head(NUMERALS.index(hit["no"]) + 1, hit["title"], hit.start(), hit.end(), kind)


def _in_order(heads: list[Head]) -> list[Head]:
    """Drop what a text merely mentions: of one known part the heading that stands at a line's start or comes last."""
    kept: list[Head] = []
    for head in heads:
        if kept and head.kind >= 0 and head.kind == kept[-1].kind and head.no == kept[-1].no:
            kept.pop()
        kept.append(head)
    return kept
