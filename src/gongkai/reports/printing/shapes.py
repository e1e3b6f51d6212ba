"""What is printed: a paper of headings, paragraphs and grids. Word, PDF, workbook and page are made of exactly this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal

from gongkai.reports.printing.plain import line, paragraphs

Value = str | int | Decimal | None
NOT_APPLICABLE = "/"
"""How None is printed: the unit has nothing of the kind to report (不适用). What was never filled in stays blank."""

KEPT_WHOLE_ROWS = 18
TITLE_WIDTH = 40
"""Of a line in 22 points, a Chinese character counted as 2."""


@dataclass(frozen=True)
class Cell:
    """A cell and how far it reaches. `head` names rows or columns; the others hold values.

    `address` is the cell's address in the facts ("" for a label). `blank` is a cell that nobody filled in: not zero, and
    not 不适用 either. `left`: begins at the left instead of standing in the middle; `indent` counts steps to the right.
    """

    value: Value = ""
    head: bool = False
    across: int = 1
    down: int = 1
    address: str = ""
    blank: bool = False
    left: bool = False
    indent: int = 0

    @property
    def text(self) -> str:
        """As it stands on paper: 0 as 0, None as /, a Decimal with the digits that it has."""
        if self.blank:
            return ""
        if self.value is None:
            return NOT_APPLICABLE
        if isinstance(self.value, Decimal):
            return f"{self.value:f}"
        return str(self.value)

    @property
    def is_number(self) -> bool:
        return not self.blank and isinstance(self.value, int | Decimal)


@dataclass(frozen=True)
class Grid:
    """A table. `rows` hold the cells that begin in them, left to right; what another cell reaches over is left out.

    `head_rows` rows at the top are repeated on every page, the first `label_columns` name the rows. `widths` are parts of
    the whole, one for each column. `titled`: the caption is printed above; otherwise a heading has said it already and
    only machines read it.
    """

    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    head_rows: int = 1
    label_columns: int = 1
    note: str = ""
    titled: bool = True

    @property
    def kept_whole(self) -> bool:
        """Short enough to stand on one page."""
        return len(self.rows) <= KEPT_WHOLE_ROWS

    def __post_init__(self) -> None:
        for _ in self.placed():  # a grid that does not close is found where it is made
            pass

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Every cell with the row and column in which it begins. ValueError where cells overlap or leave a hole."""
        width = len(self.widths)
        taken = [[False] * width for _ in self.rows]
        for row, cells in enumerate(self.rows):
            column = 0
            for cell in cells:
                while column < width and taken[row][column]:
                    column += 1
                for down in range(row, row + cell.down):
                    for across in range(column, column + cell.across):
                        if down >= len(taken) or across >= width or taken[down][across]:
                            raise ValueError(
                                f"{self.caption}：第 {row + 1} 行第 {column + 1} 列的单元格放不下"
                            )
                        taken[down][across] = True
                yield row, column, cell
                column += cell.across
            if not all(taken[row]):
                raise ValueError(f"{self.caption}：第 {row + 1} 行没有填满")

    def headed(self) -> Iterator[tuple[int, int, Cell, tuple[Cell, ...], tuple[Cell, ...]]]:
        """Every value with its row, its column, the heads beside it and those above it, the outermost first.

        A row of nothing but heads names the columns below it, until the next such row; any other head names its rows.
        """
        above: list[tuple[Cell, ...]] = [()] * len(self.widths)
        below_values = [True] * len(self.widths)
        beside: list[tuple[int, Cell]] = []  # with the last row that each reaches
        by_row = groupby(self.placed(), key=lambda place: place[0])
        for row, places in by_row:
            found = list(places)
            names_columns = all(cell.head for _, _, cell in found)
            beside = [(last, cell) for last, cell in beside if last >= row]
            for _, column, cell in found:
                reach = range(column, column + cell.across)
                if names_columns:
                    for under in reach:
                        above[under] = (cell,) if below_values[under] else (*above[under], cell)
                        below_values[under] = False
                elif cell.head:
                    beside.append((row + cell.down - 1, cell))
                else:
                    for under in reach:
                        below_values[under] = True
                    yield row, column, cell, tuple(head for _, head in beside), above[column]


@dataclass(frozen=True)
class Heading:
    """A heading of the text. Level 1 is 一、, level 2 is （一）."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Text:
    """Paragraphs in their order."""

    paragraphs: tuple[str, ...]


Block = Heading | Text | Grid


@dataclass(frozen=True)
class Paper:
    """A document that can be printed. `issuer` made it, `on` is the day under it (None: not yet published).

    `title_lines`: the title divided where it reads well, for when it doesn't fit one line.
    """

    title: str
    issuer: str
    blocks: tuple[Block, ...]
    on: date | None = None
    title_lines: tuple[str, ...] = ()

    @property
    def title_set(self) -> tuple[str, ...]:
        """The lines in which the title is set."""
        return self.title_lines if self.title_lines and width_of(self.title) > TITLE_WIDTH else (self.title,)

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))


def text_of(words: str) -> Text:
    """Plain text as paragraphs: divided at line ends, without empty ones."""
    return Text(paragraphs(words))


def width_of(text: str) -> int:
    """Of a line of text; a Chinese character counts as 2."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def cleaned(paper: Paper) -> Paper:
    """The same paper with nothing in it that a file can't hold; odd characters are spelled out, never dropped."""
    return replace(
        paper,
        title=line(paper.title),
        issuer=line(paper.issuer),
        title_lines=tuple(line(part) for part in paper.title_lines),
        blocks=tuple(_clean(block) for block in paper.blocks),
    )


def _clean(block: Block) -> Block:
    if isinstance(block, Heading):
        return replace(block, text=line(block.text))
    if isinstance(block, Text):
        return Text(tuple(part for words in block.paragraphs for part in paragraphs(words)))
    rows = tuple(
        tuple(replace(c, value=line(c.value)) if isinstance(c.value, str) else c for c in row)
        for row in block.rows
    )
    return replace(block, caption=line(block.caption), note=line(block.note), rows=rows)
