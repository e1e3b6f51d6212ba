"""会议: 常务会议、全体会议和专题会议讨论决定的事项。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="meeting",
    label="会议",
    article="国办发〔2016〕80号 附件细则",
    stage="decision",
    route_class="short",
    genre="纪要",
    summary="常务会议、全体会议和专题会议讨论决定的事项。",
    fields=(
        Field("held_on", "召开日期", "date", required=True),
        Field("presided_by", "主持人", "text"),
        Field("topics", "议题", "long_text", help="一行一个"),
    ),
    position=90,
)
