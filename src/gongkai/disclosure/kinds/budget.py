"""预决算: 政府和部门的预算、决算、三公经费及说明，批准、批复后 20 日内公开。"""

from gongkai.disclosure.declaring import Field, ItemKind

KIND = ItemKind(
    code="budget",
    label="预决算",
    article="条例第二十条第（七）项、预算法第十四条",
    stage="result",
    route_class="standard",
    genre="报告",
    summary="政府和部门的预算、决算、三公经费及说明，批准、批复后 20 日内公开。",
    fields=(
        Field("budget_year", "年度", "integer", required=True, help="例如 2026"),
        Field(
            "budget_type",
            "类别",
            "choice",
            required=True,
            choices=(
                ("government_budget", "政府预算"),
                ("government_accounts", "政府决算"),
                ("department_budget", "部门预算"),
                ("department_accounts", "部门决算"),
                ("three_public", "三公经费"),
            ),
        ),
        Field("approved_on", "批准或批复日期", "date", help="20 日从这一天算起"),
    ),
    term="item.budget",
    position=60,
)
