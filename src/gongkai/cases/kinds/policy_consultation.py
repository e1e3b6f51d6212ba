"""政策咨询: a question about a policy, answered by an expert of the pool or the unit that made it."""

from __future__ import annotations

from gongkai.cases.declaring import Act, Asked, CaseKind, CaseOutcome, CaseState, FormPage, roles
from gongkai.cases.kinds import _shared as shared

ARTICLE = "国办发〔2020〕53号、国办发〔2021〕12号"

KIND = CaseKind(
    code="policy_consultation",
    label="政策咨询",
    article=ARTICLE,
    summary="问一项政策怎样适用：我符不符合、什么时候执行、怎样申请。",
    mark="咨",
    initial="processing",
    states=(
        shared.PROCESSING,
        CaseState(
            "with_expert", "请教专家", "等专家组的意见。",
            now="正在请熟悉这项政策的人解答。", next="意见回来以后答复您。",
        ),
        shared.REVIEWING,
        shared.ANSWERED,
        shared.CLOSED,
    ),
    transitions=(
        Act(
            "ask_expert", "请教专家", roles("processing"), "with_expert", shared.CLERK, ARTICLE,
            fields=(Asked("party", "请教谁", max_length=120, offers="experts"), Asked("question", "问题", "long_text", max_length=1000)),
            line="正在请熟悉这项政策的人解答",
        ),
        Act(
            "expert_answers", "登记专家意见", roles("with_expert"), "processing", shared.CLERK, ARTICLE,
            fields=(Asked("text", "专家意见", "long_text", max_length=5000),),
        ),
        shared.draft(("explained",), ARTICLE),
        shared.return_draft(ARTICLE),
        shared.approve(ARTICLE),
        shared.refuse("processing", ARTICLE),
    ),
    outcomes=(
        CaseOutcome("explained", "已解答", "您问的政策，下面作了解答。"),
        shared.NOT_ACCEPTED_OUTCOME,
    ),
    pages=(
        FormPage(
            "policy",
            "哪一项政策",
            (Asked("policy", "政策名称或者文号", required=False, max_length=200, help="不知道的可以不填。"),),
        ),
        shared.words("您想问什么", shared.MAY_PUBLISH, help="写明您的情况，才好判断适不适用。"),
        shared.CONTACT,
    ),
    terms=("policy.consultation",),
    channels=("web", "phone", "counter"),
    publishes=True,
    answers_become_faq=True,
    letter_like=True,
    position=45,
    apply_words="咨询政策",
    counts_words="提交的那天就是收到之日。",
)  # fmt: skip
