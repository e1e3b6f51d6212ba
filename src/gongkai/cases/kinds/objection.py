"""公示异议: somebody objects to a public notice (补贴、双公示 …). The notice can't be closed while one is open."""

from __future__ import annotations

from gongkai.cases.declaring import Act, Asked, CaseKind, CaseOutcome, CaseState, FormPage, roles
from gongkai.cases.kinds import _shared as shared

ARTICLE = "条例第二十一条；公示公告载明的异议期"

KIND = CaseKind(
    code="objection",
    label="公示异议",
    article=ARTICLE,
    summary="对正在公示的名单、决定有不同意见，在公示期内提出。",
    mark="异",
    initial="processing",
    states=(
        CaseState(
            "processing", "核查中", "核查异议；对应到一条公示的，核查期间公示不能结束。",
            now="正在核查您提出的异议。", now_if_tied="核查期间公示不会结束。", next="核查以后答复您。",
        ),
        shared.REVIEWING,
        shared.ANSWERED,
        shared.CLOSED,
    ),
    transitions=(
        shared.draft(("upheld", "partly_upheld", "not_upheld"), ARTICLE),
        shared.return_draft(ARTICLE),
        shared.approve(ARTICLE),
        shared.refuse("processing", ARTICLE),
        Act(
            "withdraw", "异议人撤回", roles("processing"), "closed", shared.CLERK | {"applicant"}, ARTICLE,
            clock="stop", outcome="withdrawn", fields=(shared.REASON,), line="您撤回了异议",
            own_words="撤回异议", final_word=True,
        ),
    ),
    outcomes=(
        CaseOutcome("upheld", "异议成立", "您的异议成立，公示内容马上改正。"),
        CaseOutcome("partly_upheld", "异议部分成立", "您的异议部分成立，公示内容马上作相应改动。"),
        CaseOutcome("not_upheld", "异议不成立", "核查以后，您的异议不成立，理由写在下面。"),
        shared.NOT_ACCEPTED_OUTCOME,
        CaseOutcome("withdrawn", "异议人撤回", "您撤回了异议。"),
    ),
    pages=(
        FormPage(
            "which",
            "对哪一条公示有异议",
            (Asked("index_no", "公示的索引号或者标题", max_length=200, help="索引号在公示页面的上方。写了索引号，核查期间这条公示不会结束。"),),
        ),
        shared.words("您的异议", help="写明哪一处不对、您知道的事实。"),
        shared.CONTACT,
    ),
    terms=("objection.reply",),
    channels=("web", "counter", "signed_mail", "plain_mail", "phone"),
    about_item=True,
    holds_item=True,
    position=50,
    apply_words="对公示提出异议",
    counts_words="提交的那天就是收到之日。",
)  # fmt: skip
