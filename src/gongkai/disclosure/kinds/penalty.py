"""行政处罚和行政许可决定（双公示）: 对外管理中作出的决定。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="penalty",
    label="双公示",
    article="条例第二十条第（五）项、第（六）项",
    stage="result",
    route_class="standard",
    genre="决定书",
    summary="行政许可、行政处罚决定。当事人是自然人的，证件号码、住址、电话遮盖。",
    fields=(
        Field(
            "decision_type",
            "决定种类",
            "choice",
            choices=(("licence", "行政许可"), ("penalty", "行政处罚")),
        ),
        Field("decided_on", "作出决定的日期", "date"),
    ),
    asks_doc_no=True,
    takes_objections=True,
    position=24,
)
