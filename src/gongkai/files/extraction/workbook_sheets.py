"""Sheets of a packed workbook: their list with what is hidden, shared texts, rows with their cells as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from gongkai.files.extraction.workbook_package import Damaged, Package, attribute, local
from gongkai.files.extraction.workbook_values import Look, looks, number_text

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_FLAT = 0.5  # characters or points below which a column or row can't be seen
_PLAIN = Look()
TAIL_TAGS = (
    "autoFilter", "headerFooter", "dataValidation", "hyperlink", "mergeCell", "scenario", "col",
    "pane", "sheetFormatPr", "pageMargins", "pageSetup", "cfRule", "filter", "customFilter", "sortCondition",
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    name: str
    state: str  # visible | hidden | veryHidden
    part: str
    kind: str  # worksheet | chartsheet | dialogsheet | xlMacrosheet …


@dataclass
class Book:
    """What the workbook part says, and what all sheets share."""

    sheets: list[Sheet]
    names: list[tuple[str, str, bool]]  # name, what it stands for, whether hidden
    from_1904: bool
    strings: list[str]
    readings: list[str]  # phonetic texts beside shared texts
    looks: list[Look]
    strings_part: str = ""
    used: set[int] = field(default_factory=set)  # shared texts that some cell shows


@dataclass(slots=True)
class Cell:
    column: int
    style: str
    kind: str  # as stored: n, s, str, inlineStr, b, e, d
    raw: str
    text: str
    look: Look
    formula: str = ""


@dataclass(slots=True)
class Row:
    number: int
    hidden: bool
    attributes: dict[str, str]
    cells: list[Cell]


def open_book(package: Package) -> Book:
    part = package.find("xl/workbook.xml")
    root = package.tree(part) if part else None
    if part is None or root is None:
        raise Damaged("workbook")
    relations = package.relations(part)
    sheets, names, from_1904 = [], [], False
    for group in root:
        kind = local(group)
        if kind == "workbookPr":
            from_1904 = group.get("date1904") in ("1", "true")
        elif kind == "sheets":
            for one in group.iterchildren("{*}sheet"):
                what, target, _ = relations.get(attribute(one, "id"), ("worksheet", "", False))
                sheets.append(Sheet(one.get("name", ""), one.get("state") or "visible", target, what))
        elif kind == "definedNames":
            for one in group.iterchildren("{*}definedName"):
                names.append((one.get("name", ""), one.text or "", one.get("hidden") in ("1", "true")))
    parts = [one.part.lower() for one in sheets if one.part]
    if len(set(parts)) < len(parts):  # a small file would make a text of any length
        raise Damaged("two sheets in one part")
    targets = {what: target for what, target, _ in relations.values()}
    texts = targets.get("sharedStrings", "xl/sharedStrings.xml")
    strings, readings = _shared_strings(package, texts)
    styles = looks(package, targets.get("styles", "xl/styles.xml"))
    return Book(sheets, names, from_1904, strings, readings, styles, package.find(texts) or "")


def _shared_strings(package: Package, part: str) -> tuple[list[str], list[str]]:
    strings: list[str] = []
    readings: list[str] = []
    for item in package.stream(part, ("si",)):
        text, reading = rich_text(item)
        strings.append(text)
        if reading:
            readings.append(reading)
    return strings, readings


def rich_text(item: Any) -> tuple[str, str]:
    """The text of a shared or inline text, and its phonetic reading."""
    text: list[str] = []
    reading: list[str] = []
    for part in item:
        kind = local(part)
        if kind == "t":
            text.append(part.text or "")
        elif kind == "r":
            text.extend(t.text or "" for t in part.iterchildren("{*}t"))
        elif kind == "rPh":
            reading.extend(t.text or "" for t in part.iterchildren("{*}t"))
    return _unescaped("".join(text)), "".join(reading)


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + (ord(letter) & 0x1F)
    return number


@lru_cache(maxsize=20_000)
def column_letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def range_of(reference: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row, last column of A1 or A1:B2."""
    found = _REFERENCE.findall(reference.upper())
    if not found or len(found) > 2:
        return None
    rows = sorted(int(one[1]) for one in found)
    columns = sorted(column_number(one[0]) for one in found)
    return rows[0], columns[0], rows[-1], columns[-1]


def walk(package: Package, book: Book, sheet: Sheet) -> Iterator[Row | Any]:
    """Rows in the order of the file, and between them the elements of TAIL_TAGS as they are."""
    number = 0
    for element in package.stream(sheet.part, ("row", *TAIL_TAGS)):
        if local(element) != "row":
            yield element
            continue
        told = element.get("r", "")
        number = int(told) if told.isascii() and told.isdigit() and len(told) < 8 else number + 1
        if not 1 <= number <= LAST_ROW:
            raise Damaged(f"row {number}")
        yield Row(number, _is_hidden_row(element), dict(element.attrib), _cells(book, element))


def is_hidden_column(column: Any) -> bool:
    return column.get("hidden") in ("1", "true") or _below(column.get("width"), _FLAT)


def _is_hidden_row(row: Any) -> bool:
    return row.get("hidden") in ("1", "true") or _below(row.get("ht"), _FLAT)


def _below(raw: str | None, bound: float) -> bool:
    try:
        return raw is not None and float(raw) < bound
    except ValueError:
        return False


def _cells(book: Book, row: Any) -> list[Cell]:
    found = []
    column = 0
    for element in row:
        if local(element) != "c":
            continue
        letters = (element.get("r") or "").rstrip("0123456789")
        column = column_number(letters) if letters.isalpha() and letters.isascii() else column + 1
        if column > LAST_COLUMN:
            raise Damaged(f"column {column}")
        found.append(_cell(book, element, column))
    return found


def _cell(book: Book, element: Any, column: int) -> Cell:
    style, kind, raw, text, formula = element.get("s") or "", element.get("t") or "n", "", "", ""
    look = book.looks[int(style)] if style.isdigit() and int(style) < len(book.looks) else _PLAIN
    for part in element:
        name = local(part)
        if name == "v":
            raw = part.text or ""
        elif name == "f":
            formula = part.text or ""
        elif name == "is":
            text, reading = rich_text(part)
            if reading:
                book.readings.append(reading)
    if kind == "s":
        at = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else -1
        text = book.strings[at] if 0 <= at < len(book.strings) else ""
        book.used.add(at)
    elif kind == "n" and raw:
        text = number_text(raw, look, book.from_1904)
    elif kind == "b":
        text = {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
    elif raw and not text:
        text = _unescaped(raw)
    if text and kind != "n":
        text = look.lead_of_text + text
    return Cell(column, style, kind, raw, text, look, formula)
