"""Publishing a report freezes its numbers, the records behind them and its words; a correction is a new version with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.registers.actions import freeze_year
from gongkai.reports.actions.common import (
    kind_of,
    locked,
    move,
    need_step,
    note,
    working_version,
    write_ledger,
)
from gongkai.reports.actions.refusals import NotReady
from gongkai.reports.models import Report, ReportVersion
from gongkai.reports.rules import from_json
from gongkai.reports.sections import filled


def publish(*, report_id: int, by: Standing, at: datetime) -> None:
    """The version in work becomes what the public reads; the one before stays for who looks back. 条例第四十九条"""
    with transaction.atomic():
        report = locked(report_id)
        step = need_step(report, "publish", by)
        version = working_version(report)
        _freeze(report, version, at)
        move(report, step, at=at, public_version_id=version.pk, published_at=report.published_at or at)
        note(report, act="publish", no=version.no, by=by, at=at, text=version.reason)
        if kind_of(report).freezes_registers:
            freeze_year(unit_id=report.unit_id, year=report.year, by=by.actor(), at=at)
        write_ledger(report, "publish", by.actor(), at, version=version.no, reason=version.reason)


def _freeze(report: Report, version: ReportVersion, at: datetime) -> None:
    cells, figures = from_json(version.cells), from_json(version.figures)
    ReportVersion.objects.filter(report=report, state="public").update(state="superseded")
    version.shown = [
        {**part, "text": filled(part["text"], cells=cells, figures=figures)} for part in version.sections
    ]
    version.state, version.frozen_at = "public", at
    version.save(update_fields=["shown", "state", "frozen_at"])


def correct(*, report_id: int, reason: str, by: Standing, at: datetime) -> int:
    """Begin a new version of a published report with what the public one holds; returns its number.

    The public one stays up until the new one has gone the whole way. 条例第六条
    """
    if len(reason.strip()) < 5:
        raise NotReady("写明更正什么、为什么，至少 5 个字。")
    with transaction.atomic():
        report = locked(report_id)
        step = need_step(report, "correct", by)
        public = ReportVersion.objects.get(report=report, state="public")
        version = ReportVersion.objects.get(pk=public.pk)
        version.pk, version.no, version.state = None, public.no + 1, "working"
        version.shown, version.frozen_at, version.reason = [], None, reason.strip()[:500]
        version.saved_at, version.saved_by = at, by.name[:80]
        version.save(force_insert=True)
        move(report, step, at=at, signed_by_id=None, signed_at=None, submitted_at=None, accepted_at=None)
        note(report, act="correct", no=version.no, by=by, at=at, text=version.reason)
        write_ledger(report, "correct", by.actor(), at, version=version.no, reason=version.reason)
    return version.no


def drop_correction(*, report_id: int, by: Standing, at: datetime) -> None:
    """Give up a correction in work; the public version stays as it is."""
    with transaction.atomic():
        report = locked(report_id)
        step = need_step(report, "drop_correction", by)
        if report.public_version_id is None:
            raise NotReady("这份报告还没有发布过，没有可放弃的更正。")
        version = working_version(report)
        no = version.no
        version.delete()
        move(report, step, at=at)
        note(report, act="drop_correction", no=no, by=by, at=at)
        write_ledger(report, "drop_correction", by.actor(), at, version=no)
