"""Cells under a heading: tables whose cells are parted by tabs, or by blanks where a line has no tab."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gongkai.screening.lexicon import Everywhere

_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\t]*")
_WORD = re.compile(r"\S+")
_BRACKETS = re.compile(r"[(（].*|[*＊：:\s]")
_HEADING = 12
"""Longest heading, in characters."""
_BLANK_COLUMNS = 3


def cells_under(text: str, headings: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Heading, start and end of every cell that stands under one of `headings`, until the table ends.

    A table is lines that follow one another and have tabs, or three words and more parted by blanks.
    """
    if _standing_in(text, headings).isdisjoint(headings):
        return
    wanted: dict[int, str] = {}
    tabbed, last = False, -1
    for line in _LINE.finditer(text):
        has_tab = "\t" in line[0]
        if last >= 0 and (line.start() > last + 2 or (has_tab != tabbed)):
            wanted = {}
        last = line.end()
        if not has_tab and not wanted and len(line[0].split(None, _BLANK_COLUMNS - 1)) < _BLANK_COLUMNS:
            continue  # prose
        cells = _cells(text, line.start(), line.end(), has_tab)
        heads = _heads(text, cells, headings)
        if heads:
            wanted, tabbed = heads, has_tab
            continue
        for index, heading in wanted.items():
            if index < len(cells):
                yield heading, *_trimmed(text, *cells[index])


@dataclass(frozen=True)
class _Asked:
    """Every heading asked for so far, and which of them stand in the text that was asked about last."""

    words: Everywhere
    text: str = ""
    there: frozenset[str] = frozenset()


_last = _Asked(Everywhere(()))


def _standing_in(text: str, headings: Collection[str]) -> frozenset[str]:
    """Which headings stand anywhere in the text: looked for all at once, since several detectors ask in turn."""
    global _last  # a whole answer is put in place of another, so threads may ask at once
    asked = _last
    if not asked.words.all.issuperset(headings):
        asked = _Asked(Everywhere(asked.words.all | frozenset(headings)))
    elif asked.text is text:
        return asked.there
    _last = asked = _Asked(asked.words, text, asked.words.standing_in(text))
    return asked.there


def _cells(text: str, start: int, end: int, has_tab: bool) -> list[tuple[int, int]]:
    if not has_tab:
        return [hit.span() for hit in _WORD.finditer(text, start, end)]
    found, at = [], start
    while at <= end:
        stop = text.find("\t", at, end)
        stop = end if stop < 0 else stop
        found.append((at, stop))
        at = stop + 1
    return found


def _heads(text: str, cells: list[tuple[int, int]], headings: Collection[str]) -> dict[int, str]:
    """Which cells of a row are headings; a form's label beside its value (姓名 | 张三) is no heading of a column."""
    if len(cells) > 400:
        return {}
    found = {}
    for index, (start, end) in enumerate(cells):
        if end - start <= _HEADING + 8:
            plain = _BRACKETS.sub("", text[start:end])
            if plain in headings:
                found[index] = plain
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
