"""领导信箱来信: 书记、市长、县长、局长信箱 (consultation, advice, complaint, report). Terms are local and by class."""

from __future__ import annotations

from gongkai.cases.declaring import Act, Asked, CaseKind, CaseOutcome, CaseState, FormPage, roles
from gongkai.cases.kinds import _shared as shared

ARTICLE = "《国务院办公厅关于全面推进政务公开工作的意见实施细则》（国办发〔2016〕80号）"
CLASSES = (("consultation", "咨询"), ("advice", "建议"), ("complaint", "投诉"), ("report", "举报"))

STATES = (
    CaseState(
        "received", "待签收", "转到承办单位，等签收。",
        now="来信已经收到，转给了承办单位。", next="承办单位签收以后开始办理。",
    ),
    shared.PROCESSING,
    shared.REVIEWING,
    shared.ANSWERED,
    shared.CLOSED,
)  # fmt: skip

ACTS = (
    Act(
        "sign", "签收", roles("received"), "processing", shared.CLERK, ARTICLE,
        closes="letter.sign", line="承办单位签收了来信",
    ),
    Act(
        "extend", "延长办理期限", roles("processing"), "processing", shared.HEAD, ARTICLE,
        clock="extend",
        fields=(Asked("days", "延长几个工作日", "integer", low=1, high=15), shared.REASON),
        line="情况复杂，延长了办理期限",
    ),
    shared.draft(("solved", "explained", "adopted", "not_adopted"), ARTICLE),
    shared.return_draft(ARTICLE),
    shared.approve(ARTICLE),
    shared.refuse("received processing", ARTICLE),
    Act(
        "visit", "登记回访", roles("answered"), "answered", shared.CLERK, ARTICLE,
        fields=(
            Asked("reached", "回访结果", "choice",
                  choices=(("satisfied", "满意"), ("basic", "基本满意"), ("no_answer", "没有接通"))),
            Asked("text", "对方说的", "long_text", required=False, max_length=1000),
        ),
        check=shared.by_another("draft", "这件的答复是您拟的，由别人回访。"), line="回访了您",
    ),
    Act(
        "reopen", "回访不满意，重新办理", roles("answered"), "processing", shared.CLERK, ARTICLE,
        clock="again", fields=(shared.REASON,), drops_outcome=True, line="您不满意，重新办理",
    ),
    Act(
        "withdraw", "写信人撤回", roles("received processing"), "closed", shared.CLERK | {"applicant"}, ARTICLE,
        clock="stop", outcome="withdrawn", fields=(shared.REASON,), line="您撤回了来信", own_words="撤回来信",
        final_word=True,
    ),
)  # fmt: skip

KIND = CaseKind(
    code="letter",
    label="领导信箱来信",
    article=ARTICLE,
    summary="给书记、县长、局长写信：咨询、建议、投诉、举报。",
    mark="信",
    initial="received",
    states=STATES,
    transitions=ACTS,
    outcomes=(
        CaseOutcome("solved", "已解决", "您反映的问题已经解决。"),
        CaseOutcome("explained", "已解释说明", "您问的事，下面作了说明。"),
        CaseOutcome("adopted", "建议采纳", "您的建议已经采纳。"),
        CaseOutcome("not_adopted", "建议留作参考", "您的建议这次没有采纳，理由写在下面。"),
        shared.NOT_ACCEPTED_OUTCOME,
        CaseOutcome("withdrawn", "写信人撤回", "您撤回了来信。"),
    ),
    pages=(
        FormPage(
            "class",
            "您要做什么",
            (
                Asked("class", "来信类型", "choice", choices=CLASSES),
                Asked("mailbox", "写给谁", "choice",
                      choices=(("secretary", "书记"), ("head", "市长、县长、乡镇长"), ("bureau", "单位负责人"))),
                shared.MAY_PUBLISH,
            ),
        ),
        shared.words("您要说的事", example="柳河镇石桥村的路灯坏了半个月"),
        shared.CONTACT,
    ),
    terms=("letter.advice",),
    term_by=(
        "class",
        tuple((code, f"letter.{code}") for code, _ in CLASSES),
    ),
    opens_at_receipt="letter.sign",
    channels=("web", "counter", "signed_mail", "plain_mail", "phone"),
    publishes=True,
    # 举报件的内容和举报人依法保密。
    keeps_back=("class", ("report",)),
    letter_like=True,
    position=20,
    apply_words="给领导写信",
    counts_words="提交的那天就是收到之日。",
)  # fmt: skip
