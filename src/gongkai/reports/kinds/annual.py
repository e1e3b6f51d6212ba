"""政府信息公开工作年度报告."""

from __future__ import annotations

from gongkai.reports.declaring import ReportKind
from gongkai.reports.layouts import template_for_year

KIND = ReportKind(
    code="annual",
    label="政府信息公开工作年度报告",
    article="条例第四十九条、第五十条",
    template_for=template_for_year,
    position=10,
)
