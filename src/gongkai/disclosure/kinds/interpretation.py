"""政策解读: 把文件讲明白：为什么、给谁、标准多少、怎么办。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="interpretation",
    label="政策解读",
    article="国办发〔2016〕80号 附件细则",
    stage="interpretation",
    route_class="standard",
    genre="解读",
    summary="把文件讲明白：为什么、给谁、标准多少、怎么办。",
    fields=(
        Field(
            "form",
            "解读形式",
            "choice",
            help="文字、图解、问答、视频、访谈、发布会",
            choices=(
                ("text", "文字"),
                ("picture", "图解"),
                ("qa", "问答"),
                ("video", "视频"),
                ("interview", "访谈"),
                ("press", "新闻发布会"),
            ),
        ),
        Field("interpreter", "解读人", "text", help="起草部门主要负责人是第一解读人"),
    ),
    explains=True,
    position=40,
)
