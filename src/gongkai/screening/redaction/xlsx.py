"""Takes text out of a workbook: it is written anew with the values that are seen, and nothing else goes along.

What goes besides the text removed: formulas (their values stay), shared texts, comments, names, links, caches,
embedded files, drawings, macros, properties, and hidden sheets, rows, columns and cells.
"""

from __future__ import annotations

import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import olefile
from lxml import etree

from gongkai.files.extraction.shapes import Removal
from gongkai.files.extraction.workbook_package import Damaged, Package, local
from gongkai.files.extraction.workbook_sheets import (
    LAST_COLUMN,
    Book,
    Cell,
    Row,
    Sheet,
    column_letters,
    is_hidden_column,
    open_book,
    range_of,
    walk,
)
from gongkai.files.extraction.workbook_values import head_words
from gongkai.files.extraction.xlsx import Workbook, read_workbook
from gongkai.screening.redaction.old_workbooks import redact_old
from gongkai.screening.redaction.workbook_changes import (
    NOTHING_SHOWN,
    Changes,
    Redacted,
    RedactionFailed,
    is_gone,
)
from gongkai.screening.redaction.workbook_writing import (
    MAIN,
    PLAIN_STYLES,
    OutCell,
    OutRow,
    OutSheet,
    element,
    text_xml,
    write_workbook,
)

__all__ = ["Redacted", "RedactionFailed", "redact", "to_values_only"]

_ROW_LOOKS = ("ht", "customHeight", "s", "customFormat", "thickTop", "thickBot")


def redact(source: Path, target: Path, removals: Sequence[Removal], *, keep_hidden: bool = False) -> Redacted:
    """Writes `target` (always XLSX) without these characters of `read(source).text`.

    `keep_hidden`: hidden sheets, rows, columns and cells stay, but shown. Raises RedactionFailed, and what the
    libraries raise for a damaged source.
    """
    if olefile.isOleFile(str(source)):
        return redact_old(source, target, removals, keep_hidden=keep_hidden)
    found = read_workbook(source)
    changes = Changes(found.extract, removals)
    with Package(source) as package:
        book = open_book(package)
        sheets = _sheets(package, book, found, changes, keep_hidden)
        styles, theme = _looks(package, changes.terms)
        plain = not styles
        made = (_new_sheet(package, book, s, at, changes, keep_hidden, plain) for s, at in sheets)
        write_workbook(
            target,
            made,
            styles=styles or PLAIN_STYLES.encode(),
            theme=theme,
            from_1904=book.from_1904,
        )
    return Redacted(changes.cells, found.extract.hidden)


def to_values_only(source: Path, target: Path, *, keep_hidden: bool = False) -> Redacted:
    """“仅以数值发布”: an XLSX of what is seen. Also for XLS, whose looks are lost."""
    return redact(source, target, (), keep_hidden=keep_hidden)


def _sheets(
    package: Package, book: Book, found: Workbook, changes: Changes, keep_hidden: bool
) -> list[tuple[Sheet, int]]:
    """Sheets that go along, with the block at which their cells begin."""
    wanted = [
        (sheet, at)
        for sheet, at in zip(book.sheets, found.first_cells, strict=True)
        if (keep_hidden or sheet.state == "visible")
        and sheet.kind == "worksheet"
        and package.find(sheet.part)
    ]
    if not wanted:
        raise RedactionFailed(NOTHING_SHOWN)
    return wanted


@dataclass
class _Kept:
    """What is known of a sheet while its rows go by."""

    changes: Changes
    block: int
    keep_hidden: bool
    plain: bool
    gone_rows: list[int] = field(default_factory=list)
    gone_columns: list[int] = field(default_factory=list)
    last: int = 0

    def row(self, number: int) -> int:
        return number - bisect_left(self.gone_rows, number)

    def column(self, number: int) -> int:
        return number - bisect_left(self.gone_columns, number)


