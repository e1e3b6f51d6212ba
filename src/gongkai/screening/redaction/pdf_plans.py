"""What goes from which page of a PDF: where the letters to be removed stand, and what is drawn in their stead."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.files.extraction import pdf as reading
from gongkai.files.extraction.pdf_letters import Box, Line, around, opened, page_box
from gongkai.files.extraction.pdf_structure import structure_of
from gongkai.files.extraction.shapes import Extract, Removal
from gongkai.files.recognition import boxes_of
from gongkai.screening.redaction.pdf_places import Places

DrawnBox = tuple[int, float, float, float, float]
"""Page from 1; left, top, right, bottom in points from the upper left corner as seen."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A place to be covered, in page space, with what is written in its stead."""

    box: Box
    replacement: str = ""


@dataclass
class Plan:
    """What goes from a page. `erase`: where letters fall out; `covers`: what is drawn over the gap."""

    erase: list[Box] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    stays: Counter[str] = field(default_factory=Counter)

    @property
    def areas(self) -> list[Box]:
        """What pictures lose: a little more, as recognised words seldom stand exactly on their picture."""
        boxes = []
        for left, bottom, right, top in [*self.erase, *(cover.box for cover in self.covers)]:
            slack = min(3.0, 0.12 * (top - bottom))
            boxes.append((left - slack, bottom - slack, right + slack, top + slack))
        return boxes


def plans_of(source: Path, removals: Sequence[Removal]) -> tuple[dict[int, Plan], list[str], str]:
    """Where the characters stand, page by page, which words they make, and all that the pages say."""
    plans: dict[int, Plan] = {}
    pieces: dict[Removal, str] = defaultdict(str)
    asked = _Asked(removals)
    said: list[str] = []
    at = 0
    with opened(source) as document:
        for page in reading.pages(document):
            for line in page.lines:
                for removal in asked.within(at, at + len(line.text)):
                    first, last = max(0, removal.start - at), min(len(line.text), removal.end - at)
                    pieces[removal] += line.text[first:last]
                    replacement = removal.replacement if removal.start >= at else ""
                    _add(plans.setdefault(page.number, Plan()), line, first, last, replacement)
                said.append(line.text)
                at += len(line.text) + len(line.end)
            if page.number in plans:
                _sort_letters(page.lines, plans[page.number])
    with structure_of(source) as pdf:
        for box, block in reading.field_blocks(pdf):
            for removal in asked.within(at, at + len(block.text)):
                pieces[removal] += block.text[max(0, removal.start - at) : removal.end - at]
                if box and block.page:
                    plan = plans.setdefault(block.page, Plan())
                    plan.erase.append(box)
                    plan.covers.append(Cover(box, removal.replacement))
            at += len(block.text) + 1
    return plans, [term for term in pieces.values() if term.strip()], "".join(said)


def plans_of_boxes(source: Path, boxes: Iterable[DrawnBox]) -> tuple[dict[int, Plan], list[str]]:
    """Plans of the pages that there are, and the words that fall into the boxes."""
    by_page: dict[int, list[DrawnBox]] = defaultdict(list)
    for box in boxes:
        by_page[box[0]].append(box)
    plans: dict[int, Plan] = {}
    words: list[str] = []
    with opened(source) as document:
        for page in reading.pages(document):
            if page.number not in by_page:
                continue
            plan = plans[page.number] = Plan()
            for _, left, top, right, bottom in by_page[page.number]:
                seen = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
                area = page_box(seen, page.bounds, page.rotation)
                plan.erase.append(area)
                plan.covers.append(Cover(area))
            words += _sort_letters(page.lines, plan)
    return plans, words


