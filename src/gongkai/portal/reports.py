"""Published annual reports: the list under 政府信息公开年报, each as a page, and as files and open data."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from gongkai.components.parts import FileLine, Link
from gongkai.portal.answering import revalidated, show
from gongkai.portal.listing import needed
from gongkai.reports import printing
from gongkai.reports.asjson import report_json
from gongkai.reports.facts import ReportFacts
from gongkai.reports.queries.public import PublicLine, public_lines, public_report, public_years
from gongkai.units.queries import unit_by_code

JSON, XLSX = "application/json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _json(reports: list[ReportFacts]) -> bytes:
    return json.dumps(
        {"reports": [report_json(one) for one in reports]}, ensure_ascii=False, indent=1
    ).encode()


FILES: dict[str, tuple[str, str, Callable[[ReportFacts], bytes]]] = {
    "report.docx": ("Word", WORD, printing.word),
    "report.pdf": ("PDF", "application/pdf", printing.pdf),
    "data.xlsx": ("Excel，开放数据", XLSX, printing.workbook),
    "data.json": ("JSON，开放数据", JSON, lambda facts: _json([facts])),
}


def reports_url(year: int, code: str, file: str = "") -> str:
    return f"/annual-reports/{year}/{code}/{file}"


def listed(unit_ids: list[int] | None, asked_year: str) -> tuple[list[PublicLine], list[Link]]:
    """Reports for the block: of a unit all its years, of the whole government one year, with the other years to choose."""
    if unit_ids is not None:
        return public_lines(unit_ids=unit_ids), []
    years = public_years()
    if not years:
        return [], []
    chosen = (
        int(asked_year)
        if asked_year.isascii() and asked_year.isdigit() and int(asked_year[:5]) in years
        else years[0]
    )
    links = [Link(f"{year} 年", f"/annual-reports/?year={year}", current=year == chosen) for year in years]
    return public_lines(year=chosen), links if len(links) > 1 else []


@revalidated
def report(request: HttpRequest, year: int, code: str) -> HttpResponse:
    found = needed(public_report(unit_code=code, year=year))
    unit = needed(unit_by_code(code))
    return show(
        request,
        "portal/annual-report.html",
        {
            "r": found,
            "unit": unit,
            "paper": printing.page(found.facts),
            "files": [
                FileLine(
                    f"{found.line.title}（{label}）",
                    reports_url(year, code, name),
                    kind=name.rpartition(".")[2].upper(),
                )
                for name, (label, *_) in FILES.items()
            ],
            "trail": [
                Link("首页", "/"),
                Link("政府信息公开年报", "/annual-reports/"),
                Link(unit.name, f"/unit/{code}/annual-reports/"),
                Link(f"{year} 年"),
            ],
        },
    )


@revalidated
def file(request: HttpRequest, year: int, code: str, name: str) -> HttpResponseBase:
    """A published report as a file; `all` in place of a unit's code: the open data of all reports of a year."""
    if code == "all" and name == "data.json":
        lines = public_lines(year=year)
        found = [public_report(unit_code=one.unit_code, year=year) for one in lines]
        needed(lines or None)
        return _file(_json([one.facts for one in found if one]), JSON, f"annual-reports-{year}.json")
    one = needed(public_report(unit_code=code, year=year))
    _, content_type, write = needed(FILES.get(name))
    return _file(write(one.facts), content_type, f"{code}-{year}-{name}")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
