"""Each file, read back by another library: every cell stands in its row and column, and holds what the facts hold."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import lxml.html
import openpyxl
import pypdfium2
import pytest
from docx import Document
from tests.reports.printing.samples import AMOUNT, report, shown

from gongkai.reports import printing
from gongkai.reports.facts import ReportFacts
from gongkai.reports.layouts import TEMPLATES, Table
from gongkai.reports.printing.workbook import LIST_HEADING

VERSIONS = list(TEMPLATES)
Lines = Sequence[Sequence[tuple[str, bool]]]
"""The text of every place of a table, that of a merged cell in all its places; and whether a cell begins there."""


@pytest.fixture(scope="module")
def facts() -> dict[str, ReportFacts]:
    return {code: report(code) for code in VERSIONS}


def _bare(text: object) -> str:
    return "".join(str("" if text is None else text).split())


def _expected(facts: ReportFacts) -> Iterator[tuple[str, list[str], str]]:
    """Address, the heads that must name it, and what it shows."""
    for table in TEMPLATES[facts.template].tables:
        for cell in table.cells():
            heads = [*cell.column.under, cell.column.label, *_names(table, cell.row)]
            yield cell.address, [_bare(head) for head in heads if head], shown(facts, cell.address)


def _names(table: Table, row) -> tuple[str, ...]:
    # In the statistics table a group is a line of its own above, not a head of the cell.
    within = () if table.code == "statistics" else row.within
    return (*within, f"{row.mark}{row.label}")


def _check(facts: ReportFacts, tables: Sequence[Lines]) -> None:
    """Every cell of the declaration is found in the order of the form, under its heads and beside them."""
    found = [cell for lines in tables for cell in _values(lines)]
    expected = list(_expected(facts))
    assert [value for value, _ in found] == [value for _, _, value in expected]
    for (address, heads, _), (_, words) in zip(expected, found, strict=True):
        assert set(heads) <= words, address


def _values(lines: Lines) -> Iterator[tuple[str, set[str]]]:
    """The values of a table with everything written above them in their column and left of them in their row."""
    for row, cells in enumerate(lines):
        for column, (value, begins) in enumerate(cells):
            if begins and re.fullmatch(r"\d+(\.\d+)?|/|", value):
                above = {line[column][0] for line in lines[:row]}
                yield value, above | {text for text, _ in cells[:column]}


@pytest.mark.parametrize("version", VERSIONS)
def test_word_tables_equal_the_facts_cell_by_cell(version, facts) -> None:
    document = Document(io.BytesIO(printing.word(facts[version])))
    tables = []
    for table in document.tables:
        met: set[object] = set()
        cells = [[(_bare(cell.text), cell._tc) for cell in row.cells] for row in table.rows]
        tables.append([[(text, met_first(met, tc)) for text, tc in line] for line in cells])
    _check(facts[version], tables)


def met_first(met: set[object], thing: object) -> bool:
    new = thing not in met
    met.add(thing)
    return new


@pytest.mark.parametrize("version", VERSIONS)
def test_page_tables_equal_the_facts_cell_by_cell(version, facts) -> None:
    page = lxml.html.fromstring(printing.page(facts[version]))
    _check(facts[version], [_spread(table) for table in page.iter("table")])


def _spread(table: lxml.html.HtmlElement) -> Lines:
    """A table of HTML with the text of merged cells in every place that they cover."""
    taken: dict[tuple[int, int], tuple[str, bool]] = {}
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            for down in range(int(cell.get("rowspan", "1"))):
                for across in range(int(cell.get("colspan", "1"))):
                    taken[row + down, column + across] = (_bare(cell.text_content()), not down and not across)
            column += int(cell.get("colspan", "1"))
    width = 1 + max(column for _, column in taken)
    return [
        [taken[row, column] for column in range(width)] for row in range(1 + max(row for row, _ in taken))
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_workbook_tables_equal_the_facts_cell_by_cell(version, facts) -> None:
    book = openpyxl.load_workbook(io.BytesIO(printing.workbook(facts[version])))
    _check(facts[version], [_spread_sheet(sheet) for sheet in book.worksheets[1:-1]])


def _spread_sheet(sheet) -> Lines:
    origin = {
        place: (area.min_row, area.min_col) for area in sheet.merged_cells.ranges for place in area.cells
    }
    lines = []
    for row in range(2, sheet.max_row + 1):  # below the heading
        line = []
        for column in range(1, sheet.max_column + 1):
            at = origin.get((row, column), (row, column))
            value = _bare(sheet.cell(*at).value)
            line.append((f"{AMOUNT}" if value == f"{AMOUNT.normalize()}" else value, at == (row, column)))
        lines.append(line)
    return lines


@pytest.mark.parametrize("version", VERSIONS)
def test_list_of_the_workbook_has_every_cell_as_a_number(version, facts) -> None:
    book = openpyxl.load_workbook(io.BytesIO(printing.workbook(facts[version])))
    heading, *rows = book["数据清单"].iter_rows(values_only=True)
    assert heading == LIST_HEADING
    assert [row[4] for row in rows] == [address for address, _, _ in _expected(facts[version])]
    for _, beside, above, value, address in rows:
        number = facts[version].cell(address)
        if address in facts[version].asked:
            assert value is None
        elif number is None:
            assert value == "/"
        else:
            assert isinstance(value, int | float)
            assert value == pytest.approx(float(number))
        assert beside or above


@pytest.mark.parametrize("version", VERSIONS)
def test_pdf_holds_every_number_in_order(version, facts, tmp_path) -> None:
    text = _pdf_text(printing.pdf(facts[version], home=tmp_path))
    at = 0
    for address, _, value in _expected(facts[version]):
        found = re.compile(rf"(?<![\d.]){re.escape(value)}(?![\d.])").search(text, at)
        assert found, f"{address} = {value}"
        at = found.end()


def _pdf_text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.sweep
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
def test_word_file_opens_in_libreoffice_with_the_same_tables(facts, tmp_path: Path) -> None:
    given = tmp_path / "report.docx"
    given.write_bytes(printing.word(facts["2021"]))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "html:HTML",
        "--outdir",
        str(tmp_path),
        str(given),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    page = lxml.html.fromstring((tmp_path / "report.html").read_bytes())
    tables = [table for table in page.iter("table") if not table.xpath("ancestor::table")]
    _check(facts["2021"], [_spread(table) for table in tables])
