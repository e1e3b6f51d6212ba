"""公告公示: 告知公众一件事，或者把名单、结果公示一段时间听取异议。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="notice",
    label="公告公示",
    article="条例第二十条、第二十一条",
    stage="service",
    route_class="standard",
    genre="公告",
    summary="告知公众一件事，或者把名单、结果公示一段时间听取异议。",
    fields=(
        Field("notice_from_on", "公示开始日期", "date", help="公示类填写；普通公告不填"),
        Field("notice_to_on", "公示截止日期", "date", help="补贴、低保等公示不少于 7 天"),
        Field("objection_to", "异议向谁提", "text", help="单位、电话"),
    ),
    position=20,
)