def _new_sheet(
    package: Package, book: Book, sheet: Sheet, block: int, changes: Changes, keep_hidden: bool, plain: bool
) -> OutSheet:
    kept = _Kept(changes, block, keep_hidden, plain)
    name = changes.new_text(block - 1, sheet.name)
    made = OutSheet(sheet.name if name is None else name or "工作表", ())
    under = _merged_areas(package, sheet)
    made.rows = _rows(walk(package, book, sheet), made, kept, under)
    return made


def _merged_areas(package: Package, sheet: Sheet) -> _Areas:
    """Areas whose upper left cell alone is seen: they stand after the rows, and are needed before."""
    found = (range_of(one.get("ref", "")) for one in package.stream(sheet.part, ("mergeCell", "row")))
    return _Areas([area for area in found if area])


class _Areas:
    """Merged areas by row, so that a cell is looked up quickly."""

    def __init__(self, areas: list[tuple[int, int, int, int]]) -> None:
        self._areas = sorted(areas)
        self._open: list[tuple[int, int, int, int]] = []
        self._next = 0
        self._row = 0

    def of_row(self, row: int) -> list[tuple[int, int, int, int]]:
        if row < self._row:
            self._next, self._open = 0, []
        self._row = row
        while self._next < len(self._areas) and self._areas[self._next][0] <= row:
            self._open.append(self._areas[self._next])
            self._next += 1
        self._open = [area for area in self._open if area[2] >= row]
        return self._open


