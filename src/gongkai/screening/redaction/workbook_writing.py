"""Writes a packed workbook that holds values and their looks and nothing else: no shared texts, formulas, caches."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from gongkai.files.extraction.workbook_sheets import column_letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MOMENT = (1980, 1, 1, 0, 0, 0)  # of every member: when it was made is nobody's business
PLAIN_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="等线"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class OutCell:
    """`number` is the stored number, written as one; else `text`. `style` counts in the styles given along."""

    column: int
    text: str = ""
    number: str = ""
    is_bool: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class OutRow:
    number: int
    cells: list[OutCell]
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass
class OutSheet:
    """`rows` is read while the file is written; what stands after the rows may be filled in by then."""

    name: str
    rows: Iterable[OutRow]
    before: list[str] = field(default_factory=list)  # XML of views, formats and columns
    after: list[str] = field(default_factory=list)  # XML of merged areas, margins, heads and feet


def write_workbook(
    target: Path, sheets: Iterable[OutSheet], *, styles: bytes, theme: bytes, from_1904: bool
) -> None:
    """At least one sheet. Sheets are taken one after another, so that only one row is in memory."""
    names: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, sheet in enumerate(sheets, 1):
            names.append(free_name(sheet.name, names))
            with archive.open(_member(f"xl/worksheets/sheet{at}.xml"), "w", force_zip64=True) as out:
                _write_sheet(out, sheet)
        _write(archive, "xl/workbook.xml", _workbook(names, from_1904))
        _write(archive, "xl/_rels/workbook.xml.rels", _relations(len(names), bool(theme)))
        archive.writestr(_member("xl/styles.xml"), styles)
        if theme:
            archive.writestr(_member("xl/theme/theme1.xml"), theme)
        root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        _write(
            archive, "_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{root}</Relationships>'
        )
        _write(archive, "[Content_Types].xml", _types(len(names), bool(theme)))


def free_name(name: str, taken: list[str]) -> str:
    """A sheet's name without the signs that names may not have, unlike those before it."""
    plain = (
        re.sub(r"[\[\]:?/\\]", "_", _UNWRITABLE.sub("", name).replace("*", "＊")).strip("' ")[:31] or "工作表"
    )
    made, number = plain, 1
    while made.lower() in (t.lower() for t in taken):
        number += 1
        made = f"{plain[:27]}_{number}"
    return made


def text_xml(text: str) -> str:
    return escape(_LOOKS_ESCAPED.sub("_x005F_", _UNWRITABLE.sub("", text)))


def element(name: str, attributes: dict[str, str]) -> str:
    """An empty element with plain attributes only; what has a namespace points somewhere and stays out."""
    told = "".join(
        f" {key}={quoteattr(_UNWRITABLE.sub('', value))}"
        for key, value in attributes.items()
        if "}" not in key
    )
    return f"<{name}{told}/>"


def _member(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _MOMENT)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _write(archive: zipfile.ZipFile, name: str, content: str) -> None:
    archive.writestr(_member(name), _HEAD + content)


def _write_sheet(out: IO[bytes], sheet: OutSheet) -> None:
    def put(text: str) -> None:
        out.write(text.encode())

    rows = iter(_written(sheet.rows))
    first = next(rows, "")  # what stands before the rows is known with the first of them
    put(f'{_HEAD}<worksheet xmlns="{MAIN}">' + "".join(sheet.before) + "<sheetData>" + first)
    for row in rows:
        put(row)
    put("</sheetData>" + "".join(sheet.after) + "</worksheet>")


def _written(rows: Iterable[OutRow]) -> Iterator[str]:
    for row in rows:
        cells = "".join(_cell(cell, row.number) for cell in row.cells)
        attributes = element("row", {"r": str(row.number), **row.attributes})[:-2]
        yield f"{attributes}>{cells}</row>"


def _cell(cell: OutCell, row: int) -> str:
    style = f' s="{cell.style}"' if cell.style.isdigit() else ""
    start = f'<c r="{column_letters(cell.column)}{row}"{style}'
    if cell.is_bool:
        return f'{start} t="b"><v>{cell.number}</v></c>'
    if cell.number and _is_number(cell.number):
        return f"{start}><v>{escape(cell.number)}</v></c>"
    if cell.text:
        return f'{start} t="inlineStr"><is><t xml:space="preserve">{text_xml(cell.text)}</t></is></c>'
    return f"{start}/>"


def _is_number(raw: str) -> bool:
    try:
        return Decimal(raw).is_finite()
    except InvalidOperation:
        return False


def _workbook(names: list[str], from_1904: bool) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1)
    )
    dates = '<workbookPr date1904="1"/>' if from_1904 else "<workbookPr/>"
    return f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">{dates}<sheets>{sheets}</sheets></workbook>'


def _relations(sheets: int, themed: bool) -> str:
    made = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, sheets + 1)]
    made += [("styles", "styles.xml"), *([("theme", "theme/theme1.xml")] if themed else [])]
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{part}"/>'
        for at, (kind, part) in enumerate(made, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _types(sheets: int, themed: bool) -> str:
    made = [
        ("/xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
        ("/xl/styles.xml", "spreadsheetml.styles+xml"),
    ]
    made += [(f"/xl/worksheets/sheet{at}.xml", "spreadsheetml.worksheet+xml") for at in range(1, sheets + 1)]
    made += [("/xl/theme/theme1.xml", "theme+xml")] if themed else []
    parts = "".join(f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}"/>' for part, kind in made)
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{xml}{parts}</Types>'
