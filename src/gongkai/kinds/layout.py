"""Where the boxes and lines of a kind's flow chart stand. Lengths in px at the usual text size.

Boxes stand in one column, the usual way first. A step to the next box is a straight arrow down; every
other act has a row of its own beside its box, from which a line runs to the trunk of the state that it
leads to. Trunks stand to the right of all boxes and labels, so no line can cross a box or a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

from gongkai.kinds.transitions import State, Transition

STATE_PX, ACT_PX = 16, 14
MARGIN, PAD, STUB = 14, 14, 12
TITLE, HERE, ROW, GAP, DROP_LINE = 38, 22, 26, 18, 20
START = 26  # the dot above the first box and its arrow
LANE, LANES_FROM, LANE_REST = 18, 16, 10
NARROWEST_BOX = 112


@dataclass(frozen=True)
class Box:
    """A state. `port` is the height at which lines come in from the right."""

    code: str
    label: str
    x: int
    y: int
    width: int
    height: int
    final: bool

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def port(self) -> int:
        return self.y + TITLE // 2


@dataclass(frozen=True)
class Branch:
    """An act from a box to the trunk of its target, at height `y`; the label fills `text_x` to `text_end`."""

    act: str
    label: str
    source: str
    target: str
    y: int
    text_x: int
    text_end: int


@dataclass(frozen=True)
class Trunk:
    """The upright line that gathers all branches to one state."""

    target: str
    x: int
    top: int
    bottom: int


@dataclass(frozen=True)
class Drop:
    """The straight arrow to the next box below, with the acts that lead there."""

    source: str
    target: str
    labels: tuple[str, ...]
    x: int
    top: int
    bottom: int


@dataclass(frozen=True)
class Layout:
    width: int
    height: int
    boxes: tuple[Box, ...]
    branches: tuple[Branch, ...]
    trunks: tuple[Trunk, ...]
    drops: tuple[Drop, ...]


def text_width(text: str, px: int) -> int:
    """About how wide a text is: a Chinese character is as wide as it is high, others a little over half."""
    ems = sum(1.0 if east_asian_width(ch) in "WFA" else 0.6 for ch in text)
    return round(ems * px)


def reading_order(*, initial: str, states: Sequence[State], transitions: Sequence[Transition]) -> list[State]:
    """The states as a person would tell them: the usual way from the beginning first, the rest as declared.

    The usual way takes at each state the first act of the table that leads on; side ways that only lead
    back come after it.
    """
    by_code = {state.code: state for state in states}
    way = [initial]
    while True:
        onward = [
            (_leads_on(code, way, by_code, transitions), code) for code in _targets(way[-1], transitions)
        ]
        open_ways = [(rank, code) for rank, code in onward if code not in way and code in by_code]
        if not open_ways:
            break
        way.append(min(open_ways, key=lambda found: found[0])[1])
    rest = sorted((state for state in states if state.code not in way), key=lambda state: state.final)
    return [by_code[code] for code in way if code in by_code] + rest


def _targets(source: str, transitions: Iterable[Transition]) -> list[str]:
    return list(dict.fromkeys(t.target for t in transitions if source in t.sources))


def _leads_on(
    code: str, way: Sequence[str], by_code: dict[str, State], transitions: Sequence[Transition]
) -> int:
    """0: on to a state in between, 1: on to an end, 2: an end itself, 3: only back."""
    if code in by_code and by_code[code].final:
        return 2
    beyond = [c for c in _targets(code, transitions) if c not in way and c != code and c in by_code]
    if any(not by_code[c].final for c in beyond):
        return 0
    return 1 if beyond else 3


def lay_out(
    *, initial: str, states: Sequence[State], transitions: Sequence[Transition], at: str = ""
) -> Layout:
    """Places everything. `at` is the state whose box gets a second line."""
    order = reading_order(initial=initial, states=states, transitions=transitions)
    below = {state.code: after.code for state, after in pairwise(order)}
    box_width = max([NARROWEST_BOX, *(text_width(s.label, STATE_PX) + 2 * PAD for s in order)])
    text_x = MARGIN + box_width + STUB
    boxes: list[Box] = []
    branches: list[Branch] = []
    drops: list[Drop] = []
    y = MARGIN + START
    for state in order:
        leaving = [t for t in transitions if state.code in t.sources]
        down = [t for t in leaving if t.target == below.get(state.code)]
        aside = [t for t in leaving if t not in down]
        row_y = y + TITLE + (HERE if state.code == at else 0)
        for act in aside:
            end = text_x + text_width(act.label, ACT_PX)
            middle = row_y + ROW // 2
            branches.append(Branch(act.act, act.label, state.code, act.target, middle, text_x, end))
            row_y += ROW
        height = row_y - y + (8 if aside else 0)
        boxes.append(Box(state.code, state.label, MARGIN, y, box_width, height, state.final))
        y += height
        gap = GAP + (DROP_LINE * len(down) + 10 if down else 0)
        if down:
            labels = tuple(t.label for t in down)
            x = MARGIN + box_width // 4
            drops.append(Drop(state.code, below[state.code], labels, x, y, y + gap))
        y += gap
    lanes_from = max([text_x, *(b.text_end for b in branches)]) + LANES_FROM
    drop_end = max((d.x + 10 + text_width(label, ACT_PX) for d in drops for label in d.labels), default=0)
    trunks = _trunks(boxes, branches, max(lanes_from, drop_end + LANES_FROM))
    right = max([MARGIN + box_width, drop_end, *(trunk.x for trunk in trunks)])
    return Layout(
        width=right + MARGIN,
        height=boxes[-1].bottom + MARGIN,
        boxes=tuple(boxes),
        branches=tuple(branches),
        trunks=tuple(trunks),
        drops=tuple(drops),
    )


def _trunks(boxes: Sequence[Box], branches: Sequence[Branch], lanes_from: int) -> list[Trunk]:
    """One trunk per state that a branch leads to; short ones stand nearer, those that don't meet share a lane."""
    spans = []
    for box in boxes:
        heights = [b.y for b in branches if b.target == box.code]
        if heights:
            spans.append((min([box.port, *heights]), max([box.port, *heights]), box.code))
    lanes: list[list[tuple[int, int]]] = []
    trunks: list[Trunk] = []
    for top, bottom, code in sorted(spans, key=lambda span: (span[1] - span[0], span[0])):
        free = (number for number, lane in enumerate(lanes) if _fits(top, bottom, lane))
        number = next(free, len(lanes))
        if number == len(lanes):
            lanes.append([])
        lanes[number].append((top, bottom))
        trunks.append(Trunk(code, lanes_from + number * LANE, top, bottom))
    return trunks


def _fits(top: int, bottom: int, lane: Sequence[tuple[int, int]]) -> bool:
    return all(bottom + LANE_REST < other[0] or other[1] + LANE_REST < top for other in lane)
