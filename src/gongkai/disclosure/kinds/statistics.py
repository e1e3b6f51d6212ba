"""统计信息: 国民经济和社会发展统计信息。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="statistics",
    label="统计信息",
    article="条例第二十条第（四）项",
    stage="result",
    route_class="standard",
    genre="统计",
    summary="国民经济和社会发展统计信息。",
    fields=(
        Field("period", "统计时期", "text", required=True, help="例如 2026年1—9月"),
        Field("next_release_on", "下次发布日期", "date"),
    ),
    position=80,
)
