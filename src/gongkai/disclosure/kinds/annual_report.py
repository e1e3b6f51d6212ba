"""政府信息公开年报: 上一年度政府信息公开工作年度报告。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="annual_report",
    label="政府信息公开年报",
    article="条例第四十九条、第五十条",
    stage="result",
    route_class="long",
    genre="报告",
    summary="上一年度政府信息公开工作年度报告。",
    fields=(Field("report_year", "报告年度", "integer", required=True, help="例如 2025"),),
    term="item.annual_report",
    position=110,
)
