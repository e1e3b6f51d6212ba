"""A paper as a part of a page, or as a page of its own in one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gongkai.components.dates import day
from gongkai.reports.printing.leads import divided
from gongkai.reports.printing.shapes import Block, Cell, Grid, Heading, Paper, Text

CellLink = Callable[[str], str]
"""From a cell's address to where its records are; "" for a cell that leads nowhere."""

_STYLES = (
    Path(__file__).parents[2] / "components" / "static" / "gongkai" / "tokens.css",
    Path(__file__).parents[1] / "static" / "reports" / "paper.css",
)


@dataclass(frozen=True)
class _Drawn:
    """A cell with its attributes of HTML."""

    text: str
    head: bool
    id: str
    scope: str
    headers: str
    across: int
    down: int
    classes: str
    url: str
    name: str


def html_of(
    paper: Paper, *, cell_link: CellLink | None = None, titled: bool = True, key: str = "t"
) -> SafeString:
    """The paper as an article for a page that includes it and links reports/paper.css.

    `titled`: with the title as h1; the sections are h2 either way. `key` begins every id, so that two papers can stand on
    one page.
    """
    blocks = [
        _block(block, f"{key}{number}", cell_link) for number, block in enumerate(paper.blocks, start=1)
    ]
    context = {"paper": paper, "blocks": blocks, "titled": titled, "on": day(paper.on) if paper.on else ""}
    return render_to_string("reports/paper.html", context)


def html_file(paper: Paper) -> bytes:
    """A page of its own: style inside, nothing fetched from elsewhere."""
    context = {"paper": paper, "article": html_of(paper), "style": SafeString(_style())}
    return render_to_string("reports/paper_file.html", context).encode()


@lru_cache(maxsize=1)
def _style() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in _STYLES)


def _block(block: Block, key: str, cell_link: CellLink | None) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Text):
        return {"kind": "text", "paragraphs": [divided(words) for words in block.paragraphs]}
    rows = _rows(block, key, cell_link)
    return {
        "kind": "grid",
        "grid": block,
        "head": rows[: block.head_rows],
        "body": rows[block.head_rows :],
    }


def _rows(grid: Grid, key: str, cell_link: CellLink | None) -> list[list[_Drawn]]:
    named = {id(head): "" for *_, beside, above in grid.headed() for head in (*beside, *above)}
    places = list(grid.placed())
    for row, column, cell in places:
        if id(cell) in named:
            named[id(cell)] = f"{key}-{row}-{column}"
    heads = {(row, column): (beside, above) for row, column, _, beside, above in grid.headed()}
    values_in = {row for row, _ in heads}
    rows: list[list[_Drawn]] = [[] for _ in grid.rows]
    for row, column, cell in places:
        beside, above = heads.get((row, column), ((), ()))
        linked = cell_link(cell.address) if cell_link and cell.address and cell.is_number else ""
        rows[row].append(
            _Drawn(
                text=cell.text,
                head=cell.head,
                id=named.get(id(cell), "") or (cell.address if linked else ""),  # where a finding jumps to
                scope=_scope(cell, names_rows=row in values_in),
                headers=" ".join(named[id(head)] for head in (*beside, *above)),
                across=cell.across,
                down=cell.down,
                classes=_classes(cell, column, grid),
                url=linked,
                name=" ".join(head.text for head in (*beside, *above)),
            )
        )
    return rows


def _scope(cell: Cell, *, names_rows: bool) -> str:
    if names_rows:
        return "rowgroup" if cell.down > 1 else "row"
    return "colgroup" if cell.across > 1 else "col"


def _classes(cell: Cell, column: int, grid: Grid) -> str:
    names = []
    if column < grid.label_columns and cell.across + column <= grid.label_columns:
        names += [f"k{column}", f"w{cell.across}"]
    if cell.left or cell.indent:
        names.append("left")
    if cell.indent:
        names.append(f"in{min(cell.indent, 4)}")
    if cell.is_number:
        names.append("num")
    return " ".join(names)
