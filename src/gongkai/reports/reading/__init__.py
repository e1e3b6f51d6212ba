"""Finished reports (DOCX, XLSX, HTML, PDF, TXT) into facts, with confidence by cell and what must be asked.

`read_report(path)` reads a file in a process of its own (`files.apart`); `read_text(text)` a text. Nothing is guessed:
a cell that isn't there, can't be told or could be cut in two ways is None and stands in `facts.asked`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from gongkai.files.apart import extract_apart
from gongkai.files.extraction.shapes import READ, Extract
from gongkai.reports.facts import ReportFacts, Section
from gongkai.reports.layouts import TEMPLATES, Template
from gongkai.reports.layouts.shapes import from_cells
from gongkai.reports.layouts.v2008 import STATISTICS
from gongkai.reports.reading.naming import template_of, year_and_unit
from gongkai.reports.reading.page import Page
from gongkai.reports.reading.parts import Head, heads_in
from gongkai.reports.reading.shapes import Cells, Reading
from gongkai.reports.reading.sheets import is_workbook, text_of_sheets
from gongkai.reports.reading.tables import Span, read_tables
from gongkai.reports.reading.wording import text_of

__all__ = ["Reading", "read_extract", "read_report", "read_text"]

_KINDS = {"2021": (0, 1, 2, 3, 4, 5), "2019": (0, 1, 2, 3, 4, 5), "2008": (0, 1, 2, 6, 3, 4, 7)}
"""Which kind of part (parts.py) is the first, second … of each form."""
MAX_TEXT = 400_000
"""Characters that are read; a government's report with all its tables has some ten thousand."""
_PAGE_NUMBER = re.compile(r"^\s*(?:[—–\-－]+\s*\d{1,3}\s*[—–\-－]+|第\s*\d{1,3}\s*页.{0,12})\s*$")
"""Of a page's number only these forms: a bare number may be a cell."""


def read_report(path: Path, *, unit_code: str = "", unit_name: str = "") -> Reading:
    """A finished report from a file. Never raises for what the file holds; `problem` says why it could not be read."""
    return read_extract(
        extract_apart(path, path.suffix.lower().lstrip(".")),
        title=path.stem,
        unit_code=unit_code,
        unit_name=unit_name,
    )


def read_extract(found: Extract, *, title: str = "", unit_code: str = "", unit_name: str = "") -> Reading:
    if found.state != READ:
        nothing = ReportFacts(unit_code, unit_name, 0, "")
        return Reading(nothing, title, problem=found.problem or "这个文件读不出文字。")
    reading = read_text(
        text_of_file(found),
        title=title,
        unit_code=unit_code,
        unit_name=unit_name,
        wrapped=any(block.page for block in found.blocks),
    )
    return replace(reading, notes=(*reading.notes, *found.warnings))


def read_text(
    text: str,
    *,
    title: str = "",
    year: int = 0,
    unit_code: str = "",
    unit_name: str = "",
    wrapped: bool = False,
) -> Reading:
    """A finished report from its text. `title`, `year` and the unit where they are known from elsewhere.

    `wrapped`: lines end where the paper ends, so sentences go on over them.
    """
    page = Page(text[:MAX_TEXT])
    known_year, named, how = year_and_unit(title, page)
    heads = heads_in(page)
    code = template_of(page, year or known_year, {head.kind for head in heads})
    template = TEMPLATES.get(code)
    if code == "2008":
        heads = _before_statistics(page, heads)
    cells, taken = _tables(page, template, heads)
    facts = replace(
        from_cells(
            cells.values,
            unit_code=unit_code,
            unit_name=unit_name or named,
            year=year or known_year,
            template=code,
        ),
        sections=_sections(page, heads, taken, wrapped=wrapped),
        confidence=cells.confidence,
        asked=tuple(dict.fromkeys(cells.asked)),
        blank=tuple(cells.blank),
    )
    cut = (f"文字太多，只读了前 {MAX_TEXT} 字。",) if len(text) > MAX_TEXT else ()
    notes = (*cut, *_notes(facts, how or ("given" if year else ""), heads), *cells.notes)
    return Reading(facts, title, notes)


def text_of_file(found: Extract) -> str:
    """The text without numbers of pages; of a workbook its sheets row by row.

    Elsewhere a cell is what stands there: columns that a wide cell reaches over are none of the form's.
    """
    if is_workbook(found.blocks):
        return text_of_sheets(found.blocks)
    return "".join(b.text + b.end[:1] for b in found.blocks if not (b.page and _PAGE_NUMBER.match(b.text)))


def _tables(page: Page, template: Template | None, heads: list[Head]) -> tuple[Cells, list[Span]]:
    if template is None:
        return Cells(), []
    if template.code == "2008" and not _has_statistics(page):
        return Cells(), []  # the table is a document of its own
    order = _KINDS[template.code]
    spans: dict[int, Span] = {}
    for number, head in enumerate(heads):
        if head.kind in order:
            end = heads[number + 1].start if number + 1 < len(heads) else len(page.bare)
            spans[order.index(head.kind) + 1] = (head.end, end)
    if template.code == "2008":
        spans[7] = (0, len(page.bare))
    for table in template.tables:  # a missing heading doesn't hide its table
        spans.setdefault(table.section, (0, len(page.bare)))
    return read_tables(page, template, spans)


def _before_statistics(page: Page, heads: list[Head]) -> list[Head]:
    """The lines of the statistics table are numbered like parts; the table is one part."""
    at = page.bare.find("统计指标")
    if at < 0:
        return heads
    return [
        *(head for head in heads if head.start < at and head.kind != 7),
        Head(7, STATISTICS.title, at, at, 7),
    ]


def _has_statistics(page: Page) -> bool:
    return "统计指标" in page.bare or "主动公开规范性文件数" in page.bare


def _sections(page: Page, heads: list[Head], taken: list[Span], *, wrapped: bool) -> tuple[Section, ...]:
    """Text of the parts without their tables; what stands before the first is number 0.

    A workbook names a part twice, in the text and above the table: that is one part.
    """
    first = heads[0].start if heads else len(page.bare)
    made = {(0, -1): Section(0, "", text_of(page, (0, first), taken, wrapped=wrapped))} if first else {}
    for number, head in enumerate(heads):
        end = heads[number + 1].start if number + 1 < len(heads) else len(page.bare)
        text = text_of(page, (head.end, end), taken, wrapped=wrapped)
        key = (head.no, head.kind if head.kind >= 0 else -2 - number)
        before = made.get(key)
        title, words = (before.title, f"{before.text}\n{text}") if before else (head.title, text)
        made[key] = Section(head.no, title, words.strip())
    return tuple(made.values())


def _notes(facts: ReportFacts, how: str, heads: list[Head]) -> tuple[str, ...]:
    notes = []
    if how in ("period", "words"):
        notes.append(f"标题里没有年度，按正文当作 {facts.year} 年度。")
    if not facts.year:
        notes.append("看不出是哪一年度的报告。")
    if not heads:
        notes.append("没有找到各部分的标题，全文当作一段。")
    if facts.asked:
        notes.append(f"有 {len(facts.asked)} 格读不出来，要人填。")
    return tuple(notes)
