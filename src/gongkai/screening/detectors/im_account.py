"""Accounts of QQ and WeChat, known by the word before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_LATIN = re.compile(rb"[QqWwVv](?:[Qq]|[Xx]|[Ee][Cc][Hh][Aa][Tt])")
_LETTERS = re.compile(rb"AA+")  # of Page.classes
_HANZI = ("微信", "薇信", "威信", "V信", "v信")


def look(page: Page) -> Iterator[Span]:
    """From each name of a messenger on."""
    end = 0
    for at in sorted({*_latin(page), *_hanzi(page.text)}):
        if at < end:
            continue
        for form in (_QQ, _WECHAT):
            found = form.match(page.text, at)
            if found:
                end = found.end()
                action = LOOK if form is _QQ and found["group"] else MASK
                yield Span(KIND, found.start("id"), end, found["id"], 0.9, action, SOURCE)


def _latin(page: Page) -> Iterator[int]:
    """Where QQ, WX, VX, wechat begins: letters are few among Chinese, so only they are looked at."""
    raw = page.raw
    for letters in _LETTERS.finditer(page.classes):
        for hit in _LATIN.finditer(raw, *letters.span()):
            yield hit.start()


def _hanzi(text: str) -> Iterator[int]:
    for name in _HANZI:
        # A single character is found several times as fast as two, and most texts lack it.
        at = text.find(name) if name[0] in text else -1
        while at >= 0:
            yield at
            at = text.find(name, at + 1)


def find(text: str) -> Iterator[Span]:
    return look(Page(text))


DETECTOR = Detector(KIND, "QQ、微信号", SOURCE, find, order=35, look=look)
