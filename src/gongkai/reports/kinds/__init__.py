"""Every kind of report, one file each."""

from __future__ import annotations

from gongkai.reports.declaring import ReportKind
from gongkai.reports.kinds import annual

REPORT_KINDS: dict[str, ReportKind] = {kind.code: kind for kind in (annual.KIND,)}


def report_title(unit_name: str, year: int, period: str, kind: str) -> str:
    """ "青禾县农业农村局2025年政府信息公开工作年度报告"."""
    quarter = f"第{period}季度" if period else ""
    return f"{unit_name}{year}年{quarter}{REPORT_KINDS[kind].label}"
