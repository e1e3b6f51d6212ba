"""工作总结: the year in words, its numbers live."""

from __future__ import annotations

from datetime import date

from gongkai.reports.declaring import ReportKind
from gongkai.reports.layouts import Part, Template

TEMPLATE = Template(
    code="work_summary",
    label="工作总结",
    source="各地惯例",
    from_year=2008,
    to_year=9999,
    parts=(
        Part(
            1,
            "主要工作",
            ("主动公开", "依申请公开", "解读回应", "平台和渠道", "保障"),
            "（一）主动公开。全年公开信息 {{figure:item.published}} 条，按时公开率 {{figure:item.on_time_rate}}%，"
            "应公开已公开率 {{figure:duty.met_rate}}%。\n"
            "（二）依申请公开。新收 {{figure:foi.new_received}} 件，办结 {{figure:foi.results.total}} 件，"
            "按时答复率 {{figure:application.on_time_rate}}%。\n"
            "（三）解读回应。收到来信 {{figure:letter.received}} 件，答复 {{figure:letter.answered}} 件；"
            "热线工单 {{figure:order.received}} 件，按时办结率 {{figure:order.on_time_rate}}%。\n"
            "（四）保障。举办培训 {{figure:register.trainings.entries}} 期，参加 {{figure:register.trainings.people}} 人次，"
            "信息员培训覆盖率 {{figure:officer.trained_rate}}%；"
            "召开领导小组会议 {{figure:register.meetings.entries}} 次。",
        ),
        Part(2, "存在的问题", (), "【写本年实际存在的问题。】"),
        Part(3, "下一步打算", (), "【写明做法、时限和负责的人。】"),
    ),
    tables=(),
)


def _template(year: int) -> Template:
    return TEMPLATE


def _due(year: int, period: str, scope: str) -> date:
    return date(year + 1, 12, 31)


KIND = ReportKind(
    code="work_summary",
    label="政务公开工作总结",
    article="条例第四十六条",
    template_for=_template,
    due=_due,
    position=50,
)
