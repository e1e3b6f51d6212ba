"""A report of any kind as a paper, and the files that are made of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gongkai.reports import printing
from gongkai.reports.facts import ReportFacts
from gongkai.reports.kinds import REPORT_KINDS, report_title
from gongkai.reports.printing import Paper


@dataclass(frozen=True)
class Form:
    """A file that a report can be had as."""

    code: str
    label: str
    content_type: str
    write: Callable[[Paper], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMS: dict[str, Form] = {
    one.code: one
    for one in (
        Form("docx", "Word", f"{_OFFICE}wordprocessingml.document", printing.docx_of),
        Form("pdf", "PDF", "application/pdf", lambda paper: printing.pdf_of(paper, home=Path(settings.HOME))),
        Form("xlsx", "Excel", f"{_OFFICE}spreadsheetml.sheet", printing.xlsx_of),
        Form("html", "网页", "text/html; charset=utf-8", printing.html_file),
    )
}


def paper_for(facts: ReportFacts, *, kind: str, period: str = "") -> Paper:
    """The report laid out in the form of its kind."""
    title = report_title(facts.unit_name, facts.year, period, kind)
    return printing.paper_of(facts, template=REPORT_KINDS[kind].template_for(facts.year), title=title)
