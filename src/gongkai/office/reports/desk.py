"""The report desk: every unit's report of a year, what is late and who has it; the disclosure office computes all at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.components.dates import day
from gongkai.components.parts import Cell, Column, Link, Row, Stat, Table
from gongkai.office.frame import works
from gongkai.office.one_form import NOT_ALLOWED, press
from gongkai.office.reports.reading import may_read
from gongkai.office.standing import forbidden, moment_of, needs, staff_required
from gongkai.reports.actions import building
from gongkai.reports.kinds import REPORT_KINDS, report_title
from gongkai.reports.policies import may_run_reports
from gongkai.reports.queries.desk import (
    NOT_BEGUN,
    ReportLine,
    counts_of,
    report_lines,
    years_with_reports,
)

only_workers = needs(works, "报告由办理信息公开的人员查看。")
VIEWS = {
    "all": "全部",
    "late": "过期的",
    NOT_BEGUN: "没有开始",
    "drafting": "起草中",
    "returned": "已退回",
    "signed": "已签发",
    "submitted": "已提交",
    "accepted": "已接收",
    "published": "已发布",
}
FIRST_YEAR = 2008


def year_asked(text: str, today: date) -> int:
    """The year asked for, else the one that reports are written about now: last year until autumn, then this one."""
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= today.year:
        return int(text)
    return today.year if today.month >= 10 else today.year - 1


def kind_asked(text: str) -> str:
    return text if text in REPORT_KINDS else "annual"


def desk_url(kind: str, year: int, view: str = "all", period: str = "") -> str:
    return f"{reverse('office:reports')}?kind={kind}&year={year}&period={period}&view={view}"


@staff_required
@only_workers
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    kind, year = kind_asked(request.GET.get("kind", "")), year_asked(request.GET.get("year", ""), now.today)
    declared = REPORT_KINDS[kind]
    period = (
        request.GET.get("period", "")
        if request.GET.get("period") in declared.periods
        else declared.periods[0]
    )
    view = request.GET.get("view", "") if request.GET.get("view") in VIEWS else "all"
    lines = report_lines(now.standing, kind=kind, year=year, period=period, today=now.today)
    counts = counts_of(lines)
    shown = [one for one in lines if view in ("all", one.state) or (view == "late" and one.late)]
    years = sorted({now.today.year, now.today.year - 1, year, *years_with_reports(now.standing, kind=kind)})
    return render(
        request,
        "office/reports/desk.html",
        {
            "title": report_title("", year, period, kind),
            "kind": kind,
            "kinds": sorted(REPORT_KINDS.values(), key=lambda one: one.position),
            "year": year,
            "years": years[::-1],
            "period": period,
            "periods": [(one, declared.period_label(one)) for one in declared.periods if one],
            "stats": _stats(counts, kind, year, period),
            "tabs": [
                Link(
                    f"{label} {counts.get(code, 0)}", desk_url(kind, year, code, period), current=code == view
                )
                for code, label in VIEWS.items()
                if code in ("all", view) or counts.get(code)
            ],
            "table": _table(shown),
            "begins": [one for one in shown if one.may_begin and not may_run_reports(now.standing)],
            "may_run": may_run_reports(now.standing),
            "may_read": may_read(now.standing),
        },
    )


def _stats(counts: Mapping[str, int], kind: str, year: int, period: str) -> list[Stat]:
    handed_in = sum(counts.get(state, 0) for state in ("submitted", "accepted", "published"))
    late = counts.get("late", 0)
    return [
        Stat(f"{counts['all']}", "个单位要编"),
        Stat(f"{handed_in}", "个已经提交"),
        Stat(f"{counts.get('published', 0)}", "个已经发布", desk_url(kind, year, "published", period)),
        Stat(f"{late}", "个过了期限", desk_url(kind, year, "late", period), level="late" if late else ""),
    ]


def _table(lines: list[ReportLine]) -> Table:
    columns = [
        Column("单位"), Column("状态"), Column("提交期限"), Column("发布期限", hide=True),
        Column("签发人", hide=True), Column("提交、发布", hide=True),
    ]  # fmt: skip
    rows = []
    for one in lines:
        link = reverse("office:report", args=[one.report_id]) if one.report_id else ""
        rows.append(
            Row([
                Cell(one.unit_name, link, note="本级政府汇总" if one.is_government else ""),
                Cell(state=one.state_label, note=one.late, level="late" if one.late else ""),
                day(one.submit_by) if one.submit_by else "",
                day(one.publish_by) if one.publish_by else "",
                one.signed_by,
                _days(one),
            ])
        )  # fmt: skip
    return Table("各单位的报告", columns, rows)


def _days(one: ReportLine) -> str:
    parts = []
    if one.submitted_on:
        parts.append(f"{day(one.submitted_on)}提交")
    if one.published_on:
        parts.append(f"{day(one.published_on)}发布")
    return "，".join(parts)


@staff_required
@require_POST
def compute_all(request: HttpRequest) -> HttpResponse:
    """A job for all units and the government; pressed twice it leads to the same job."""
    now = moment_of(request)
    kind, year = kind_asked(request.POST.get("kind", "")), year_asked(request.POST.get("year", ""), now.today)
    period = request.POST.get("period", "")
    if period not in REPORT_KINDS[kind].periods:
        raise Http404
    try:
        job = building.ask_for_all(kind=kind, year=year, period=period, by=now.standing, at=now.at)
    except NOT_ALLOWED as refusal:
        return forbidden(request, str(refusal))
    return HttpResponseRedirect(reverse("office:job", args=[job]))


@staff_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Compute one unit's report: begun where there is none yet."""
    now = moment_of(request)
    kind, year = kind_asked(request.POST.get("kind", "")), year_asked(request.POST.get("year", ""), now.today)
    unit, period = request.POST.get("unit", ""), request.POST.get("period", "")
    if not (unit.isascii() and unit.isdigit() and len(unit) < 15) or period not in REPORT_KINDS[kind].periods:
        raise Http404
    made: list[int] = []

    def act() -> None:
        made.append(
            building.compute(
                kind=kind, year=year, period=period, unit_id=int(unit), by=now.standing, at=now.at
            )
        )

    back = desk_url(kind, year, period=period)
    answer = press(request, act, done="数字算好了，接着写文字。", back=back)
    return HttpResponseRedirect(reverse("office:report", args=made)) if made else answer


urls = [
    path("reports/", desk, name="reports"),
    path("reports/compute/", compute_all, name="reports_compute"),
    path("reports/begin/", begin, name="report_begin"),
]
