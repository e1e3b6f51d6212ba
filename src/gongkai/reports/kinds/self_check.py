"""自查报告: how far each unit meets what it owes, with the words of what it will mend (条例第四十六条、第四十七条)."""

from __future__ import annotations

from datetime import date

from gongkai.reports.declaring import ReportKind
from gongkai.reports.layouts import Column, Part, Row, Table, Template

_1, _2, _3 = "主动公开", "依申请公开", "来信和热线"


def _row(figure: str, label: str, within: str, unit: str = "%", decimals: int = 2) -> Row:
    return Row(figure, label, (within,), unit=unit, decimals=decimals, figure=figure)


TEMPLATE = Template(
    code="self_check",
    label="自查报告",
    source="条例第四十六条、第四十七条",
    from_year=2008,
    to_year=9999,
    parts=(
        Part(
            1,
            "自查情况",
            ("自查的范围和方法", "总的评价"),
            "全年公开信息 {{figure:item.published}} 条，欠公开的栏目 {{figure:duty.owed}} 个；"
            "收到申请 {{figure:foi.new_received}} 件。\n【写明自查的范围、方法和总的评价。】",
        ),
        Part(2, "自查数据", ("表格",), owed=False),
        Part(3, "发现的问题", ("逐条写",), "【逐条写发现的问题和涉及的栏目、件。】"),
        Part(4, "整改措施", ("做法、时限、责任人",), "【对每个问题写明做法、时限和负责的人。】"),
    ),
    tables=(
        Table(
            code="self_check",
            part="disclosure",
            section=2,
            title="自查数据",
            corner="指标",
            columns=(Column("", "本年"),),
            rows=(
                _row("duty.met_rate", "应公开已公开率", _1),
                _row("duty.owed", "欠公开的栏目", _1, "个", 0),
                _row("duty.by_reference", "引用上级公开的栏目", _1, "个", 0),
                _row("duty.by_statement", "发布情况说明的栏目", _1, "个", 0),
                _row("item.on_time_rate", "按时公开率", _1),
                _row("item.days_to_publish", "从成文到公开的天数（中位数）", _1, "天", 1),
                _row("item.full_text_rate", "全文电子化率", _1),
                _row("item.delivery_rate", "文本及时送交率", _1),
                _row("item.interpretation_rate", "解读及时率", _1),
                _row("foi.new_received", "收到的申请", _2, "件", 0),
                _row("application.on_time_rate", "按时答复率", _2),
                _row("application.days_average", "平均办理天数", _2, "个工作日"),
                _row("letter.on_time_rate", "来信按时办结率", _3),
                _row("letter.satisfaction_rate", "来信满意率", _3),
                _row("order.on_time_rate", "热线工单按时办结率", _3),
                _row("order.satisfaction_rate", "热线工单满意率", _3),
            ),
        ),
    ),
)


def _template(year: int) -> Template:
    return TEMPLATE


def _due(year: int, period: str, scope: str) -> date:
    """No term of the law; the office sets its own. The end of the year after is only a frame for it."""
    return date(year + 1, 12, 31)


KIND = ReportKind(
    code="self_check",
    label="政务公开自查报告",
    article="条例第四十六条、第四十七条",
    template_for=_template,
    due=_due,
    position=40,
)
