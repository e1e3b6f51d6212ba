"""Accounts of QQ and WeChat, known by the word before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import AnyStr

from gongkai.screening.runs import Page
from gongkai.screening.spans import LOOK, MASK, Detector, Span

KIND = "im_account"
SOURCE = "《个人信息保护法》第四条"
_SIGN = r"[ \t\u3000]{0,2}(?:[:：]|是|为|=)?[ \t\u3000]{0,2}"
_QQ = re.compile(
    r"[QqＱｑ][QqＱｑ](?P<group>交流群|工作群|群)?(?:号码|账号|帐号|号)?"
    + _SIGN
    + "(?P<id>[1-9１-９][0-9０-９]{4,11})(?![0-9０-９])"
)
_WECHAT = re.compile(
    r"(?:微信|薇信|威信|[Ww][Ee][Cc][Hh][Aa][Tt]|[WwVv][Xx]|[Vv]信)(?!公众|小程序|支付)"
    rf"(?:(?:号码|账号|帐号|号|ID|id){_SIGN}|[ \t\u3000]{{0,2}}(?:[:：]|是|为)[ \t\u3000]{{0,2}})"
    r"(?P<id>[A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_@\-])"
)
_LATIN = (b"QQ", b"WX", b"VX", b"WECHAT", b"V?")  # in Page.raw, where 信 is a question mark
_HANZI = ("微信", "薇信", "威信")


def look(page: Page) -> Iterator[Span]:
    """From each name of a messenger on."""
    end = 0
    latin = _places(page.raw.upper(), _LATIN) if page.has_letters else ()
    for at in sorted({*latin, *_places(page.text, _HANZI)}):
        if at < end:
            continue
        for form in (_QQ, _WECHAT):
            found = form.match(page.text, at)
            if found:
                end = found.end()
                action = LOOK if form is _QQ and found["group"] else MASK
                yield Span(KIND, found.start("id"), end, found["id"], 0.9, action, SOURCE)


def _places(text: AnyStr, names: Iterable[AnyStr]) -> Iterator[int]:
    """Where one of the names stands."""
    for name in names:
        # A single character is found several times as fast as two, and most texts lack it.
        at = text.find(name) if name[:1] in text else -1
        while at >= 0:
            yield at
            at = text.find(name, at + len(name))


def find(text: str) -> Iterator[Span]:
    return look(Page(text))


DETECTOR = Detector(KIND, "QQ、微信号", SOURCE, find, order=35, look=look)
