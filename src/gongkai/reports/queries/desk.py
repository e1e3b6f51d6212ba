"""The report desk: how far every unit's report of a year is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gongkai.accounts.policies import Standing
from gongkai.reports import policies
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.models import Report
from gongkai.reports.queries.owing import Owing, owing_units
from gongkai.reports.states import HANDED_IN

NOT_BEGUN = "none"


@dataclass(frozen=True)
class ReportLine:
    """One unit's report; `report_id` None: not begun. `late`: past its term and not where it should be by then."""

    unit_id: int
    unit_code: str
    unit_name: str
    is_government: bool
    report_id: int | None
    state: str
    state_label: str
    signed_by: str
    submit_by: date | None
    publish_by: date | None
    submitted_on: date | None
    published_on: date | None
    late: str
    may_begin: bool


def report_lines(by: Standing, *, kind: str, year: int, period: str = "", today: date) -> list[ReportLine]:
    """Every unit that owes a report of the year, as far as the person may see it; the government first. Six queries."""
    rows = Report.objects.select_related("signed_by").filter(
        policies.visible_to(by), kind=kind, year=year, period=period
    )
    reports = {report.unit_id: report for report in rows}
    mine = by.unit_ids("officer", "leader")
    office = policies.may_run_reports(by)
    seen = None if by.sees_all else by.unit_ids()
    return [
        _line(one, reports.get(one.unit_id), today, may_begin=office or one.unit_id in mine)
        for one in owing_units(kind=kind, year=year)
        if seen is None or one.unit_id in seen
    ]


def _line(one: Owing, report: Report | None, today: date, *, may_begin: bool) -> ReportLine:
    labels = {s.code: s.label for kind in REPORT_KINDS.values() for s in kind.states} | {
        NOT_BEGUN: "没有开始"
    }
    state = report.state if report else NOT_BEGUN
    return ReportLine(
        unit_id=one.unit_id,
        unit_code=one.code,
        unit_name=one.name,
        is_government=one.is_government,
        report_id=report.pk if report else None,
        state=state,
        state_label=labels[state],
        signed_by=report.signed_by.full_name if report and report.signed_by else "",
        submit_by=report.submit_by if report else None,
        publish_by=report.publish_by if report else None,
        submitted_on=timezone.localdate(report.submitted_at) if report and report.submitted_at else None,
        published_on=timezone.localdate(report.published_at) if report and report.published_at else None,
        late=late_words(report, today) if report else "",
        may_begin=may_begin and report is None,
    )


def late_words(report: Report, today: date) -> str:
    """In words how a report is late; empty when it isn't. A correction of a published report is never late."""
    if report.published_at is not None or report.state == "filed":
        return ""
    if today > report.publish_by:
        return f"超过发布期限 {(today - report.publish_by).days} 天"
    if today > report.submit_by and report.state not in HANDED_IN:
        return f"超过提交期限 {(today - report.submit_by).days} 天"
    return ""


def counts_of(lines: list[ReportLine]) -> Mapping[str, int]:
    """How many stand in each state, with "late" and "all"."""
    found = Counter(line.state for line in lines)
    return found | {"late": sum(1 for line in lines if line.late), "all": len(lines)}


def report_ids(*, kind: str, year: int, period: str = "") -> dict[int, int]:
    """Unit → its report of the year, for work that goes over all of them."""
    rows = Report.objects.filter(kind=kind, year=year, period=period).order_by("id")
    return dict(rows.values_list("unit_id", "id"))


def years_with_reports(by: Standing, *, kind: str) -> list[int]:
    rows = Report.objects.filter(policies.visible_to(by), kind=kind)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)
