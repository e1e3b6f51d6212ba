"""机构职能: 职能、内设机构、办公地址、办公时间、联系方式、负责人姓名。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="organisation",
    label="机构职能",
    article="条例第二十条第（二）项",
    stage="management",
    route_class="standard",
    genre="说明",
    summary="职能、内设机构、办公地址、办公时间、联系方式、负责人姓名。",
    fields=(
        Field("head_name", "负责人姓名", "text"),
        Field("division", "分工", "long_text"),
    ),
    position=100,
)
