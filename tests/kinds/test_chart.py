"""The flow chart of every kind: whole, well-formed, readable, and no line or label over another box."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from gongkai.kinds.chart import flow_chart_svg, flow_table
from gongkai.kinds.layout import ACT_PX, lay_out, reading_order, text_width
from gongkai.kinds.registry import Kind, everything
from gongkai.kinds.transitions import State, Transition

SVG = "{http://www.w3.org/2000/svg}"


class Made:
    """A kind of the test's own."""

    label = "样例<&>"

    def __init__(self, code: str, states: str, moves: str) -> None:
        self.code = code
        self.states = tuple(
            State(c.strip("!"), f"状态{c.strip('!')}", "。", c.endswith("!")) for c in states.split()
        )
        self.initial = self.states[0].code
        self.transitions = tuple(self._move(move) for move in moves.split())

    @staticmethod
    def _move(move: str) -> Transition:
        sources, act, target = move.split(">")
        return Transition(
            act, f"办{act}", frozenset(sources.split(",")), target, frozenset({"clerk"}), "条例"
        )


MADE = (
    Made("one", "a!", ""),
    Made("line", "a b c!", "a>go>b b>end>c"),
    Made("loop", "a b!", "a>again>a a>end>b"),
    Made("two_ways", "a b!", "a>yes>b a>no>b"),
    Made("back", "a b c d!", "a>go>b b>go>c c>back>a b>back>a c>end>d a,b,c>drop>d d>reopen>b"),
    Made("side", "a p q r z!", "a>ask>p p>answer>a a>go>q q>side>r r>answer>q q>end>z a,q>drop>z"),
    Made("full", "a b c d e f!", " ".join(f"{s}>{s}{t}>{t}" for s in "abcde" for t in "abcdef")),
)


def kinds() -> list[Kind]:
    return [kind for held in everything().values() for kind in held.values()] + list(MADE)


def drawn(kind: Kind, at: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(flow_chart_svg(kind, at=at))


def rectangle(node: ElementTree.Element) -> tuple[float, float, float, float]:
    x, y, w, h = (float(node.attrib[key]) for key in ("x", "y", "width", "height"))
    return x, y, x + w, y + h


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def labels(root: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    """The rectangles that the labels of acts fill."""
    group = next(node for node in root.iter(f"{SVG}g") if node.get("class") == "flow-acts")
    return [
        (x, y - ACT_PX + 2, x + text_width(text.text or "", ACT_PX), y + 3)
        for text in group.iter(f"{SVG}text")
        for x, y in [(float(text.attrib["x"]), float(text.attrib["y"]))]
    ]


def segments(path: str) -> list[tuple[float, float, float, float]]:
    """Straight pieces of a path of M, H, V and Q; a rounded corner counts as the straight line across."""
    found: list[tuple[float, float, float, float]] = []
    x = y = 0.0
    for command, numbers in re.findall(r"([MHVQ])([^MHVQ]*)", path):
        values = [float(number) for number in numbers.split()]
        to = {"M": values, "H": [values[0], y], "V": [x, values[0]], "Q": values[-2:]}[command]
        if command != "M":
            found.append((min(x, to[0]), min(y, to[1]), max(x, to[0]), max(y, to[1])))
        x, y = to
    return found


def lines(root: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    group = next(node for node in root.iter(f"{SVG}g") if node.get("class") == "flow-lines")
    return [piece for path in group.iter(f"{SVG}path") for piece in segments(path.attrib["d"])]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_every_state_and_every_act_stands_in_the_chart(kind: Kind) -> None:
    texts = [node.text for node in drawn(kind).iter(f"{SVG}text")]
    for state in kind.states:
        assert texts.count(state.label) >= 1
    expected = sorted(t.label for t in kind.transitions for _ in t.sources)
    states = {state.label for state in kind.states}
    assert sorted(text for text in texts if text in {*expected} - states) == [
        label for label in expected if label not in states
    ]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_nothing_lies_over_anything(kind: Kind) -> None:
    root = drawn(kind, at=kind.states[-1].code)
    boxes = [rectangle(node) for node in root.iter(f"{SVG}rect") if node.get("class") == "flow-box"]
    words = labels(root)
    assert len(boxes) == len(kind.states)
    assert all(apart(one, other) for one, other in combinations(boxes + words, 2))
    for piece in lines(root):
        assert all(apart(piece, box) for box in boxes), piece
        assert all(apart(piece, word) for word in words), piece
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    for left, top, right, bottom in boxes + words + lines(root):
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= height


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_every_branch_reaches_the_trunk_of_its_target(kind: Kind) -> None:
    plan = lay_out(initial=kind.initial, states=kind.states, transitions=kind.transitions)
    trunks = {trunk.target: trunk for trunk in plan.trunks}
    boxes = {box.code: box for box in plan.boxes}
    for branch in plan.branches:
        trunk = trunks[branch.target]
        assert trunk.top <= branch.y <= trunk.bottom
        assert trunk.top <= boxes[branch.target].port <= trunk.bottom
        assert boxes[branch.source].y < branch.y < boxes[branch.source].bottom
    assert len(plan.branches) + sum(len(drop.labels) for drop in plan.drops) == len(flow_table(kind))
    for one, other in combinations(plan.trunks, 2):
        assert one.x != other.x or one.bottom < other.top or other.bottom < one.top


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_the_chart_is_accessible_and_harmless(kind: Kind) -> None:
    text = flow_chart_svg(kind, at=kind.initial)
    root = drawn(kind, at=kind.initial)
    assert root.attrib["role"] == "img"
    named = {node.get("id"): node for node in root.iter() if node.get("id")}
    for one in root.attrib["aria-labelledby"].split():
        assert named[one].text
    assert all(float(node.attrib["font-size"]) >= 14 for node in root.iter() if node.get("font-size"))
    assert "<script" not in text
    assert "style=" not in text
    assert "#" not in re.sub(r"&#\d+;", "", text)  # no colours of its own


def test_final_states_have_a_double_border_and_the_present_one_is_marked() -> None:
    root = drawn(MADE[4], at="b")
    groups = {node.get("data-state"): node for node in root.iter(f"{SVG}g") if node.get("data-state")}
    assert [code for code, node in groups.items() if len(node.findall(f"{SVG}rect")) == 2] == ["d"]
    here = [code for code, node in groups.items() if "is-here" in (node.get("class") or "")]
    assert here == ["b"]
    assert "现在在这一步" in [node.text for node in groups["b"].iter(f"{SVG}text")]
    assert "现在是“状态b”" in (root.findtext(f"{SVG}desc") or "")
    assert "现在" not in flow_chart_svg(MADE[4])


def test_the_usual_way_comes_first_and_ends_last() -> None:
    side = MADE[5]
    order = reading_order(initial=side.initial, states=side.states, transitions=side.transitions)
    assert [state.code for state in order] == ["a", "q", "z", "p", "r"]


def test_the_table_tells_the_same() -> None:
    rows = flow_table(MADE[1])
    assert [(row.source_label, row.act_label, row.target_label, row.roles) for row in rows] == [
        ("状态a", "办go", "状态b", ("clerk",)),
        ("状态b", "办end", "状态c", ("clerk",)),
    ]
