"""A report's page: its tables with every cell a link to its records, what the checks found, its history, its files."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.components.dates import day, moment
from gongkai.components.parts import Cell, Column, HeadLine, Link, Row, Step, Table, VersionLine
from gongkai.figures.queries.opening import Record
from gongkai.office.standing import moment_of, staff_required
from gongkai.reports import printing
from gongkai.reports.asjson import report_json
from gongkai.reports.papers import FORMS, paper_for
from gongkai.reports.queries.checked import FoundLine, findings_of
from gongkai.reports.queries.facts import facts_of
from gongkai.reports.queries.page import ReportPage, report_for, report_page, version_for
from gongkai.reports.queries.records import CellPage, cell_page
from gongkai.reports.sections import number_words

MOST_FINDINGS = 60
MOST_DIFFERENCES = 12


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def page_or_404(request: HttpRequest, report_id: int) -> ReportPage:
    found = report_page(
        moment_of(request).standing, report_id, number=_number(request.GET.get("version", ""))
    )
    if found is None:
        raise Http404
    return found


def cell_url(report_id: int, address: str, version: int | None = None) -> str:
    there = reverse("office:report_cell", args=[report_id, address])
    return f"{there}?version={version}" if version else there


@staff_required
@require_safe
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    now, p = moment_of(request), page_or_404(request, report_id)
    version = version_for(p.report, p.version_no)
    if version is None:
        raise Http404
    found = findings_of(version, today=now.today)
    shown = None if p.is_current else p.version_no
    return render(
        request,
        "office/reports/report.html",
        {
            "p": p,
            "head": _head(p),
            "paper": printing.html_of(
                paper_for(p.facts, kind=p.kind.code, period=p.report.period),
                cell_link=lambda a: cell_url(report_id, a, shown),
                titled=False,
            ),
            "acts": [_act(report_id, one.act, one.label) for one in p.acts],
            "found": found[:MOST_FINDINGS],
            "found_count": len(found),
            "errors": sum(1 for one in found if one.severity == "error"),
            "jumps": [_jump(report_id, one) for one in found[:MOST_FINDINGS]],
            "differences": p.differences[:MOST_DIFFERENCES],
            "more_differences": p.differences[MOST_DIFFERENCES:],
            "steps": _steps(p),
            "versions": _versions(p),
            "files": [
                Link(label, reverse("office:report_file", args=[report_id, form]))
                for form, label in [*((one.code, one.label) for one in FORMS.values()), (JSON, "JSON")]
            ],
            "back": f"{reverse('office:reports')}?kind={p.kind.code}&year={p.report.year}&period={p.report.period}",
        },
    )


def _head(p: ReportPage) -> list[HeadLine]:
    r = p.report
    signed = f"{r.signed_by.full_name}，{moment(r.signed_at)}" if r.signed_by and r.signed_at else ""
    lines = [
        HeadLine("单位", r.unit.name),
        HeadLine("格式", p.template.label, note=p.template.source),
        HeadLine("提交期限", day(r.submit_by)),
        HeadLine("发布期限", day(r.publish_by), note=p.kind.article),
        HeadLine("数字算到", moment(p.computed_at) if p.computed_at else "不是在这里算的"),
        HeadLine("签发", signed),
    ]
    if p.missing:
        lines.append(HeadLine("还没有报告的单位", "、".join(p.missing), wide=True, level="late"))
    return [one for one in lines if one.value]


def _act(report_id: int, act: str, label: str) -> Link:
    return Link(
        label, reverse("office:report_act", args=[report_id, act]), note="plain" if act in QUIET else ""
    )


QUIET = frozenset({"return_report", "take_back", "correct", "drop_correction"})


def _jump(report_id: int, one: FoundLine) -> tuple[FoundLine, str]:
    """Where a finding leads on the page: its cell, or the words to be mended."""
    if one.place.startswith("section."):
        return (
            one,
            f"{reverse('office:report_words', args=[report_id])}#part-{one.place.removeprefix('section.')}",
        )
    return one, f"#{one.place}" if one.place else ""


def _steps(p: ReportPage) -> list[Step]:
    last = len(p.remarks) - 1
    return [
        Step(
            one.label,
            "returned" if one.act == "return_report" else "here" if place == last else "done",
            one.by,
            one.at,
            _said(one.text, [label for _, label in one.cells]),
        )
        for place, one in enumerate(p.remarks)
    ]


def _said(text: str, cells: list[str]) -> str:
    return f"{text}（{'、'.join(cells)}）" if cells else text


def _versions(p: ReportPage) -> list[VersionLine]:
    if len(p.versions) < 2:
        return []
    here = reverse("office:report", args=[p.id])
    return [
        VersionLine(one.no, one.frozen_at, one.reason or one.state_label, one.state_label, f"{here}?version={one.no}", current=one.shown)
        for one in p.versions
    ]  # fmt: skip


# ---- behind a cell -------------------------------------------------------------------------------------


@staff_required
@require_safe
def cell(request: HttpRequest, report_id: int, address: str) -> HttpResponse:
    """The records behind a number: their count for all who see the report, themselves for whoever may open them."""
    now = moment_of(request)
    found = cell_page(now.standing, report_id, address, number=_number(request.GET.get("version", "")))
    if found is None:
        raise Http404
    back = f"{reverse('office:report', args=[report_id])}#{found.cell.address}"
    return render(
        request,
        "office/reports/cell.html",
        {
            "c": found,
            "title": found.cell.label,
            "value": f"{number_words(found.value)} {found.cell.unit}"
            if found.value is not None
            else "没有数",
            "back": back,
            "addends": _addends(found),
            "table": _records(found),
        },
    )


def _addends(found: CellPage) -> Table | None:
    if not found.addends:
        return None
    rows = [
        Row([
            Cell(one.unit_name, cell_url(one.report_id, found.cell.address) if one.report_id else "",
                 note="本级政府自己的" if one.unit_id == found.report.unit_id else ""),
            number_words(one.number),
        ])
        for one in found.addends
    ]  # fmt: skip
    return Table("由这些单位的数相加", [Column("单位"), Column("数", numeric=True)], rows)


def _records(found: CellPage) -> Table | None:
    if not found.records:
        return None
    columns = [
        Column("编号"),
        Column("标题"),
        Column("日期", hide=True),
        Column("单位", hide=True),
        Column("哪里的", hide=True),
    ]
    rows = [
        Row(
            [
                one.number or "—",
                Cell(one.title, _record_url(one)),
                day(one.on) if one.on else "",
                one.unit_name,
                label,
            ]
        )
        for label, one in found.records
    ]
    return Table("背后的记录", columns, rows)


def _record_url(one: Record) -> str:
    names = {"case": "office:case", "item": "office:desk"}
    return reverse(names[one.source], args=[one.id]) if one.source in names else ""


# ---- files ---------------------------------------------------------------------------------------------


JSON = "json"


@staff_required
@require_safe
def file(request: HttpRequest, report_id: int, form: str) -> HttpResponse:
    found = report_for(moment_of(request).standing, report_id)
    version = version_for(found) if found else None
    if found is None or version is None or form not in (*FORMS, JSON):
        raise Http404
    facts = facts_of(version)
    if form == JSON:
        told = json.dumps({"reports": [report_json(facts)]}, ensure_ascii=False, indent=2)
        answer = HttpResponse(told, content_type="application/json")
    else:
        paper = paper_for(facts, kind=found.kind, period=found.period)
        answer = HttpResponse(FORMS[form].write(paper), content_type=FORMS[form].content_type)
    name = f"{facts.unit_code}-{facts.year}{found.period and f'-{found.period}'}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


urls = [
    path("reports/<int:report_id>/", report, name="report"),
    path("reports/<int:report_id>/cell/<path:address>/", cell, name="report_cell"),
    path("reports/<int:report_id>/file/<slug:form>/", file, name="report_file"),
]
