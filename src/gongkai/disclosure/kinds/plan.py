"""规划计划: 国民经济和社会发展规划、专项规划、区域规划及年度计划。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="plan",
    label="规划计划",
    article="条例第二十条第（三）项",
    stage="decision",
    route_class="long",
    genre="规划",
    summary="国民经济和社会发展规划、专项规划、区域规划及年度计划。",
    fields=(
        Field("period_from", "规划起始年", "integer"),
        Field("period_to", "规划终止年", "integer"),
    ),
    asks_doc_no=True,
    wants_interpretation=True,
    position=50,
)
