"""A paper as PDF, set by typst. Values reach it as JSON, never as part of a source."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.components.dates import day
from gongkai.documents.fonts import FontChoice, fonts_for
from gongkai.documents.pictographs import is_pictograph, spelled_out
from gongkai.documents.typesetting import NotDrawn, typeset
from gongkai.reports.printing.leads import divided
from gongkai.reports.printing.shapes import Block, Cell, Heading, Paper, Text
from gongkai.reports.printing.sizes import type_size

_TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"
_EPOCH = date(2000, 1, 1)


def pdf_of(paper: Paper, *, home: Path) -> bytes:
    """The paper as tagged PDF/A with its fonts embedded. Raises NoChineseFont where no font draws Chinese.

    A character that no font here has is spelled out (〔U+2B740〕): one rare sign doesn't hold up a report, and whoever reads
    the proof sees it. `home`/fonts holds the fonts that the office owns.
    """
    fonts = fonts_for(home)
    content = content_of(paper)
    try:
        return _set(content, fonts, paper.on)
    except NotDrawn as missing:
        signs = frozenset(c for c in missing.characters if is_pictograph(c))
        content = spelled_out(content, signs)
        content = _coded(content, missing.characters - signs)
        return _set(content, fonts, paper.on)


def _set(content: dict[str, Any], fonts: FontChoice, on: date | None) -> bytes:
    return typeset(
        _TEMPLATE,
        {"paper": content, "fonts": fonts.names()},
        fonts=fonts,
        standards=["a-2a", "ua-1"],
        made_on=on or _EPOCH,
    )


def _coded(value: Any, characters: frozenset[str]) -> Any:
    if isinstance(value, str):
        return "".join(f"〔U+{ord(c):04X}〕" if c in characters else c for c in value)
    if isinstance(value, dict):
        return {key: _coded(inner, characters) for key, inner in value.items()}
    return [_coded(inner, characters) for inner in value] if isinstance(value, list) else value


def content_of(paper: Paper) -> dict[str, Any]:
    """What the template reads."""
    return {
        "title": paper.title,
        "title_lines": list(paper.title_set),
        "issuer": paper.issuer,
        "on": day(paper.on) if paper.on else "",
        "blocks": [_block(block) for block in paper.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", **asdict(block)}
    if isinstance(block, Text):
        return {"kind": "text", "paragraphs": [_paragraph(words) for words in block.paragraphs]}
    rows = [[_cell(cell) for cell in row] for row in block.rows]
    return {
        "kind": "grid",
        "title": block.caption if block.titled else "",
        "note": block.note,
        "size": type_size(block),
        "whole": block.kept_whole,
        "widths": list(block.widths),
        "head": rows[: block.head_rows],
        "body": rows[block.head_rows :],
    }


def _paragraph(words: str) -> dict[str, str]:
    lead, rest = divided(words)
    return {"lead": lead, "rest": rest}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "text": cell.text,
        "across": cell.across,
        "down": cell.down,
        "indent": cell.indent,
        "left": cell.left or cell.indent > 0,
    }
