"""工作动态: 本机关的工作进展、活动和成果。"""

from gongkai.disclosure.declaring import ItemKind

KIND = ItemKind(
    code="work_news",
    label="工作动态",
    article="条例第二十条第（十五）项",
    stage="execution",
    route_class="short",
    genre="消息",
    summary="本机关的工作进展、活动和成果。",
    position=10,
)
