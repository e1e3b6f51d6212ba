"""人事信息: 任免、招考职位和录用结果。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="personnel",
    label="人事信息",
    article="条例第二十条第（十四）项",
    stage="result",
    route_class="standard",
    genre="通知",
    summary="任免、招考职位和录用结果。",
    fields=(
        Field(
            "personnel_type",
            "类别",
            "choice",
            help="任免、招考、录用、公示",
            choices=(
                ("appointment", "任免"),
                ("recruitment", "招考职位"),
                ("hired", "录用结果"),
                ("pre_appointment", "任前公示"),
            ),
        ),
    ),
    asks_doc_no=True,
    position=70,
)
