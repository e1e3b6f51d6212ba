"""What the disclosure office sets: inner terms, and units that owe a report (or none) though their kind says otherwise."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Subject
from gongkai.reports import policies
from gongkai.reports.actions.refusals import NotAllowed, ReportRefused
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.models import Report, ReportOwing, ReportTerm
from gongkai.reports.queries.owing import last_days
from gongkai.reports.rules import PUBLISH_BY, SCOPES, TERM_ACTS
from gongkai.units.queries import unit_by_id


def set_term(
    *, kind: str, scope: str, act: str, month: int, day: int, source: str, by: Standing, at: datetime
) -> None:
    """An inner term for handing in or publishing, not later than the law's. Open reports follow it."""
    _need_office(by)
    if kind not in REPORT_KINDS or scope not in SCOPES or act not in TERM_ACTS:
        raise ReportRefused("选谁的报告、做什么。")
    try:
        chosen = date(2025, month, day)
    except ValueError:
        raise ReportRefused(f"没有 {month} 月 {day} 日这一天。") from None
    if chosen > date(2025, *PUBLISH_BY[scope]):
        raise ReportRefused(f"不能晚于法定的 {PUBLISH_BY[scope][0]} 月 {PUBLISH_BY[scope][1]} 日。")
    if not source.strip():
        raise ReportRefused("写明依据。")
    with transaction.atomic():
        ReportTerm.objects.update_or_create(
            kind=kind, scope=scope, act=act,
            defaults={"month": month, "day": day, "source": source.strip()[:200], "set_at": at},
        )  # fmt: skip
        _follow(kind, scope)
        subject = Subject("report_term", f"{kind}.{scope}.{act}", f"{SCOPES[scope]}{TERM_ACTS[act]}期限")
        payload = {"month": month, "day": day, "source": source.strip()}
        record(actor=by.actor(), act="report.set_term", subject=subject, at=at, payload=payload)


def _follow(kind: str, scope: str) -> None:
    """The terms of reports that aren't published yet, counted anew."""
    rows = Report.objects.filter(kind=kind, is_government=scope == "government", published_at=None)
    open_ones = rows.exclude(state="filed")
    for year, period in open_ones.order_by().values_list("year", "period").distinct():
        to_submit, to_publish = last_days(kind=kind, year=year, period=period, scope=scope)
        open_ones.filter(year=year, period=period).update(submit_by=to_submit, publish_by=to_publish)


def note_owing(*, unit_id: int, from_year: int, owes: bool, reason: str, by: Standing, at: datetime) -> None:
    """From a year on this unit makes an annual report, or none, whatever its kind says."""
    _need_office(by)
    unit = unit_by_id(unit_id)
    if unit is None:
        raise ReportRefused("没有这个单位。")
    if not reason.strip():
        raise ReportRefused("写明依据。")
    with transaction.atomic():
        ReportOwing.objects.update_or_create(
            unit_id=unit_id,
            from_year=from_year,
            defaults={"owes": owes, "reason": reason.strip()[:200], "set_at": at},
        )
        payload = {"from_year": from_year, "owes": owes, "reason": reason.strip()}
        subject = Subject("unit", str(unit_id), unit.name)
        record(actor=by.actor(), act="report.note_owing", subject=subject, at=at, payload=payload)


def _need_office(by: Standing) -> None:
    if not policies.may_run_reports(by):
        raise NotAllowed("由政务公开办来定。")