def _rows(parts: Iterator[Row | Any], made: OutSheet, kept: _Kept, under: _Areas) -> Iterator[OutRow]:
    columns: list[str] = []
    merges: list[str] = []
    tail: dict[str, str] = {}
    started = False
    for one in parts:
        if isinstance(one, Row):
            if not started:
                started = True
                _open_sheet(made, columns)
            covers = [] if kept.keep_hidden else under.of_row(one.number)
            cells = _cells(one, kept, covers)
            if one.hidden and not kept.keep_hidden:
                kept.gone_rows.append(one.number)
                continue
            number = max(kept.row(one.number), kept.last + 1)
            kept.last = number
            looks = {k: v for k, v in one.attributes.items() if k in _ROW_LOOKS}
            if kept.plain:
                looks = {k: v for k, v in looks.items() if k in ("ht", "customHeight")}
            yield OutRow(number, cells, looks if not one.hidden else {})
        else:
            _take(one, made, kept, columns, merges, tail)
    if not started:
        _open_sheet(made, columns)
    if merges:
        made.after.append(f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>')
    made.after += [tail[key] for key in ("pageMargins", "pageSetup", "headerFooter") if key in tail]


def _open_sheet(made: OutSheet, columns: list[str]) -> None:
    """Views, formats and columns, in the order that the format wants."""
    if columns:
        made.before.append(f"<cols>{''.join(columns)}</cols>")


def _take(
    one: Any, made: OutSheet, kept: _Kept, columns: list[str], merges: list[str], tail: dict[str, str]
) -> None:
    kind = local(one)
    if kind == "pane" and not made.before:
        view = {
            k: one.get(k) for k in ("xSplit", "ySplit", "topLeftCell", "activePane", "state") if one.get(k)
        }
        if not kept.gone_columns and "frozen" in view.get("state", ""):
            pane = element("pane", view)
            made.before.insert(
                0, f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
            )
    elif kind == "sheetFormatPr":
        wanted = ("defaultRowHeight", "defaultColWidth", "baseColWidth", "customHeight")
        made.before.append(
            element(kind, {"defaultRowHeight": "15", **{k: one.get(k) for k in wanted if one.get(k)}})
        )
    elif kind == "col":
        _take_column(one, kept, columns)
    elif kind == "mergeCell" and (area := range_of(one.get("ref", ""))):
        top, bottom = kept.row(area[0]), kept.row(area[2] + 1) - 1
        left, right = kept.column(area[1]), kept.column(area[3] + 1) - 1
        if bottom >= top and right >= left and (bottom, right) != (top, left):
            reference = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
            merges.append(element("mergeCell", {"ref": reference}))
    elif kind in ("pageMargins", "pageSetup"):
        tail[kind] = element(kind, {k: v for k, v in one.attrib.items() if k != "id"})
    elif kind == "headerFooter":
        inner = "".join(
            f"<{local(e)}>{text_xml(e.text)}</{local(e)}>"
            for e in one
            if e.text and local(e) in ("oddHeader", "oddFooter") and kept.changes.is_clean(head_words(e.text))
        )
        tail[kind] = f"<headerFooter>{inner}</headerFooter>"


def _take_column(one: Any, kept: _Kept, columns: list[str]) -> None:
    first, last = one.get("min", ""), one.get("max", "")
    if not (first.isdigit() and last.isdigit()):
        return
    lowest, highest = max(int(first[:6]), 1), min(int(last[:6]), LAST_COLUMN)
    if is_hidden_column(one):
        if not kept.keep_hidden:
            kept.gone_columns = sorted({*kept.gone_columns, *range(lowest, highest + 1)})
        return
    looks = {k: one.get(k) for k in ("width", "customWidth") if one.get(k)}
    if one.get("style") and not kept.plain:
        looks["style"] = one.get("style")
    if lowest <= highest and looks.get("width"):
        at = {"min": str(kept.column(lowest)), "max": str(kept.column(highest))}
        columns.append(element("col", {**at, **looks}))


def _cells(row: Row, kept: _Kept, covers: list[tuple[int, int, int, int]]) -> list[OutCell]:
    """Cells of a row as they will be. Every filled cell is a block of the extract, whether it goes along or not."""
    made: dict[int, OutCell] = {}
    for cell in row.cells:
        changed = None
        if cell.text:
            changed = kept.changes.new_text(kept.block, cell.text)
            kept.block += 1
        if not kept.keep_hidden and is_gone(cell.column, kept.gone_columns):
            continue
        covered = any(a[1] <= cell.column <= a[3] and (row.number, cell.column) != a[:2] for a in covers)
        unseen = cell.look.tiny or cell.look.kind == "nothing"
        style = "" if kept.plain or (unseen and kept.keep_hidden) else cell.style
        column = kept.column(cell.column)
        if (covered or unseen) and not kept.keep_hidden:
            made[column] = OutCell(column, style=style)
        else:
            made[column] = _new_cell(cell, column, changed, style)
    return [made[column] for column in sorted(made)]


def _new_cell(cell: Cell, column: int, changed: str | None, style: str) -> OutCell:
    if changed is None and cell.kind == "n":
        return OutCell(column, text=cell.text, number=cell.raw, style=style)
    if cell.look.lead or cell.look.lead_of_text:  # the text has it now
        style = ""
    if changed is not None:
        return OutCell(column, text=changed, style=style)
    if cell.kind == "b" and cell.raw in ("0", "1"):
        return OutCell(column, number=cell.raw, is_bool=True, style=style)
    return OutCell(column, text=cell.text, style=style)


def _looks(package: Package, terms: set[str]) -> tuple[bytes, bytes]:
    """Styles and theme without foreign parts; empty where they name what was removed."""
    made = []
    for part in ("xl/styles.xml", "xl/theme/theme1.xml"):
        try:
            root = package.tree(part)
        except (Damaged, etree.XMLSyntaxError, zipfile.BadZipFile):
            root = None
        if root is None or (part.endswith("styles.xml") and root.tag != f"{{{MAIN}}}styleSheet"):
            made.append(b"")
            continue
        for extra in [
            e for e in root.iter() if local(e) in ("extLst", "")
        ]:  # "" are comments and instructions
            if extra.getparent() is not None:
                extra.getparent().remove(extra)
        written = etree.tostring(root, encoding="unicode")
        clean = not any(term in written for term in terms)
        made.append(etree.tostring(root, encoding="UTF-8", standalone=True) if clean else b"")
    return made[0], made[1]
