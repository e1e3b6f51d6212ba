"""Accounts of QQ and WeChat, known by the word before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_FIRST = re.compile("[QqＱｑ微薇威WwVv]")
_OF_QQ = frozenset("QqＱｑ")


def find(text: str) -> Iterator[Span]:
    """One search for the first characters of all names, then the expression that begins so."""
    end = 0
    for first in _FIRST.finditer(text):
        at = first.start()
        if at < end:
            continue
        form = _QQ if first[0] in _OF_QQ else _WECHAT
        found = form.match(text, at)
        if found:
            end = found.end()
            action = LOOK if form is _QQ and found["group"] else MASK
            yield Span(KIND, found.start("id"), end, found["id"], 0.9, action, SOURCE)


DETECTOR = Detector(KIND, "QQ、微信号", SOURCE, find, order=35)
