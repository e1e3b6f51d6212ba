"""政府信息公开工作年度报告."""

from __future__ import annotations

from datetime import date

from gongkai.reports.declaring import ReportKind
from gongkai.reports.layouts import template_for_year
from gongkai.reports.rules import legal_day


def _due(year: int, period: str, scope: str) -> date:
    return legal_day(year=year, scope=scope)


KIND = ReportKind(
    code="annual",
    label="政府信息公开工作年度报告",
    article="条例第四十九条、第五十条",
    template_for=template_for_year,
    due=_due,
    summed=True,
    public=True,
    freezes_registers=True,
    position=10,
)
