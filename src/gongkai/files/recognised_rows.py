"""What recognition read on a page in the order of reading, the cells of a table parted by tabs.

A scan has no rules to go by, but its cells stand under one another: the row with the most of them tells the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from gongkai.files.extraction.shapes import Block
from gongkai.files.extraction.wrapping import ends_of
from gongkai.text.rows import MOST_TABS

_FEWEST = 3
"""Words side by side that make a row of a table; two are a label and its value, or a line with a gap."""


def in_rows(blocks: Sequence[Block]) -> list[Block]:
    """Lines from top to bottom, each from left to right, as in a table."""
    rows = _rows(blocks)
    widest = max(rows, key=len, default=[])
    if len(widest) < _FEWEST:
        return _joined(
            [block for row in rows for block in row], {id(row[0]) for row in rows if len(row) == 1}
        )
    columns = [_centre(block) for block in widest]
    first = next(number for number, row in enumerate(rows) if len(row) >= _FEWEST)
    made = [block for row in rows[:first] for block in row]
    for row in rows[first:]:
        made += _parted(row, columns, made)
    return _joined(made, {id(row[0]) for row in rows if len(row) == 1})


def _joined(blocks: list[Block], alone: set[int]) -> list[Block]:
    """Lines of prose that go on in the next have nothing behind them."""
    boxes = [block.box for block in blocks if block.box]
    width = max((box[2] for box in boxes), default=0.0) - min((box[0] for box in boxes), default=0.0)
    ends = ends_of([(block.text, block.box if id(block) in alone else None) for block in blocks], width)
    return [
        block if end == "\n" else block._replace(end=end) for block, end in zip(blocks, ends, strict=True)
    ]


def _parted(row: list[Block], columns: list[float], before: list[Block]) -> list[Block]:
    """A row of a table; `before` learns how many columns are empty in front. A line by itself stands over a part."""
    if len(row) == 1:
        return row
    places = [min(range(len(columns)), key=lambda n: abs(columns[n] - _centre(block))) for block in row]
    if before and places[0]:
        before[-1] = before[-1].before_columns(places[0])
    ends = ["\t" * min(behind - at, MOST_TABS) or " " for at, behind in pairwise(places)]
    return [block._replace(end=end) for block, end in zip(row, [*ends, "\n"], strict=True)]


def _rows(blocks: Sequence[Block]) -> list[list[Block]]:
    rows: list[list[Block]] = []
    for block in sorted(blocks, key=_middle):
        if not rows or _middle(block) - _middle(rows[-1][0]) > (_height(rows[-1][0]) + _height(block)) / 4:
            rows.append([])
        rows[-1].append(block)
    return [sorted(row, key=lambda block: (block.box or (0,))[0]) for row in rows]


def _middle(block: Block) -> float:
    return (block.box[1] + block.box[3]) / 2 if block.box else 0.0


def _centre(block: Block) -> float:
    return (block.box[0] + block.box[2]) / 2 if block.box else 0.0


def _height(block: Block) -> float:
    return block.box[3] - block.box[1] if block.box else 0.0
