"""Packed workbooks (XLSX, XLSM): what every cell shows with its place, and everything that hides."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from gongkai.files.extraction.passages import PERSONS_NUMBER
from gongkai.files.extraction.shapes import UNREADABLE, Block, Extract, Hidden
from gongkai.files.extraction.stray_numbers import PARTS, stray_numbers
from gongkai.files.extraction.workbook_hidden import (
    excerpt,
    hidden_names,
    hidden_parts,
    left_sheets,
    pictures,
    seen_parts,
)
from gongkai.files.extraction.workbook_package import Package, attribute, local
from gongkai.files.extraction.workbook_sheets import (
    LAST_COLUMN,
    Book,
    Row,
    Sheet,
    column_letters,
    is_hidden_column,
    open_book,
    range_of,
    walk,
)
from gongkai.files.extraction.workbook_values import head_words
from gongkai.text.rows import MOST_TABS

__all__ = ["read"]

BROKEN = "工作簿读不出来，可能已损坏。用办公软件打开、另存一次再上传。"
STATES = {"visible": "", "hidden": "隐藏的", "veryHidden": "深度隐藏的"}
_KINDS = {"hidden": "hidden_sheets", "veryHidden": "very_hidden_sheets"}
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_MEANT = re.compile(r"[\u4e00-\u9fff]{2}|\d{6}")
_LOOKING_FOR = ("cfRule", "filter", "customFilter", "sortCondition")
_LOOKS = 2_000_000  # rows and cells looked at for merged areas; no real table has that many


def read(path: Path) -> Extract:
    try:
        return read_workbook(path).extract
    except MemoryError:
        raise
    except Exception:  # a damaged part makes the XML and ZIP libraries raise nearly anything
        return Extract(state=UNREADABLE, problem=BROKEN)


@dataclass
class Workbook:
    """The extract, and where in its blocks the cells of each sheet begin (its name is the block before)."""

    extract: Extract
    first_cells: list[int]


@dataclass
class _Page:
    """One sheet while it is read."""

    sheet: Sheet
    blocks: list[Block] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)  # row and column of each block
    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: dict[int, str] = field(default_factory=dict)  # with what they say
    filtered: tuple[int, int] = (0, -1)
    extras: list[Block] = field(default_factory=list)
    before: int = 0
    """Columns before the first cell of the first row."""

    @cached_property
    def shown(self) -> set[str]:
        """What the cells say; asked for when all of them have gone by."""
        return {block.text for block in self.blocks}

    @property
    def place(self) -> str:
        return f"{STATES.get(self.sheet.state, '隐藏的')}工作表“{self.sheet.name}”"


def read_workbook(path: Path) -> Workbook:
    """Raises what the libraries raise; `read` is for everybody else."""
    with Package(path) as package:
        book = open_book(package)
        blocks: list[Block] = []
        hidden: list[Hidden] = []
        firsts: list[int] = []
        for sheet in book.sheets:
            page = _read_sheet(package, book, sheet)
            title = Block(sheet.name, f"{STATES.get(sheet.state, '隐藏的')}工作表名称")
            blocks.append(title.before_columns(page.before))
            firsts.append(len(blocks))
            blocks += page.blocks + page.extras
            hidden += _told(page)
        names, named = hidden_names(book)
        hidden += [*names, *_unused(book), *hidden_parts(package), *left_sheets(package, book)]
        blocks += [*named, *seen_parts(package)]
        hidden += _strays(package, book, blocks, hidden)
        drawn = pictures(package)
        warnings = (f"里面有 {drawn} 张图片，图片上的字没有检查。",) if drawn else ()
    extract = Extract(tuple(blocks), tuple(hidden), pages=len(book.sheets), warnings=warnings)
    return Workbook(extract, firsts)


def _read_sheet(package: Package, book: Book, sheet: Sheet) -> _Page:
    page = _Page(sheet)
    if not sheet.part or package.find(sheet.part) is None:
        return page
    if "macro" in sheet.kind.lower():
        page.found["macros"].append(sheet.name)
    merges: list[tuple[int, int, int, int]] = []
    outside: dict[str, tuple[str, str, bool]] | None = None
    for one in walk(package, book, sheet):
        if isinstance(one, Row):
            _read_row(page, one)
            continue
        kind = local(one)
        if kind == "col":
            _read_column(page, one)
        elif kind == "mergeCell" and (area := range_of(one.get("ref", ""))):
            merges.append(area)
        elif kind == "autoFilter" and len(one) and (area := range_of(one.get("ref", ""))):
            page.filtered = (area[0], area[2])
        elif kind == "hyperlink":
            outside = package.relations(sheet.part) if outside is None else outside
            _read_link(page, one, outside)
        else:
            _read_words(page, one, kind)
    _under_merges(page, merges)
    return page


def _read_row(page: _Page, row: Row) -> None:
    shown = [cell for cell in row.cells if cell.text]
    if row.hidden and shown:
        page.hidden_rows[row.number] = " ".join(cell.text for cell in shown)
    prefix, suffix = page.place, f"{row.number}（隐藏的行）" if row.hidden else str(row.number)
    for at, cell in enumerate(shown):
        place = f"{prefix}{column_letters(cell.column)}{suffix}"
        if cell.column in page.hidden_columns:
            place += "" if row.hidden else "（隐藏的列）"
            page.found["hidden_columns"].append(cell.text)
        if cell.look.kind == "nothing":
            page.found["hidden_text"].append(cell.text)
        elif cell.look.tiny:
            page.found["tiny_text"].append(cell.text)
        after = shown[at + 1].column if at + 1 < len(shown) else 0
        end = "\t" * min(max(after - cell.column, 1), MOST_TABS) if after else "\n"
        if at == 0:
            _begin(page, cell.column - 1)
        page.blocks.append(Block(cell.text, place, end))
        page.places.append((row.number, cell.column))
    for cell in row.cells:
        if cell.formula and (words := _said_by(cell.formula)):
            place = f"{page.place}{column_letters(cell.column)}{row.number}的公式"
            page.extras.append(Block(words, place))


def _said_by(formula: str) -> str:
    """Words of a formula's own, and numbers of persons, which may be put together from short pieces."""
    literals = _LITERAL.findall(formula) if '"' in formula else []
    words = " ".join(w for w in literals if _MEANT.search(w))
    numbers = [hit[0] for one in (formula, "".join(literals)) for hit in PERSONS_NUMBER.finditer(one)]
    return " ".join(filter(None, [words, *(one for one in dict.fromkeys(numbers) if one not in words)]))


