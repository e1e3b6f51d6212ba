"""行政规范性文件: 涉及公民、法人权利义务，有普遍约束力，在一定期限内反复适用的文件。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="normative_document",
    label="行政规范性文件",
    article="条例第二十条第（一）项",
    stage="decision",
    route_class="long",
    genre="通知",
    summary="涉及公民、法人权利义务，有普遍约束力，在一定期限内反复适用的文件。",
    fields=(
        Field("registration_no", "统一登记号", "text", help="三统一：统一登记、统一编号、统一发布"),
        Field(
            "cleanup_result",
            "清理结果",
            "choice",
            help="最近一次清理的结论",
            choices=(("keep", "继续有效"), ("amend", "修改"), ("abolish", "废止"), ("lapse", "宣布失效")),
        ),
        Field("cleanup_on", "清理日期", "date"),
    ),
    asks_doc_no=True,
    has_validity=True,
    wants_interpretation=True,
    position=30,
)
