"""A report's way from the unit to the disclosure office and back: sign, submit, take back, return, accept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.accounts.policies import Standing
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
from gongkai.reports.queries.standing_in_the_way import in_the_way_of


def sign(*, report_id: int, by: Standing, at: datetime) -> None:
    """The leader answers for the report (分管领导为第一责任人). Raises NotReady with what is still to be done."""
    with transaction.atomic():
        report, version = _locked_with_version(report_id)
        step = need_step(report, "sign", by)
        if words := in_the_way_of(version):
            raise NotReady("；".join(words) + "。")
        move(report, step, at=at, signed_by_id=by.user_id, signed_at=at)
        _told(report, version, step.act, by, at)


def submit(*, report_id: int, by: Standing, at: datetime) -> None:
    """Hand the signed report in to the disclosure office. 条例第四十九条"""
    _step("submit", report_id, by, at, submitted_at=at)


def accept(*, report_id: int, by: Standing, at: datetime) -> None:
    """The disclosure office has nothing more to say about it."""
    _step("accept", report_id, by, at, accepted_at=at)


def return_report(
    *, report_id: int, reason: str, cells: Sequence[str] = (), by: Standing, at: datetime
) -> None:
    """Back to the unit with a remark that may name cells; it has to be signed and handed in anew."""
    words = _reason(reason, "写明为什么退回、改哪里。")
    _step(
        "return_report", report_id, by, at, words, cells,
        signed_by_id=None, signed_at=None, submitted_at=None, accepted_at=None,
    )  # fmt: skip


def take_back(*, report_id: int, reason: str, by: Standing, at: datetime) -> None:
    """The unit itself stops its report before it was accepted."""
    words = _reason(reason, "写明为什么收回。")
    _step("take_back", report_id, by, at, words, signed_by_id=None, signed_at=None, submitted_at=None)


def _step(
    act: str, report_id: int, by: Standing, at: datetime, text: str = "", cells: Sequence[str] = (),
    **columns: Any,
) -> None:  # fmt: skip
    with transaction.atomic():
        report, version = _locked_with_version(report_id)
        step = need_step(report, act, by)
        known = kind_of(report).template_for(report.year).by_address
        named = [address for address in cells if address in known]
        move(report, step, at=at, **columns)
        _told(report, version, act, by, at, text, named)


def _locked_with_version(report_id: int) -> tuple[Report, ReportVersion]:
    report = locked(report_id)
    return report, working_version(report)


def _reason(text: str, words: str) -> str:
    if len(text.strip()) < 2:
        raise NotReady(words)
    return text.strip()


def _told(
    report: Report, version: ReportVersion, act: str, by: Standing, at: datetime, text: str = "",
    cells: Sequence[str] = (),
) -> None:  # fmt: skip
    note(report, act=act, no=version.no, by=by, at=at, text=text, cells=cells)
    payload: dict[str, Any] = {"version": version.no}
    if text:
        payload["reason"] = text
    if cells:
        payload["cells"] = list(cells)
    write_ledger(report, act, by.actor(), at, **payload)