def _begin(page: _Page, columns: int) -> None:
    """A row begins so many columns from the left: rows of a household stand beside one merged cell."""
    if page.blocks:
        page.blocks[-1] = page.blocks[-1].before_columns(columns)
    else:
        page.before = columns


def _read_column(page: _Page, column: Any) -> None:
    if is_hidden_column(column):
        first, last = column.get("min", "0"), column.get("max", "0")
        if first.isdigit() and last.isdigit():
            page.hidden_columns.update(range(int(first[:6]), min(int(last[:6]), LAST_COLUMN) + 1))


def _read_link(page: _Page, link: Any, relations: dict[str, tuple[str, str, bool]]) -> None:
    target = relations.get(attribute(link, "id"), ("", "", False))[1]
    others = [link.get(a, "") for a in ("tooltip", "display", "location")]
    told = [
        w for w in others[:2] if w != target and w not in page.shown
    ]  # what a cell said when it was linked
    told += [w for w in others[2:] if PERSONS_NUMBER.search(w)]
    words = " ".join(w for w in (target, *told) if w)
    if words:
        page.extras.append(Block(words, f"{page.place}{link.get('ref', '')}的链接"))


def _read_words(page: _Page, element: Any, kind: str) -> None:
    """Texts of a sheet beside its cells: heads and feet, lists to choose from, what rules and filters look for."""
    if kind == "headerFooter":
        words = [head_words(e.text) for e in element if e.text]
        page.extras += [Block(w, f"{page.place}页眉页脚") for w in words]
    elif kind == "dataValidation":
        told = [element.get(a, "") for a in ("promptTitle", "prompt", "errorTitle", "error")]
        lists = [f.text.strip('"') for f in element if f.text and f.text.startswith('"')]
        rules = [said for f in element if f.text and f.text[0] != '"' and (said := _said_by(f.text))]
        page.extras += [Block(w, f"{page.place}填写提示和下拉列表") for w in (*lists, *told, *rules) if w]
    elif kind in _LOOKING_FOR:
        words = [element.get(a, "") for a in ("text", "val", "customList")]
        words = [w for w in words if _MEANT.search(w)] + [_said_by(f.text) for f in element if f.text]
        fresh = [w for w in dict.fromkeys(words) if w and w not in page.shown]
        page.extras += [Block(w, f"{page.place}的条件格式、筛选和排序") for w in fresh]
    elif kind == "scenario":
        values = [element.get("name", ""), element.get("user", ""), *(e.get("val", "") for e in element)]
        page.found["hidden_text"].append(" ".join(values))


