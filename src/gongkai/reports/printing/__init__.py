"""A report as Word, PDF, workbook and page, all made of one paper; other documents print through the same paper.

word(facts), pdf(facts), workbook(facts)   the files, as bytes
page(facts, cell_link=...)                 a part of a page (link reports/paper.css); html(facts) is a page of its own
paper_of(facts)                            the paper; docx_of, pdf_of, xlsx_of, html_of, html_file print any paper
charts                                     bars, columns and lines as SVG, each with its table
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from gongkai.reports.facts import ReportFacts
from gongkai.reports.printing.annual import paper_of, title_of
from gongkai.reports.printing.pdf import pdf_of
from gongkai.reports.printing.shapes import Cell, Grid, Heading, Paper, Text, text_of
from gongkai.reports.printing.tables import form, grouped_table, plain_table
from gongkai.reports.printing.web import CellLink, html_file, html_of
from gongkai.reports.printing.word import docx_of
from gongkai.reports.printing.workbook import xlsx_of


def word(facts: ReportFacts) -> bytes:
    """DOCX in the prescribed layout."""
    return docx_of(paper_of(facts))


def pdf(facts: ReportFacts, *, home: Path | None = None) -> bytes:
    """Tagged PDF/A. Raises NoChineseFont where no font draws Chinese. `home`: of the installation unless given."""
    return pdf_of(paper_of(facts), home=home or Path(settings.HOME))


def workbook(facts: ReportFacts) -> bytes:
    """XLSX: text, a sheet for every table, all figures as a list with their addresses."""
    return xlsx_of(paper_of(facts))


def page(facts: ReportFacts, cell_link: CellLink | None = None, *, titled: bool = True) -> str:
    """The article for a page that links reports/paper.css. `cell_link` leads from a cell's address to its records."""
    return html_of(paper_of(facts), cell_link=cell_link, titled=titled)


def html(facts: ReportFacts) -> bytes:
    """A page of its own in one file."""
    return html_file(paper_of(facts))


__all__ = [
    "Cell",
    "CellLink",
    "Grid",
    "Heading",
    "Paper",
    "Text",
    "docx_of",
    "form",
    "grouped_table",
    "html",
    "html_file",
    "html_of",
    "page",
    "paper_of",
    "pdf",
    "pdf_of",
    "plain_table",
    "text_of",
    "title_of",
    "word",
    "workbook",
    "xlsx_of",
]
