"""A text under repair: each pass edits it, and the marks made before stay on their places."""

import bisect
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

UNREADABLE = "〔此处原文无法辨认〕"
"""Stands where characters of the source are lost. Nothing is ever put in their place."""


@dataclass(frozen=True)
class Mark:
    """Something that cleaning did or doubts, and where: `start` and `end` are places in the cleaned text.

    Kinds: `pinyin`, `page_number`, `boilerplate`, `recovered` (read by rule from shifted bytes),
    `unreadable` (lost), `spun_synonym` (a doubt; the text is untouched).
    """

    kind: str
    start: int
    end: int
    original: str
    note: str


@dataclass(frozen=True)
class Edit:
    """Replace text[start:end] by `new`; with a kind it leaves a mark, else it is only counted."""

    start: int
    end: int
    new: str
    kind: str = ""
    note: str = ""
    original: str = ""
    """What the mark quotes when it is more than the replaced stretch."""


class Draft:
    """The text, its marks and a count of the silent changes by name."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks: list[Mark] = []
        self.counts: Counter[str] = Counter()

    def apply(self, edits: Iterable[Edit], *, count_as: str = "") -> None:
        """Carry out edits in order of place; one that overlaps the one before is left for the next round."""
        pieces: list[str] = []
        olds: list[int] = []
        shifts: list[tuple[int, int, int, int]] = []  # old start, old end, new start, new end
        fresh: list[Mark] = []
        done = length = 0
        for edit in edits:
            old = self.text[edit.start : edit.end]
            if edit.start < done or (edit.new == old and not edit.kind):
                continue
            pieces += (self.text[done : edit.start], edit.new)
            length += edit.start - done
            if edit.kind:
                fresh.append(Mark(edit.kind, length, length + len(edit.new), edit.original or old, edit.note))
            olds.append(edit.start)
            shifts.append((edit.start, edit.end, length, length + len(edit.new)))
            length += len(edit.new)
            done = edit.end
        if not shifts:
            return
        self.counts[count_as or "marked"] += len(shifts)
        self.text = "".join(pieces) + self.text[done:]
        if self.marks:
            self.marks = [_moved(mark, olds, shifts) for mark in self.marks]
        self.marks += fresh

    def replace_all(
        self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str], name: str
    ) -> None:
        """A silent change everywhere. Cheap while no mark has to be moved."""
        if not self.marks:
            self.text, number = pattern.subn(new, self.text)
            if number:
                self.counts[name] += number
            return
        make = new if callable(new) else (lambda hit: hit.expand(new))
        self.apply(
            (Edit(hit.start(), hit.end(), make(hit)) for hit in pattern.finditer(self.text)), count_as=name
        )


def _moved(mark: Mark, olds: list[int], shifts: list[tuple[int, int, int, int]]) -> Mark:
    start = _new_place(mark.start, olds, shifts, at_end=False)
    if mark.start == mark.end:
        return replace(mark, start=start, end=start)
    end = max(start, _new_place(mark.end, olds, shifts, at_end=True))
    return replace(mark, start=start, end=end)


def _new_place(place: int, olds: list[int], shifts: list[tuple[int, int, int, int]], *, at_end: bool) -> int:
    index = bisect.bisect_left(olds, place) - 1 if at_end else bisect.bisect_right(olds, place) - 1
    if index < 0:
        return place
    _, old_end, new_start, new_end = shifts[index]
    if place >= old_end:
        return new_end + place - old_end
    return new_end if at_end else new_start
