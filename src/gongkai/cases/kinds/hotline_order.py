"""热线工单 12345、96128: the call, the order, dispatch, signing, handling, return visit; a refusal there opens it again."""

from __future__ import annotations

from gongkai.cases.declaring import Act, Asked, CaseKind, CaseOutcome, CaseState, FormPage, roles
from gongkai.cases.kinds import _shared as shared

ARTICLE = "国办发〔2020〕53号"
OPERATOR = roles("handler disclosure_office")
# The operator calls back, not the unit that handled it: it would ask about itself. 政务公开办 runs the lines.
VISITOR = shared.OFFICE
NOT_ONESELF = shared.by_another("handle", "这件是您办完的，由别人回访。")

STATES = (
    CaseState(
        "recorded", "已记录", "话务员记下了来电，还没有派单。",
        now="您的来电已经记下。", next="派给承办单位。",
    ),
    CaseState(
        "dispatched", "待签收", "已经派单，等承办单位签收。",
        now="已经派给承办单位。", next="承办单位签收以后联系您。",
    ),
    shared.PROCESSING,
    CaseState(
        "handled", "待回访", "承办单位已经办完，等回访。",
        now="承办单位已经办完。", next="我们会回访您，问办得怎样。",
    ),
    CaseState(
        "done", "已办结", "回访完毕。", final=True,
        now="已经办结。", next="还有问题可以再打电话。", waits_for="nobody",
    ),
    shared.CLOSED,
)  # fmt: skip

ACTS = (
    Act(
        "answer_at_once", "当场答复", roles("recorded"), "done", OPERATOR, ARTICLE,
        clock="stop", outcome="explained", fields=(shared.ANSWER,), line="在电话里答复了您", final_word=True,
    ),
    Act(
        "dispatch", "派单", roles("recorded"), "dispatched", OPERATOR, ARTICLE,
        opens="hotline.sign", fields=(Asked("reason", "派单说明", required=False, max_length=500),),
        line="派给了承办单位",
    ),
    Act(
        "sign", "签收", roles("dispatched"), "processing", shared.CLERK, ARTICLE,
        closes="hotline.sign", line="承办单位签收了工单",
    ),
    Act(
        "send_back", "退单", roles("dispatched"), "recorded", shared.CLERK, ARTICLE,
        closes="hotline.sign", fields=(shared.REASON,),
        help="明确不属于本单位的才退；热线机构直接指定的不能退。",
    ),
    Act(
        "extend", "申请延期", roles("processing"), "processing", shared.HEAD, ARTICLE,
        clock="extend", fields=(Asked("days", "延期几个工作日", "integer", low=1, high=5), shared.REASON),
        line="情况复杂，延长了办理期限",
    ),
    Act(
        "handle", "办完，送回访", roles("processing"), "handled", shared.CLERK, ARTICLE,
        clock="stop", opens="hotline.visit", outcomes=("solved", "explained", "unsolved"),
        fields=(shared.ANSWER, shared.FILES), document="hotline_reply", line="承办单位办完了",
    ),
    Act(
        "visit", "回访满意，办结", roles("handled"), "done", VISITOR, ARTICLE,
        closes="hotline.visit", check=NOT_ONESELF,
        fields=(
            Asked("reached", "回访结果", "choice",
                  choices=(("satisfied", "满意"), ("basic", "基本满意"), ("no_answer", "没有接通"))),
            Asked("text", "对方说的", "long_text", required=False, max_length=1000),
        ),
        line="回访了您",
    ),
    Act(
        "reopen", "回访不满意，重新办理", roles("handled"), "processing", VISITOR, ARTICLE,
        clock="again", closes="hotline.visit", fields=(shared.REASON,), drops_outcome=True, check=NOT_ONESELF,
        line="您不满意，重新办理",
    ),
    shared.refuse("recorded processing", ARTICLE),
)  # fmt: skip

KIND = CaseKind(
    code="hotline_order",
    label="热线工单",
    article=ARTICLE,
    summary="12345、96128 来电：能当场答的当场答，不能的派单办理，办完回访。",
    mark="热线",
    initial="recorded",
    states=STATES,
    transitions=ACTS,
    outcomes=(
        CaseOutcome("solved", "已解决", "您反映的问题已经解决。"),
        CaseOutcome("explained", "已解释说明", "您问的事，下面作了说明。"),
        CaseOutcome("unsolved", "暂时不能解决", "这件事暂时解决不了，原因和打算写在下面。"),
        shared.NOT_ACCEPTED_OUTCOME,
    ),
    pages=(
        FormPage(
            "call",
            "来电",
            (
                Asked("line", "线路", "choice", choices=(("12345", "12345"), ("96128", "96128"), ("unit", "部门并入的热线"))),
                Asked("class", "诉求类型", "choice",
                      choices=(("consultation", "咨询"), ("general", "求助、投诉、建议"), ("complex", "复杂事项"))),
                Asked("transfer", "转接结果", "choice", required=False,
                      choices=(("none", "没有转接"), ("ok", "成功"), ("no_answer", "无人接听"), ("busy", "占线"),
                               ("wrong", "空号错号"), ("closed", "非工作时间"), ("gave_up", "用户放弃"),
                               ("refused", "拒接"))),
                Asked("keep_secret", "要求保密", "check", required=False),
            ),
        ),
        shared.words("诉求"),
        shared.CONTACT,
    ),
    terms=("hotline.general",),
    term_by=(
        "class",
        (
            ("consultation", "hotline.consultation"),
            ("general", "hotline.general"),
            ("complex", "hotline.complex"),
        ),
    ),
    channels=("phone", "web", "counter"),
    open_to_all=False,
    letter_like=True,
    offers_knowledge=True,
    position=30,
)  # fmt: skip
