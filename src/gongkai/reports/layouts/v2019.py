"""The first form, for the years 2019 and 2020 (document number 未核实); table 1 differs, (六) of table 2 is one row."""

from __future__ import annotations

from gongkai.reports.layouts.grids import DISPUTES, OTHER_2019, foi_table
from gongkai.reports.layouts.samples import OTHER_MATTERS, OVERALL_2019, OVERALL_GOVERNMENT_2019, PROBLEMS
from gongkai.reports.layouts.shapes import Column, Part, Row, Table, Template

_TITLE = "主动公开政府信息情况"
_MATTERS = (
    Column("last_year", "上一年项目数量", unit="项"),
    Column("change", "本年增/减", unit="项"),
    Column("processed", "处理决定数量", unit="件"),
)


def _table1(code: str, item: str, rows: tuple[Row, ...], columns: tuple[Column, ...]) -> Table:
    return Table(
        code=code,
        part="disclosure",
        section=2,
        title=_TITLE,
        heading=f"第二十条第（{item}）项",
        rows=rows,
        columns=columns,
    )


TEMPLATE_2019 = Template(
    code="2019",
    label="2019、2020 年度的格式",
    source="2019 年首版格式（文号未核实）",
    from_year=2019,
    to_year=2020,
    parts=(
        Part(
            1,
            "总体情况",
            ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障"),
            OVERALL_2019,
            OVERALL_GOVERNMENT_2019,
        ),
        Part(2, _TITLE, ("表格",), owed=False),
        Part(3, "收到和处理政府信息公开申请情况", ("表格",), owed=False),
        Part(4, "政府信息公开行政复议、行政诉讼情况", ("表格",), owed=False),
        Part(5, "存在的主要问题及改进情况", ("存在的主要问题", "改进情况"), PROBLEMS),
        Part(6, "其他需要报告的事项", (), OTHER_MATTERS),
    ),
    tables=(
        _table1(
            "documents",
            "一",
            (Row("regulations", "规章"), Row("normative_documents", "规范性文件")),
            (
                Column("made", "本年新制作数量"),
                Column("published", "本年新公开数量"),
                Column("total_public", "对外公开总数量"),
            ),
        ),
        _table1(
            "licensing",
            "五",
            (
                Row("licensing", "行政许可", unit="项", signed=True),
                Row("other_services", "其他对外管理服务事项", unit="项", signed=True),
            ),
            _MATTERS,
        ),
        _table1(
            "enforcement",
            "六",
            (
                Row("punishment", "行政处罚", unit="项", signed=True),
                Row("coercion", "行政强制", unit="项", signed=True),
            ),
            _MATTERS,
        ),
        _table1(
            "fees",
            "八",
            (Row("fees", "行政事业性收费", unit="项", signed=True),),
            (
                Column("last_year", "上一年项目数量", unit="项"),
                Column("change", "本年增/减", unit="项"),
            ),
        ),
        _table1(
            "procurement",
            "九",
            (Row("procurement", "政府集中采购", unit="项", decimals=6),),
            (
                Column("projects", "采购项目数量", unit="项"),
                Column("amount", "采购总金额（单位：万元）", unit="万元"),
            ),
        ),
        foi_table(OTHER_2019),
        DISPUTES,
    ),
)
