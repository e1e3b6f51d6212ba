"""A grid as a table of Word: cells merged by gridSpan and vMerge, head rows that repeat, widths fixed."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from gongkai.reports.printing.shapes import Cell, Grid
from gongkai.reports.printing.sizes import type_size, widths_mm
from gongkai.reports.printing.word_styles import BODY

_TWIPS_OF_MM = 1440 / 25.4
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_INDENT = 210


def table_of(grid: Grid) -> Any:
    """The element w:tbl. Caption and note are kept as its alternative text, for readers aloud."""
    widths = [round(width * _TWIPS_OF_MM) for width in widths_mm(grid)]
    size = type_size(grid)
    table = OxmlElement("w:tbl")
    table.append(_properties(grid, sum(widths)))
    columns = _new(table, "tblGrid")
    for width in widths:
        _new(columns, "gridCol", w=width)
    places: dict[tuple[int, int], tuple[Cell, bool]] = {}
    for row, column, cell in grid.placed():
        for down in range(cell.down):
            places[row + down, column] = (cell, down > 0)
    for row in range(len(grid.rows)):
        line = _row(table, heads=row < grid.head_rows)
        column = 0
        while column < len(widths):
            cell, continued = places[row, column]
            width = sum(widths[column : column + cell.across])
            paragraph = _cell(line, cell, width, size, continued=continued)
            if grid.kept_whole and row + 1 < len(grid.rows):
                paragraph.find(qn("w:pPr")).insert(0, OxmlElement("w:keepNext"))
            column += cell.across
    return table


def _new(parent: Any, tag: str, **values: object) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, value in values.items():
        element.set(qn(f"w:{name}"), str(value))
    parent.append(element)
    return element


def _properties(grid: Grid, width: int) -> Any:
    properties = OxmlElement("w:tblPr")
    _new(properties, "tblW", w=width, type="dxa")
    _new(properties, "jc", val="center")
    borders = _new(properties, "tblBorders")
    for side in _SIDES:
        _new(borders, side, val="single", sz=4, space=0, color="000000")
    _new(properties, "tblLayout", type="fixed")
    margins = _new(properties, "tblCellMar")
    for side in ("left", "right"):
        _new(margins, side, w=28, type="dxa")
    first = grid.head_rows > 0
    _new(properties, "tblLook", val="0420" if first else "0400", firstRow=int(first), firstColumn=1)
    _new(properties, "tblCaption", val=grid.caption)
    if grid.note:
        _new(properties, "tblDescription", val=grid.note)
    return properties


def _row(table: Any, *, heads: bool) -> Any:
    row = _new(table, "tr")
    properties = _new(row, "trPr")
    _new(properties, "cantSplit")
    _new(properties, "trHeight", val=340, hRule="atLeast")
    if heads:
        _new(properties, "tblHeader")
    return row


def _cell(row: Any, cell: Cell, width: int, size: float, *, continued: bool) -> Any:
    element = _new(row, "tc")
    properties = _new(element, "tcPr")
    _new(properties, "tcW", w=width, type="dxa")
    if cell.across > 1:
        _new(properties, "gridSpan", val=cell.across)
    if cell.down > 1:
        _new(properties, "vMerge", val="continue" if continued else "restart")
    _new(properties, "vAlign", val="center")
    paragraph = _new(element, "p")
    layout = _new(paragraph, "pPr")
    _new(layout, "spacing", before=0, after=0, line=round(size * 26), lineRule="atLeast")
    _new(layout, "ind", firstLine=0, left=_INDENT * cell.indent)
    _new(layout, "jc", val="left" if cell.left or cell.indent else "center")
    if continued or not cell.text:
        return paragraph
    run = _new(paragraph, "r")
    look = _new(run, "rPr")
    _new(look, "rFonts", ascii=BODY, hAnsi=BODY, eastAsia=BODY, cs=BODY)
    _new(look, "sz", val=round(size * 2))
    text = _new(run, "t")
    text.text = cell.text
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return paragraph
