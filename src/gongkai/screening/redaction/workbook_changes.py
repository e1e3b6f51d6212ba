"""Removals sorted by the cell that they touch, for both kinds of workbooks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.files.extraction.shapes import Extract, Hidden, Removal

NOTHING_SHOWN = "工作簿里没有显示的工作表，没有可以公开的内容。"
_SMALLEST = 2  # characters of a term that is looked for in looks and heads


class RedactionFailed(Exception):
    """The workbook cannot be redacted; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """`cells` changed, and what hid in the source and didn't go along."""

    cells: int
    stripped: tuple[Hidden, ...]


class Changes:
    """Removals by the block that they touch."""

    def __init__(self, extract: Extract, removals: Sequence[Removal]) -> None:
        self._by_block: dict[int, list[tuple[int, int, str]]] = {}
        self.terms: set[str] = set()
        self.touched: set[int] = set()
        for one in sorted(removals, key=lambda r: r.start):
            term = extract.text[one.start : one.end].strip()
            if len(term) >= _SMALLEST and term != one.replacement:
                self.terms.add(term)
            self._split(extract, one)

    def _split(self, extract: Extract, one: Removal) -> None:
        """A removal over several cells: the first gets the replacement."""
        replacement = one.replacement
        at = max(bisect_right(extract.starts, one.start) - 1, 0)
        while at < len(extract.blocks) and extract.starts[at] < one.end:
            start, length = extract.starts[at], len(extract.blocks[at].text)
            first, last = max(one.start - start, 0), min(one.end - start, length)
            if first < last:
                self._by_block.setdefault(at, []).append((first, last, replacement))
                replacement = ""
            at += 1

    def new_text(self, block: int, text: str) -> str | None:
        """None where nothing changes."""
        pieces = self._by_block.get(block)
        if not pieces:
            return None
        self.touched.add(block)
        made, at = [], 0
        for first, last, replacement in pieces:
            made += [text[at:first], replacement] if first >= at else []
            at = max(at, last)
        return "".join([*made, text[at:]])

    @property
    def cells(self) -> int:
        return len(self.touched)

    def is_clean(self, text: str) -> bool:
        return not any(term in text for term in self.terms)


def is_gone(column: int, gone: list[int]) -> bool:
    at = bisect_left(gone, column)
    return at < len(gone) and gone[at] == column
