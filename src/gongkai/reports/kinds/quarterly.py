"""政府信息公开情况季度统计表: every quarter, handed in by the 8th of the month after (地方做法，国办发〔2014〕32号)."""

from __future__ import annotations

from datetime import date

from gongkai.reports.declaring import ReportKind
from gongkai.reports.layouts import Column, Part, Row, Table, Template

_1, _2, _3, _4 = "一、主动公开", "二、服务", "三、依申请公开", "四、复议和诉讼"


def _row(figure: str, label: str, within: str, unit: str = "件", decimals: int = 0) -> Row:
    return Row(figure, label, (within,), unit=unit, decimals=decimals, figure=figure)


TEMPLATE = Template(
    code="quarterly",
    label="季度统计表",
    source="国办发〔2014〕32号（各地按季报，指标有增减）",
    from_year=2008,
    to_year=9999,
    parts=(
        Part(1, "统计表", ("表格",), owed=False),
        Part(2, "情况说明", ("数字变化大的原因",), "【数字变化大的，写明原因；没有的写“没有需要说明的”。】"),
    ),
    tables=(
        Table(
            code="quarterly",
            part="disclosure",
            section=1,
            title="政府信息公开情况统计表",
            corner="统计指标",
            columns=(Column("", "本季数"),),
            rows=(
                _row("item.published", "主动公开信息数（不同渠道公开同一信息计1条）", _1, "条"),
                _row("disclosure.normative_documents.made", "制发规范性文件数", _1),
                _row("disclosure.normative_documents.repealed", "废止规范性文件数", _1),
                _row("item.full_text_rate", "全文电子化率", _1, "%", 2),
                _row("register.reception.on_site", "现场接待", _2, "人次"),
                _row("register.reception.online", "网上咨询", _2, "人次"),
                _row("register.reception.phone", "电话咨询", _2, "人次"),
                _row("views.pages", "门户页面浏览", _2, "次"),
                _row("foi.new_received", "收到申请数", _3),
                _row("foi.results.total", "办结申请数", _3),
                _row("foi.results.granted", "予以公开", _3),
                _row("foi.results.partial", "部分公开", _3),
                _row("application.on_time_rate", "按时答复率", _3, "%", 2),
                _row("application.fees", "收取的信息处理费", _3, "元", 2),
                _row("dispute.review.total", "行政复议", _4),
                _row("dispute.litigation_direct.total", "未经复议直接起诉", _4),
                _row("dispute.litigation_after_review.total", "复议后起诉", _4),
            ),
        ),
    ),
)


def _template(year: int) -> Template:
    return TEMPLATE


def _due(year: int, period: str, scope: str) -> date:
    """The 8th of January, April, July, October (霍邱县做法); inner terms make it earlier."""
    return date(year + 1, 1, 8) if period == "4" else date(year, int(period) * 3 + 1, 8)


KIND = ReportKind(
    code="quarterly",
    label="政府信息公开情况统计表",
    article="国办发〔2014〕32号",
    template_for=_template,
    due=_due,
    periods=("1", "2", "3", "4"),
    period_words="第{}季度",
    position=20,
)
