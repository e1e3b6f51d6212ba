"""A finished report as one text: what stands where, with and without blanks, so that a label broken over lines is found."""

from __future__ import annotations

import re
from functools import cached_property

from gongkai.text.tables import WIDE_TO_HALF

_FOLD = {**WIDE_TO_HALF, ord("("): "（", ord(")"): "）", ord("﹙"): "（", ord("﹚"): "）", ord(","): "，", ord(":"): "：", ord(";"): "；",
         ord("．"): ".", ord("\u3000"): " ", ord("\xa0"): " ", ord("“"): "“", ord("\""): "“", ord("”"): "“", ord("＂"): "“",
         ord("—"): "—"}  # fmt: skip


class Page:
    """`text` as it was read. `bare` is without blanks, width folded, quotation marks alike; `where[i]` is the place in
    `text` of `bare[i]`."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _pairs(self) -> list[tuple[str, int]]:
        folded = [(sign.translate(_FOLD), at) for at, sign in enumerate(self.text)]
        return [(sign, at) for sign, at in folded if sign and not sign.isspace()]

    @cached_property
    def bare(self) -> str:
        return "".join(sign[0] for sign, _ in self._pairs)

    @cached_property
    def where(self) -> list[int]:
        return [*(at for _, at in self._pairs), len(self.text)]

    def find(
        self, pattern: re.Pattern[str], start: int = 0, end: int | None = None
    ) -> tuple[int, int] | None:
        """First match in `bare` from `start`, as places in `bare`."""
        found = pattern.search(self.bare, start, len(self.bare) if end is None else end)
        return found.span() if found else None

    def between(self, start: int, end: int) -> str:
        """The text as it was read between two places of `bare`."""
        if start >= end:
            return ""
        return self.text[self.where[start - 1] + 1 if start else 0 : self.where[end]]


def bare(text: str) -> str:
    return Page(text).bare
