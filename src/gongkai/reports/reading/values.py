"""Cells from the piece of text behind a row's label: as cells where they are apart, as runs of digits where not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from gongkai.reports.facts import Number

_NUMBER = re.compile(r"[+\-－−]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:[,，]\d{3})+(?!\d)")
_BRACKETS = re.compile(r"[（(][^（）()]*[\u4e00-\u9fff][^（）()]*[）)]")
_UNITS = re.compile(r"^(?:件|条|次|个|项|篇|人次|人|万元|元|份)$")
_NONE = ("/", "／", "—", "——", "-", "－", "–", "无", "不适用", "\\")
_DOUBT = re.compile(r"[约近余多超?？]")
_HANZI = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Values:
    """`cells` where all could be read apart; `run` where digits stand together; both empty: nothing is there.

    `blank`: the row is there and holds nothing. `odd`: something is there that can't be told. `empty`: which of the
    cells hold nothing, where others do (不适用 is something).
    """

    cells: tuple[Number, ...] = ()
    empty: frozenset[int] = frozenset()
    run: str = ""
    blank: bool = False
    odd: bool = False


def values_in(piece: str, cells: int) -> Values:
    """`piece` begins behind the label and ends before the next; `cells` is how many there should be."""
    piece = _folded(piece)
    if "\t" in piece:
        found = _from_row(piece, cells)
        if found is not None:
            return found
    piece = _BRACKETS.sub(" ", piece)
    if _DOUBT.search(piece) and _NUMBER.search(piece):
        return Values(odd=True)
    words = [word for word in re.split(r"[^\d.+\-－−/／—–\\]+", piece) if _is_value(word)]
    if not words:
        return Values(blank=True)
    if len(words) == cells:
        numbers = [cell_value(word) for word in words]
        if all(ok for ok, _ in numbers):
            return Values(tuple(value for _, value in numbers))
    if len(words) == 1 and words[0].isdigit():
        return Values(run=words[0])
    return Values(odd=True)


def _folded(piece: str) -> str:
    piece = piece.translate({ord(c): str(i) for i, c in enumerate("０１２３４５６７８９")} | {ord("．"): "."})
    return _GROUPED.sub(lambda hit: re.sub("[,，]", "", hit[0]), piece)


def _is_value(word: str) -> bool:
    return bool(_NUMBER.search(word)) or word in _NONE


def cell_value(word: str) -> tuple[bool, Number]:
    """Whether a cell's words can be read, and the value: a number, or None for blank and 不适用."""
    word = _UNITS.sub(
        "", re.sub(r"(?<=\d)(?:件|条|次|个|项|篇|人次|人|万元|份)$", "", word.strip().replace(" ", ""))
    )
    if not word or word in _NONE:
        return True, None
    if not _NUMBER.fullmatch(word):
        return False, None
    number = Decimal(word.replace("－", "-").replace("−", "-"))
    return True, number if "." in word else int(number)


def _from_row(piece: str, cells: int) -> Values | None:
    """A row of a real table: cells apart by tabs, blank ones kept. None where that doesn't come out."""
    line = piece.split("\n", 1)[0]
    words = [word.strip() for word in line.split("\t")]
    # What is left of the label, or the label's own end, stands first.
    words = words[1:]
    while words and _HANZI.search(words[0]) and not any(unit in words[0] for unit in ("无", "不适用")):
        words.pop(0)
    if len(words) > cells and sum(bool(word) for word in words) == cells:
        words = [word for word in words if word]
    if len(words) > cells and not any(words[:-cells]):  # a merged label reaches over several columns
        words = words[-cells:]
    if len(words) != cells:
        return None
    read = [cell_value(word) for word in words]
    if not all(ok for ok, _ in read):
        return Values(odd=True)
    empty = frozenset(place for place, word in enumerate(words) if not word)
    return Values(tuple(value for _, value in read), empty) if any(words) else Values(blank=True)
