"""应急管理: 突发公共事件的应急预案、预警信息和应对情况。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="emergency",
    label="应急管理",
    article="条例第二十条第（十二）项",
    stage="management",
    route_class="short",
    genre="通告",
    summary="突发公共事件的应急预案、预警信息和应对情况。",
    fields=(
        Field(
            "event_level",
            "级别",
            "choice",
            choices=(
                ("plan", "预案"),
                ("blue", "蓝色预警"),
                ("yellow", "黄色预警"),
                ("orange", "橙色预警"),
                ("red", "红色预警"),
                ("response", "应对情况"),
            ),
        ),
        Field("warning_to_at", "预警解除", "text"),
    ),
    position=120,
)
