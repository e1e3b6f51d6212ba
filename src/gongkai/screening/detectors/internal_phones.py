"""Lists of internal telephones: many short numbers beside names. Staff lists are an internal matter until somebody has looked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.screening.names import is_name
from gongkai.screening.spans import LOOK, Detector, Span

KIND = "internal_phones"
SOURCE = "《政府信息公开条例》第十六条"
LEAST = 6
"""Rows with a name and a short number, one after another, that make a list."""

_LINE = re.compile(r"[^\n]+")
_SHORT = re.compile(
    r"(?<![0-9.\-/－:：〔年月])(?:[2-8][0-9]{2,5}|6[0-9]{5})(?![0-9.\-/－:：%％年月日号元亩人户个件名])"
)
_WORDS = re.compile(r"[^\s|｜、，,：:（）()]+")
_HEAD = re.compile("内部电话|短号|分机|虚拟网|小号|内线|通讯录|电话号码表|电话簿|集团号|办公室号")
_LONG = 400
"""Characters of a line beyond which it is no row of a list."""


def find(text: str) -> Iterator[Span]:
    head = _HEAD.search(text)
    if not head:
        return
    rows: list[tuple[int, int]] = []
    for line in _LINE.finditer(text, head.start()):
        if _is_row(line[0]):
            rows.append(line.span())
            continue
        if len(line[0]) > _LONG or (rows and not _SHORT.search(line[0])):
            yield from _list(text, rows)
            rows = []
    yield from _list(text, rows)


def _is_row(line: str) -> bool:
    return (
        len(line) <= _LONG
        and _SHORT.search(line) is not None
        and any(is_name(word[0]) for word in _WORDS.finditer(line))
    )


def _list(text: str, rows: list[tuple[int, int]]) -> Iterator[Span]:
    """One finding for the whole list, on the numbers of its first row: the list is judged, not each number."""
    if len(rows) < LEAST:
        return
    start, end = rows[0]
    hit = _SHORT.search(text, start, end)
    if hit:
        yield Span(
            KIND, hit.start(), hit.end(), hit[0], 0.8, LOOK, f"{SOURCE}；这里起有{len(rows)}行内部电话"
        )


DETECTOR = Detector(KIND, "内部电话名单", SOURCE, find, action=LOOK, order=70)
