"""每月通报表: what each unit published and answered in a month, for the disclosure office's bulletin."""

from __future__ import annotations

from datetime import date

from gongkai.reports.declaring import ReportKind
from gongkai.reports.layouts import Column, Part, Row, Table, Template


def _row(figure: str, label: str, unit: str = "件", decimals: int = 0) -> Row:
    return Row(figure, label, unit=unit, decimals=decimals, figure=figure)


TEMPLATE = Template(
    code="bulletin",
    label="每月通报表",
    source="各地惯例",
    from_year=2008,
    to_year=9999,
    parts=(
        Part(1, "本月数据", ("表格",), owed=False),
        Part(2, "通报", ("好的做法", "要改的问题"), "【写明好的做法和要改的问题。】"),
    ),
    tables=(
        Table(
            code="bulletin",
            part="disclosure",
            section=1,
            title="本月数据",
            corner="指标",
            columns=(Column("", "本月"),),
            rows=(
                _row("item.published", "公开信息", "条"),
                _row("item.on_time_rate", "按时公开率", "%", 2),
                _row("duty.owed", "欠公开的栏目", "个"),
                _row("foi.new_received", "收到申请"),
                _row("foi.results.total", "办结申请"),
                _row("application.on_time_rate", "申请按时答复率", "%", 2),
                _row("letter.received", "收到来信"),
                _row("letter.on_time_rate", "来信按时办结率", "%", 2),
                _row("order.received", "热线工单"),
                _row("order.on_time_rate", "热线工单按时办结率", "%", 2),
            ),
        ),
    ),
)


def _template(year: int) -> Template:
    return TEMPLATE


def _due(year: int, period: str, scope: str) -> date:
    """The 10th of the month after, until the office sets its own."""
    month = int(period)
    return date(year + 1, 1, 10) if month == 12 else date(year, month + 1, 10)


KIND = ReportKind(
    code="bulletin",
    label="政务公开通报表",
    article="条例第四十七条",
    template_for=_template,
    due=_due,
    periods=tuple(str(month) for month in range(1, 13)),
    period_words="{}月",
    position=60,
)
