"""机关来函: another organ asks (协商、保密审查 and the like); the letter, its term, the answer (条例第十一条、第十七条)."""

from __future__ import annotations

from gongkai.cases.declaring import Asked, CaseKind, CaseOutcome, FormPage, roles
from gongkai.cases.kinds import _shared as shared

ARTICLE = "条例第十一条、第十七条、第三十四条"

KIND = CaseKind(
    code="reference_letter",
    label="机关来函",
    article=ARTICLE,
    summary="别的机关来函征求意见、请求协助。",
    mark="函",
    initial="processing",
    states=(shared.PROCESSING, shared.REVIEWING, shared.ANSWERED, shared.CLOSED),
    transitions=(
        shared.draft(("agrees", "partly", "refuses", "not_ours"), ARTICLE),
        shared.return_draft(ARTICLE),
        shared.approve(ARTICLE),
        shared.refuse("processing", ARTICLE),
    ),
    outcomes=(
        CaseOutcome("agrees", "同意公开", "同意公开。"),
        CaseOutcome("partly", "同意部分公开", "同意公开一部分。"),
        CaseOutcome("refuses", "不同意公开", "不同意公开，理由写在下面。"),
        CaseOutcome("not_ours", "不归本机关", "这件事不归本机关。"),
        shared.NOT_ACCEPTED_OUTCOME,
    ),
    pages=(
        FormPage(
            "letter",
            "来函",
            (
                Asked("organ", "来函机关", max_length=120),
                Asked("letter_no", "来函文号", required=False, max_length=120),
                Asked("title", "来函标题", max_length=200),
                Asked("text", "要我们做什么", "long_text", max_length=3000),
            ),
        ),
    ),
    terms=("reference.reply",),
    channels=("internal", "signed_mail"),
    identity="none",
    open_to_all=False,
    intake_roles=roles("handler officer disclosure_office"),
    position=90,
)  # fmt: skip
