"""The form from 2021 on: 国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》."""

from __future__ import annotations

from gongkai.reports.layouts.grids import DISPUTES, OTHER_2021, foi_table
from gongkai.reports.layouts.samples import OTHER_MATTERS, OVERALL, OVERALL_GOVERNMENT, PROBLEMS
from gongkai.reports.layouts.shapes import Column, Part, Row, Table, Template

_DOCUMENTS = Table(
    code="documents",
    part="disclosure",
    section=2,
    title="主动公开政府信息情况",
    heading="第二十条第（一）项",
    columns=(
        Column("made", "本年制发件数"),
        Column("repealed", "本年废止件数"),
        Column("valid", "现行有效件数"),
    ),
    rows=(Row("regulations", "规章"), Row("normative_documents", "行政规范性文件")),
)


def _decisions(code: str, heading: str, *rows: Row) -> Table:
    return Table(
        code=code,
        part="disclosure",
        section=2,
        title="主动公开政府信息情况",
        heading=heading,
        columns=(Column("processed", "本年处理决定数量"),),
        rows=rows,
    )


_FEES = Table(
    code="fees",
    part="disclosure",
    section=2,
    title="主动公开政府信息情况",
    heading="第二十条第（八）项",
    columns=(Column("amount", "本年收费金额（单位：万元）", unit="万元"),),
    rows=(Row("fees", "行政事业性收费", unit="万元", decimals=6),),
)

TEMPLATE_2021 = Template(
    code="2021",
    label="2021 年起的格式",
    source="国办公开办函〔2021〕30号",
    from_year=2021,
    to_year=9999,
    parts=(
        Part(
            1,
            "总体情况",
            ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"),
            OVERALL,
            OVERALL_GOVERNMENT,
        ),
        Part(2, "主动公开政府信息情况", ("表格",), owed=False),
        Part(3, "收到和处理政府信息公开申请情况", ("表格",), owed=False),
        Part(4, "政府信息公开行政复议、行政诉讼情况", ("表格",), owed=False),
        Part(5, "存在的主要问题及改进情况", ("存在的主要问题", "改进情况"), PROBLEMS),
        Part(6, "其他需要报告的事项", ("收取信息处理费的情况",), OTHER_MATTERS),
    ),
    tables=(
        _DOCUMENTS,
        _decisions("licensing", "第二十条第（五）项", Row("licensing", "行政许可")),
        _decisions(
            "enforcement",
            "第二十条第（六）项",
            Row("punishment", "行政处罚"),
            Row("coercion", "行政强制"),
        ),
        _FEES,
        foi_table(OTHER_2021),
        DISPUTES,
    ),
)
