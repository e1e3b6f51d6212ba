"""行政复议、行政诉讼: records of what became of an application's reply, with the results that the annual report counts."""

from __future__ import annotations

from gongkai.cases.declaring import Act, Asked, CaseKind, CaseOutcome, CaseState, FormPage, roles
from gongkai.cases.kinds import _shared as shared

ARTICLE = "《行政复议法》第十一条；《行政诉讼法》第四十四条至第四十七条"
# The three groups of table 3 of the annual report.
GROUPS = (
    ("review", "行政复议"),
    ("litigation_direct", "未经复议直接起诉"),
    ("litigation_after_review", "复议后起诉"),
)

KIND = CaseKind(
    code="reconsideration",
    label="复议诉讼",
    article=ARTICLE,
    summary="因政府信息公开被申请行政复议、提起行政诉讼的登记。",
    mark="复诉",
    initial="pending",
    states=(
        CaseState(
            "pending", "未审结", "收到了复议机关或者法院的通知，等结果。",
            now="正在审理。", next="等复议决定或者判决。", waits_for="others",
        ),
        CaseState(
            "answered", "已提交答复", "答复书或者答辩状已经提交。",
            now="正在审理。", next="等复议决定或者判决。", waits_for="others",
        ),
        CaseState(
            "ended", "已审结", "有了生效的结果。", final=True,
            now="已经审结。", next="结果要求重新答复的，会重新办理。", waits_for="nobody",
        ),
    ),
    transitions=(
        Act(
            "file_answer", "提交答复、答辩", roles("pending"), "answered", shared.ORGAN, ARTICLE,
            clock="stop", dated="on", fields=(Asked("on", "提交的日期", "date"), shared.FILES),
        ),
        Act(
            "end", "登记结果", roles("pending answered"), "ended", shared.ORGAN, ARTICLE,
            dated="on", outcomes=("upheld", "corrected", "other"),
            fields=(
                Asked("on", "决定或者判决生效的日期", "date"),
                Asked("conclusion", "结果要点", "long_text", max_length=2000),
                shared.FILES,
            ),
        ),
    ),
    outcomes=(
        CaseOutcome("upheld", "结果维持", "维持了原来的答复。", counts_as="upheld"),
        CaseOutcome("corrected", "结果纠正", "原来的答复被撤销或者变更。", counts_as="corrected"),
        CaseOutcome("other", "其他结果", "以撤回、和解、驳回起诉等方式结束。", counts_as="other"),
    ),
    pages=(
        FormPage(
            "case",
            "案件",
            (
                Asked("group", "类型", "choice", choices=GROUPS),
                Asked("docket", "案号", required=False, max_length=80),
                Asked("forum", "复议机关或者法院", max_length=120),
                Asked("title", "案由", max_length=120),
                Asked("about_number", "针对哪件申请", "case", required=False, max_length=80, help="填申请的编号。"),
            ),
        ),
    ),
    terms=("litigation.answer",),
    channels=("internal",),
    identity="none",
    open_to_all=False,
    intake_roles=roles("handler leader disclosure_office"),
    position=70,
)  # fmt: skip
