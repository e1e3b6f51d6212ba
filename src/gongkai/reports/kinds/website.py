"""政府网站工作年度报表: every website of the government, on its front page by 31 January (国办函〔2018〕12号)."""

from __future__ import annotations

from datetime import date

from gongkai.reports.declaring import ReportKind
from gongkai.reports.layouts import Column, Part, Row, Table, Template


def _row(figure: str, label: str, within: str, unit: str, decimals: int = 0) -> Row:
    return Row(figure, label, (within,), unit=unit, decimals=decimals, figure=figure)


_W = "register.website"

# The eight blocks are those of the circular; the lines inside them are 未核实.
TEMPLATE = Template(
    code="website",
    label="政府网站工作年度报表",
    source="国办函〔2018〕12号（块内细项未核实）",
    from_year=2017,
    to_year=9999,
    parts=(
        Part(1, "年度报表", ("表格",), owed=False),
        Part(
            2,
            "移动新媒体和创新发展",
            ("微博、微信的名称和发布量", "搜索、多语言、无障碍等"),
            "移动新媒体：【写明微博、微信的名称、信息发布量和关注量；没有的写“没有”。】\n"
            "创新发展：【写明搜索即服务、多语言版本、无障碍浏览等；没有的写“没有”。】",
        ),
    ),
    tables=(
        Table(
            code="website",
            part="disclosure",
            section=1,
            title="政府网站工作年度报表",
            corner="指标",
            columns=(Column("", "本年数"),),
            rows=(
                _row(f"{_W}.unique_visitors", "独立用户访问总量", "访问量", "个"),
                _row(f"{_W}.visits", "网站总访问量", "访问量", "次"),
                _row("item.published", "信息发布总数", "信息发布", "条"),
                _row(f"{_W}.columns_kept", "专栏专题维护数量", "专栏专题", "个"),
                _row(f"{_W}.columns_new", "专栏专题新开设数量", "专栏专题", "个"),
                _row("item.interpretation_rate", "解读及时率", "解读回应", "%", 2),
                _row(f"{_W}.registered_users", "注册用户数", "办事服务", "个"),
                _row(f"{_W}.services", "政务服务事项数量", "办事服务", "项"),
                _row(f"{_W}.services_online", "可全程在线办理", "办事服务", "项"),
                _row(f"{_W}.handled_persons", "自然人办件量", "办事服务", "件"),
                _row(f"{_W}.handled_companies", "法人办件量", "办事服务", "件"),
                _row("question.received", "收到留言", "互动交流", "条"),
                _row("question.answered", "办结留言", "互动交流", "条"),
                _row("question.days_average", "留言平均办理时间", "互动交流", "天", 2),
                _row(f"{_W}.surveys", "征集调查", "互动交流", "期"),
                _row(f"{_W}.survey_opinions", "收到意见", "互动交流", "条"),
                _row(f"{_W}.survey_results", "公布结果", "互动交流", "期"),
                _row(f"{_W}.interviews", "在线访谈", "互动交流", "期"),
                _row(f"{_W}.interview_messages", "网民留言", "互动交流", "条"),
                _row(f"{_W}.interview_answers", "答复留言", "互动交流", "条"),
                _row(f"{_W}.security_checks", "安全检测评估", "安全防护", "次"),
                _row(f"{_W}.security_problems", "发现问题", "安全防护", "个"),
                _row(f"{_W}.security_mended", "整改问题", "安全防护", "个"),
            ),
        ),
    ),
)


def _template(year: int) -> Template:
    return TEMPLATE


def _due(year: int, period: str, scope: str) -> date:
    return date(year + 1, 1, 31)


KIND = ReportKind(
    code="website",
    label="政府网站工作年度报表",
    article="国办函〔2018〕12号",
    template_for=_template,
    due=_due,
    for_units=False,
    position=30,
)
