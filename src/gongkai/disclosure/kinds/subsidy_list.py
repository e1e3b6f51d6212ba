"""补贴救助公示: 领取补贴、救助的人员名单，公示一段时间听取异议。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="subsidy_list",
    label="补贴救助公示",
    article="条例第二十条第（九）项、第二十一条",
    stage="result",
    route_class="standard",
    genre="公示",
    summary="领取补贴、救助的人员名单，公示一段时间听取异议。姓名、村组、金额照登，证件号码、卡号、电话遮盖。",
    fields=(
        Field("notice_from_on", "公示开始日期", "date"),
        Field("notice_to_on", "公示截止日期", "date", help="不少于 7 天"),
        Field("objection_to", "异议向谁提", "text", help="单位、电话"),
    ),
    takes_objections=True,
    least_notice_days=7,
    position=22,
)
