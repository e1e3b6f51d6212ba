"""在线提问: a short question to a unit; a good answer becomes an FAQ."""

from __future__ import annotations

from gongkai.cases.declaring import Act, CaseKind, CaseOutcome, roles
from gongkai.cases.kinds import _shared as shared

ARTICLE = "国办发〔2017〕47号"

KIND = CaseKind(
    code="online_question",
    label="在线提问",
    article=ARTICLE,
    summary="问一件事怎么办、找谁、要什么材料。",
    mark="问",
    initial="processing",
    states=(shared.PROCESSING, shared.REVIEWING, shared.ANSWERED, shared.CLOSED),
    transitions=(
        shared.draft(("explained",), ARTICLE),
        shared.return_draft(ARTICLE),
        shared.approve(ARTICLE),
        Act(
            "answer", "直接答复", roles("processing"), "answered", shared.CLERK, ARTICLE,
            clock="stop", outcome="explained", fields=(shared.ANSWER, shared.FILES), line="已经答复您",
            final_word=True, help="办事指南、电话地址一类的问题可以直接答复。",
        ),
        shared.refuse("processing", ARTICLE),
    ),
    outcomes=(
        CaseOutcome("explained", "已答复", "您问的事，下面作了说明。"),
        shared.NOT_ACCEPTED_OUTCOME,
    ),
    pages=(
        shared.words(
            "您想问什么", shared.MAY_PUBLISH, help="写清楚是哪件事、走到哪一步。", example="老年人优待证在哪里办"
        ),
        shared.CONTACT,
    ),
    terms=("question.reply",),
    channels=("web", "phone", "counter"),
    publishes=True,
    answers_become_faq=True,
    letter_like=True,
    position=40,
    apply_words="在线提问",
    counts_words="提交的那天就是收到之日。",
)  # fmt: skip