def _under_merges(page: _Page, merges: list[tuple[int, int, int, int]]) -> None:
    """Only the upper left cell of a merged area is seen; values may lie under the rest."""
    if not merges:
        return
    rows: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for (row, column), block in zip(page.places, page.blocks, strict=True):
        rows[row].append((column, block.text))
    numbers = sorted(rows)
    budget = _LOOKS
    for top, left, bottom, right in merges:
        within = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
        budget -= len(within) + sum(len(rows[row]) for row in within[: max(budget, 0)])
        if budget < 0:
            return
        for row in within:
            page.found["hidden_text"] += [
                text for column, text in rows[row] if left <= column <= right and (row, column) != (top, left)
            ]


def _told(page: _Page) -> list[Hidden]:
    told = [Hidden(kind, len(what), page.place, excerpt(what)) for kind, what in page.found.items() if what]
    first, last = page.filtered
    filtered = [text for row, text in page.hidden_rows.items() if first <= row <= last]
    others = [text for row, text in page.hidden_rows.items() if not first <= row <= last]
    for kind, rows in (("filtered_rows", filtered), ("hidden_rows", others)):
        if rows:
            told.append(Hidden(kind, len(rows), page.place, excerpt(rows)))
    if page.sheet.state != "visible" and page.blocks:
        kind = _KINDS.get(page.sheet.state, "hidden_sheets")
        told.append(Hidden(kind, 1, page.place, excerpt(b.text for b in page.blocks)))
    return told


def _strays(package: Package, book: Book, blocks: list[Block], hidden: list[Hidden]) -> list[Hidden]:
    """Numbers of persons in parts that no one reads; sheets and their texts are read."""
    read = {sheet.part for sheet in book.sheets} | {book.strings_part}
    names = [name for name in package.members if PARTS.search(name) and name not in read]
    parts = ((name, package.content(name)) for name in names)
    known = Extract(tuple(blocks), tuple(hidden))
    return [
        Hidden("hidden_text", 1, f"文件内部（{part}）", number)
        for number, part in stray_numbers(parts, known, ())
    ]


def _unused(book: Book) -> list[Hidden]:
    """Texts of deleted cells stay in the list of shared texts with some programs; readings stand beside texts."""
    left = [text for at, text in enumerate(book.strings) if at not in book.used and text.strip()]
    told = [Hidden("hidden_text", len(left), "没有单元格使用的文字", excerpt(left))] if left else []
    if book.readings:
        told.append(Hidden("hidden_text", len(book.readings), "拼音注释", excerpt(book.readings)))
    return told
