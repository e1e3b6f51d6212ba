"""Last year's report from elsewhere: kept to compare with and for the carry-over, never shown as ours."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.reports.actions.common import locked, move, need_step, note, write_ledger
from gongkai.reports.actions.refusals import NotReady, ReportRefused
from gongkai.reports.facts import ReportFacts
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.models import Report, ReportVersion
from gongkai.reports.queries.owing import owing_units
from gongkai.reports.rules import to_json


def take_in(*, kind: str, unit_id: int, facts: ReportFacts, by: Standing, at: datetime) -> int:
    """Keep a finished report that was made elsewhere; returns the report's id.

    Raises NotReady where a cell couldn't be read (it is asked for, never guessed) or there already is a report.
    """
    _need_whole(facts, at)
    with transaction.atomic():
        if Report.objects.filter(kind=kind, unit=unit_id, year=facts.year, period="").exists():
            raise NotReady(f"{facts.year} 年的报告已经有了。")
        government = {one.unit_id for one in owing_units(kind=kind, year=facts.year) if one.is_government}
        last = REPORT_KINDS[kind].due(facts.year, "", "government" if unit_id in government else "unit")
        row = Report.objects.create(
            kind=kind, unit_id=unit_id, year=facts.year, template=facts.template,
            is_government=unit_id in government, submit_by=last, publish_by=last, created_at=at, changed_at=at,
        )  # fmt: skip
        report = locked(row.pk)
        step = need_step(report, "take_in", by)
        version = ReportVersion.objects.create(
            report=report,
            no=1,
            origin="imported",
            unit_name=facts.unit_name or report.unit.name,
            cells=to_json(dict(facts.cells())),
            sections=[{"no": s.no, "title": s.title, "text": s.text} for s in facts.sections],
            saved_at=at,
            saved_by=by.name[:80],
        )
        move(report, step, at=at)
        note(report, act="take_in", no=version.no, by=by, at=at)
        write_ledger(report, "take_in", by.actor(), at, template=facts.template)
    return report.pk


def _need_whole(facts: ReportFacts, at: datetime) -> None:
    if not 2008 <= facts.year < at.year:
        raise ReportRefused(f"年度 {facts.year} 不对，收的是已经过去的年度的报告。")
    known = {t.code for kind in REPORT_KINDS.values() for t in (kind.template_for(facts.year),)}
    if facts.template not in known:
        raise ReportRefused(f"{facts.year} 年的报告不用 {facts.template} 格式，核对年度。")
    if facts.asked:
        raise NotReady(f"还有 {len(facts.asked)} 格没有读出来，补上再收。")
