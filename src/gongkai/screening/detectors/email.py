"""E-mail addresses 电子邮箱. Those of organs stay, others are masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.runs import Page
from gongkai.screening.spans import KEEP, MASK, Detector, Span

KIND = "email"
SOURCE = "《个人信息保护法》第四条"
_AT = re.compile(rb"@")
_BESIDE = re.compile(r"[\w%+\-．]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOCAL = re.compile(
    r"(?<![A-Za-z0-9_%+\-])(?<![A-Za-z0-9_%+\-]\.)(?<!\A\.)[A-Za-z0-9_](?:[A-Za-z0-9_%+\-]|\.(?=[A-Za-z0-9_%+\-])){0,63}\Z"
)
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,18}")
_AFTER_COM = re.compile(r"\.(?:com|net|org|gov|edu)\.(?![A-Za-z]{2}\Z)", re.IGNORECASE)
_ORGAN = re.compile(r"(?:\A|\.)(?:gov|mil)\.cn\Z", re.IGNORECASE)


def look(page: Page) -> Iterator[Span]:
    """From each @ to the left and to the right, so that a text without @ costs nothing."""
    text = page.text
    for hit in _AT.finditer(page.raw) if b"@" in page.raw else ():
        at = hit.start()
        if not (at and _BESIDE.match(text, at - 1) and _BESIDE.match(text, at + 1)):
            continue
        left, right = text[max(0, at - 66) : at].translate(_WIDE), text[at + 1 : at + 200].translate(_WIDE)
        local, domain = _LOCAL.search(left), _DOMAIN.match(right)
        if not local or not domain:
            continue
        name = domain[0]
        beyond = _AFTER_COM.search(name)  # qq.com.The next sentence
        if beyond:
            name = name[: beyond.end() - 1]
        start, end = at - len(local[0]), at + 1 + len(name)
        action = KEEP if _ORGAN.search(name) else MASK
        yield Span(KIND, start, end, text[start:end], 0.97, action, SOURCE)


def find(text: str) -> Iterator[Span]:
    return look(Page(text))


DETECTOR = Detector(KIND, "电子邮箱", SOURCE, find, order=17, look=look)