def told_apart(
    recognised: Extract, layer: Extract, removals: Sequence[Removal]
) -> tuple[list[Removal], list[tuple[int, Box, str]]]:
    """What the file itself has as letters, in the places of its text; the rest as page, box as seen, replacement."""
    known = {(b.page, b.box, b.text): start for b, start in zip(layer.blocks, layer.starts, strict=True)}
    exact: list[Removal] = []
    drawn: list[tuple[int, Box, str]] = []
    asked = _Asked(removals)
    for start, block in zip(recognised.starts, recognised.blocks, strict=True):
        for removal in asked.within(start, start + len(block.text)):
            first, last = max(removal.start, start), min(removal.end, start + len(block.text))
            replacement = removal.replacement if removal.start >= start else ""
            stands = known.get((block.page, block.box, block.text))
            if stands is not None:
                exact.append(Removal(stands + first - start, stands + last - start, replacement))
            else:
                drawn += [
                    (page, box, replacement) for page, box in boxes_of(recognised, [Removal(first, last)])
                ]
    return exact, drawn


def layer_of(source: Path) -> Extract:
    """The blocks of `read`, without the look for hidden things."""
    with opened(source) as document:
        blocks = [block for page in reading.pages(document) for block in reading.page_blocks(page)]
    with structure_of(source) as pdf:
        blocks += [block for _, block in reading.field_blocks(pdf)]
    return Extract(tuple(blocks))


def add_drawn(source: Path, plans: dict[int, Plan], drawn: list[tuple[int, Box, str]]) -> None:
    with opened(source) as document:
        for page in reading.pages(document):
            mine = [(box, replacement) for number, box, replacement in drawn if number == page.number]
            if not mine:
                continue
            plan = plans.setdefault(page.number, Plan())
            for seen, replacement in mine:
                box = page_box(seen, page.bounds, page.rotation)
                plan.erase.append(box)
                plan.covers.append(Cover(box, replacement))
            plan.stays.clear()
            _sort_letters(page.lines, plan)


class _Asked:
    """Removals, asked for those that reach into a piece of the text."""

    def __init__(self, removals: Iterable[Removal]) -> None:
        self._all = sorted(removals, key=lambda one: one.start)
        self._starts = [one.start for one in self._all]
        self._longest = max((one.end - one.start for one in self._all), default=0)

    def within(self, start: int, end: int) -> list[Removal]:
        first, last = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)
        return [one for one in self._all[first:last] if one.end > start]


def _add(plan: Plan, line: Line, first: int, last: int, replacement: str) -> None:
    whole = line.box
    boxes = []
    for box in line.boxes[first:last]:
        if box is None or whole is None:
            continue
        left, bottom, right, top = box
        if top - bottom < 1:
            bottom, top = whole[1], whole[3]
        if right - left < 0.5:
            right = left + 0.5 * (top - bottom)
        boxes.append((left, bottom, right, top))
        slack = 0.12 * (top - bottom)
        plan.erase.append((left, bottom + slack, right, top - slack))
    for run in _runs(boxes):
        union = around(run)
        if union:
            plan.covers.append(Cover(union, replacement))
            replacement = ""


def _runs(boxes: list[Box]) -> list[list[Box]]:
    """Boxes that stand side by side; a gap as wide as three letters parts them."""
    runs: list[list[Box]] = []
    for box in boxes:
        if (
            runs
            and abs(box[0] - runs[-1][-1][2]) < 3 * (box[3] - box[1])
            and abs(box[1] - runs[-1][-1][1]) < 3
        ):
            runs[-1].append(box)
        else:
            runs.append([box])
    return runs


def _sort_letters(lines: list[Line], plan: Plan) -> list[str]:
    """Counts what stays and gives the words that fall into the boxes."""
    words = []
    places = Places(plan.erase)
    for line in lines:
        word = ""
        for letter, box in zip(line.text, line.boxes, strict=True):
            if box is None:
                continue
            if places.inside(box):
                word += letter
                continue
            if places.grazed(box):
                continue
            plan.stays[letter] += 1
            words.append(word)
            word = ""
        words.append(word)
    return [word for word in words if len(word.strip()) > 1]
