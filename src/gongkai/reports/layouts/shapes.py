"""What a prescribed form is made of. A cell's address is that of `ReportFacts.cells()`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from gongkai.reports.facts import Number, ReportFacts


@dataclass(frozen=True)
class Column:
    """`under`: headings above this column from the outermost in; neighbours with the same heading share a cell.

    `is_sum`: it adds up the columns before it (of the same table). `unit` of the numbers below where all rows share it.
    """

    key: str
    label: str
    under: tuple[str, ...] = ()
    is_sum: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Row:
    """`within`: headings left of this row from the outermost in; neighbours with the same heading share a cell.

    `mark` is the prescribed numbering before the label ("1.", "（一）"). `is_sum`: computed of other rows.
    `decimals`: how many are allowed (fees in 万元); 0 means whole numbers only. `signed`: may be below zero.
    `only`: keys of the columns that this row has; empty: all. `meaning`: how the number is to be counted.
    `figure`: code of the figure that fills it, for kinds whose numbers come from figures alone.
    """

    key: str
    label: str
    within: tuple[str, ...] = ()
    mark: str = ""
    unit: str = "件"
    is_sum: bool = False
    decimals: int = 0
    signed: bool = False
    only: tuple[str, ...] = ()
    meaning: str = ""
    figure: str = ""

    @property
    def name(self) -> str:
        """Label with its number and the headings above, as a sentence names the row: "三、本年度办理结果 （三）不予公开 1.属于国家秘密"."""
        return " ".join((*self.within, f"{self.mark}{self.label}"))

    @property
    def short(self) -> str:
        """As a person says it: "不予公开·属于国家秘密", "予以公开"."""
        above = [re.sub(r"^(（.+?）|[一二三四五六七八九十]+、|\d+\.)", "", words) for words in self.within]
        return "·".join([*above[1:], self.label] if len(above) > 1 else [self.label])


@dataclass(frozen=True)
class Cell:
    address: str
    row: Row
    column: Column
    table: Table

    @property
    def label(self) -> str:
        """How a person names the cell: "予以公开·自然人"."""
        if not self.column.label:
            return self.row.label
        return f"{self.row.label}·{self.column.label}"

    @property
    def unit(self) -> str:
        return self.column.unit or self.row.unit


@dataclass(frozen=True)
class Table:
    """`part` is the table of ReportFacts that holds it (disclosure, foi, disputes), `section` the part of the document it stands in.

    `heading` spans the whole table ("第二十条第（一）项"), `corner` stands above the row labels, `note` in the corner
    or below it. `flat`: printed as one line of numbers under a head of several lines (table 3), each row a group of columns.
    """

    code: str
    part: str
    section: int
    title: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    heading: str = ""
    corner: str = "信息内容"
    note: str = ""
    flat: bool = False

    def address(self, row: Row, column: Column) -> str:
        """ "disclosure.fees.amount", "foi.results.granted/natural_person", "disputes.review/total"."""
        if self.part == "disclosure":
            return f"disclosure.{row.key}.{column.key}" if column.key else f"disclosure.{row.key}"
        return f"{self.part}.{row.key}/{column.key}"

    def columns_of(self, row: Row) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if not row.only or c.key in row.only)

    def cells(self) -> Iterator[Cell]:
        for row in self.rows:
            for column in self.columns_of(row):
                yield Cell(self.address(row, column), row, column, self)


@dataclass(frozen=True)
class Part:
    """One section of the document: its number, title, what it should contain, and our phrasing to begin with.

    `sample`: paragraphs with figures as {{address}} or {{figure:CODE}}; see `reports/sections.py`.
    `owed`: an empty text is a gap. `government_only` words are added for a government's own report.
    """

    no: int
    title: str
    should: tuple[str, ...] = ()
    sample: str = ""
    sample_government: str = ""
    owed: bool = True


@dataclass(frozen=True)
class Template:
    """A version of the annual report. `from_year` to `to_year` are the years reported on, both included."""

    code: str
    label: str
    source: str
    from_year: int
    to_year: int
    parts: tuple[Part, ...]
    tables: tuple[Table, ...]

    @cached_property
    def by_address(self) -> dict[str, Cell]:
        return {cell.address: cell for table in self.tables for cell in table.cells()}

    def cells(self) -> Iterator[Cell]:
        return iter(self.by_address.values())

    def tables_of(self, section: int) -> tuple[Table, ...]:
        return tuple(t for t in self.tables if t.section == section)

    def table(self, code: str) -> Table:
        return next(t for t in self.tables if t.code == code)

    def part(self, no: int) -> Part:
        return next(p for p in self.parts if p.no == no)

    def blank(self, *, unit_code: str, unit_name: str, year: int, fill: Number = None) -> ReportFacts:
        """A report of this form with every cell present and holding `fill`."""
        return from_cells(
            dict.fromkeys(self.by_address, fill),
            unit_code=unit_code,
            unit_name=unit_name,
            year=year,
            template=self.code,
        )


def from_cells(
    cells: dict[str, Number], *, unit_code: str, unit_name: str, year: int, template: str
) -> ReportFacts:
    """The facts that hold these cells, sections left empty. Addresses of one row stay together in their order."""
    disclosure: dict[str, Number] = {}
    grids: dict[str, dict[str, dict[str, Number]]] = {"foi": {}, "disputes": {}}
    for address, value in cells.items():
        part, _, key = address.partition(".")
        if part == "disclosure":
            disclosure[key] = value
        else:
            row, _, column = key.rpartition("/")
            grids[part].setdefault(row, {})[column] = value
    return ReportFacts(
        unit_code=unit_code,
        unit_name=unit_name,
        year=year,
        template=template,
        disclosure=disclosure,
        foi=grids["foi"],
        disputes=grids["disputes"],
    )


def plain_number(value: Number) -> int | float | None:
    """For JSON: whole numbers stay whole, amounts become decimals, None stays null."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
