"""The flow chart of a kind as SVG, and the same as a table for those who don't see it.

No script and no styles inside (the pages' policy refuses inline styles): lines and text take the colour
of the page's text, and classes (`flow-…`) let the style sheet say more.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from gongkai.kinds.layout import (
    ACT_PX,
    HERE,
    MARGIN,
    START,
    STATE_PX,
    TITLE,
    Box,
    Branch,
    Drop,
    Layout,
    Trunk,
    lay_out,
    reading_order,
)
from gongkai.kinds.registry import Kind

ROOT_PX = 16  # the size is given in rem, so the chart grows with the reader's text
HERE_WORDS = "现在在这一步"
ARROW, CORNER, DOT = 8, 6, 3


@dataclass(frozen=True)
class FlowRow:
    """One act from one state, as the table beside the chart shows it. `roles` are codes."""

    source: str
    source_label: str
    act: str
    act_label: str
    target: str
    target_label: str
    roles: tuple[str, ...]
    article: str


def flow_table(kind: Kind) -> list[FlowRow]:
    """Every act of every state in the order of the chart."""
    labels = {state.code: state.label for state in kind.states}
    order = reading_order(initial=kind.initial, states=kind.states, transitions=kind.transitions)
    return [
        FlowRow(
            source=state.code,
            source_label=state.label,
            act=t.act,
            act_label=t.label,
            target=t.target,
            target_label=labels.get(t.target, t.target),
            roles=tuple(sorted(t.roles)),
            article=t.article,
        )
        for state in order
        for t in kind.transitions
        if state.code in t.sources
    ]


def flow_chart_svg(kind: Kind, *, at: str = "") -> str:
    """The chart of a kind; `at` marks the state in which a case or item stands.

    Text is at least 14 px. A page that shows it gives the element room to scroll sideways rather than
    shrinking it.
    """
    plan = lay_out(initial=kind.initial, states=kind.states, transitions=kind.transitions, at=at)
    name = f"flow-{kind.code}"
    width, height = plan.width / ROOT_PX, plan.height / ROOT_PX
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" role="img"'
        f" aria-labelledby={quoteattr(f'{name}-title {name}-desc')}"
        f' width="{width:g}rem" height="{height:g}rem" viewBox="0 0 {plan.width} {plan.height}">',
        f"<title id={quoteattr(f'{name}-title')}>{escape(kind.label)}流程图</title>",
        f"<desc id={quoteattr(f'{name}-desc')}>{escape(_description(kind, plan, at))}</desc>",
        '<g class="flow-lines" fill="none" stroke="currentColor" stroke-width="1.5">',
        *_start(plan),
        *(_trunk(trunk, plan) for trunk in plan.trunks),
        *(_branch(branch, plan) for branch in plan.branches),
        *(_drop_line(drop) for drop in plan.drops),
        "</g>",
        '<g class="flow-ends" fill="currentColor">',
        *_ends(plan),
        "</g>",
        *(_box(box, at) for box in plan.boxes),
        f'<g class="flow-acts" fill="currentColor" font-size="{ACT_PX}">',
        *(
            f'<text x="{branch.text_x}" y="{branch.y + 5}">{escape(branch.label)}</text>'
            for branch in plan.branches
        ),
        *(text for drop in plan.drops for text in _drop_labels(drop)),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines)


def _description(kind: Kind, plan: Layout, at: str) -> str:
    labels = {box.code: box.label for box in plan.boxes}
    ends = "、".join(f"“{box.label}”" for box in plan.boxes if box.final)
    words = f"从“{labels[kind.initial]}”开始，一共 {len(plan.boxes)} 个状态"
    words += f"，到{ends}结束。" if ends else "。"
    if at in labels:
        words += f"现在是“{labels[at]}”。"
    return words + "每一步由谁办、到哪里，见图旁的表。"


def _start(plan: Layout) -> list[str]:
    x, top = plan.boxes[0].x + plan.boxes[0].width // 4, MARGIN
    return [f'<path class="flow-start" d="M{x} {top + 5}V{top + START - ARROW}"/>']


def _trunk(trunk: Trunk, plan: Layout) -> str:
    """The upright line, with a rounded corner where it turns into its box."""
    box = next(found for found in plan.boxes if found.code == trunk.target)
    port, arrow = box.port, box.right + ARROW
    data = f"to-{trunk.target}"
    if trunk.top < port < trunk.bottom:
        path = f"M{trunk.x} {trunk.top + CORNER}V{trunk.bottom - CORNER}M{trunk.x} {port}H{arrow}"
    elif port == trunk.top:
        path = f"M{trunk.x} {trunk.bottom - CORNER}V{port + CORNER}Q{trunk.x} {port} {trunk.x - CORNER} {port}H{arrow}"
    else:
        path = f"M{trunk.x} {trunk.top + CORNER}V{port - CORNER}Q{trunk.x} {port} {trunk.x - CORNER} {port}H{arrow}"
    return f'<path class="flow-trunk" data-flow={quoteattr(data)} d="{path}"/>'


def _branch(branch: Branch, plan: Layout) -> str:
    trunk = next(found for found in plan.trunks if found.target == branch.target)
    source = next(found for found in plan.boxes if found.code == branch.source)
    path = f"M{source.right} {branch.y}H{branch.text_x - 4}M{branch.text_end + 5} {branch.y}"
    if branch.y == trunk.top:
        path += f"H{trunk.x - CORNER}Q{trunk.x} {branch.y} {trunk.x} {branch.y + CORNER}"
    elif branch.y == trunk.bottom:
        path += f"H{trunk.x - CORNER}Q{trunk.x} {branch.y} {trunk.x} {branch.y - CORNER}"
    else:
        path += f"H{trunk.x}"
    return f'<path class="flow-branch" data-flow={quoteattr(branch.act)} d="{path}"/>'


def _drop_line(drop: Drop) -> str:
    return f'<path class="flow-drop" d="M{drop.x} {drop.top}V{drop.bottom - ARROW}"/>'


def _drop_labels(drop: Drop) -> list[str]:
    first = (drop.top + drop.bottom) // 2 - 10 * (len(drop.labels) - 1) + 3
    return [
        f'<text x="{drop.x + 10}" y="{first + 20 * number}">{escape(label)}</text>'
        for number, label in enumerate(drop.labels)
    ]


def _ends(plan: Layout) -> list[str]:
    """Arrow heads, and a dot wherever a line joins another; where there is none, lines only cross."""
    first = plan.boxes[0]
    x = first.x + first.width // 4
    drawn = [f'<circle cx="{x}" cy="{MARGIN}" r="5"/>', _arrow_down(x, first.y)]
    boxes = {box.code: box for box in plan.boxes}
    for trunk in plan.trunks:
        box = boxes[trunk.target]
        tip, half = box.right, ARROW // 2
        drawn.append(f'<path d="M{tip} {box.port}L{tip + ARROW} {box.port - half}V{box.port + half}Z"/>')
        joins = {b.y for b in plan.branches if b.target == trunk.target} | {box.port}
        drawn += [
            f'<circle cx="{trunk.x}" cy="{y}" r="{DOT}"/>'
            for y in sorted(joins)
            if trunk.top < y < trunk.bottom
        ]
    return drawn + [_arrow_down(drop.x, drop.bottom) for drop in plan.drops]


def _arrow_down(x: int, tip: int) -> str:
    half = ARROW // 2
    return f'<path d="M{x} {tip}L{x - half} {tip - ARROW}H{x + half}Z"/>'


def _box(box: Box, at: str) -> str:
    here = box.code == at
    classes = "flow-state" + (" is-here" if here else "") + (" is-final" if box.final else "")
    rect = f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="4"'
    stroke = 3 if here else 1.5
    fill = 'fill="currentColor" fill-opacity="0.1"' if here else 'fill="none"'
    parts = [
        f'<g class="{classes}" data-state={quoteattr(box.code)}>',
        f'<rect class="flow-box" {rect} {fill} stroke="currentColor" stroke-width="{stroke:g}"/>',
    ]
    if box.final:
        parts.append(
            f'<rect class="flow-inner" x="{box.x + 4}" y="{box.y + 4}" width="{box.width - 8}"'
            f' height="{box.height - 8}" rx="2" fill="none" stroke="currentColor" stroke-width="1"/>'
        )
    middle = box.x + box.width // 2
    weight = ' font-weight="700"' if here else ""
    parts.append(
        f'<text x="{middle}" y="{box.y + TITLE // 2 + 6}" text-anchor="middle" fill="currentColor"'
        f' font-size="{STATE_PX}"{weight}>{escape(box.label)}</text>'
    )
    if here:
        parts.append(
            f'<text class="flow-here" x="{middle}" y="{box.y + TITLE + HERE // 2 + 3}" text-anchor="middle"'
            f' fill="currentColor" font-size="{ACT_PX}">{HERE_WORDS}</text>'
        )
    return "".join([*parts, "</g>"])
