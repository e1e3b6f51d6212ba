"""舆情回应: by grade; 5 hours for the first statement and 24 for the press conference only of 特别重大、重大 (国办发〔2016〕80号)."""

from __future__ import annotations

from gongkai.cases.declaring import Act, Asked, CaseKind, CaseOutcome, CaseState, FormPage, roles
from gongkai.cases.kinds import _shared as shared

ARTICLE = "国办发〔2016〕80号"
GRADES = (
    ("especially_serious", "特别重大"),
    ("serious", "重大"),
    ("larger", "较大"),
    ("general", "一般"),
    ("post", "涉及本单位的帖文"),
)

KIND = CaseKind(
    code="opinion_event",
    label="舆情回应",
    article=ARTICLE,
    summary="涉及本地、本单位的舆情：研判、回应、澄清。",
    mark="舆",
    initial="watching",
    states=(
        CaseState(
            "watching", "待回应", "研判事实，准备第一次回应。",
            now="正在核实。", next="发布权威信息。",
        ),
        CaseState(
            "stated", "已首次回应", "首次回应已经发布，继续关注。",
            now="已经发布了权威信息。", next="有新的进展再发布。",
        ),
        CaseState(
            "settled", "已平息", "舆情平息，总结归档。", final=True,
            now="事情已经说明。", next="不再更新。", waits_for="nobody",
        ),
    ),
    transitions=(
        Act(
            "state", "首次回应", roles("watching"), "stated", shared.ORGAN, ARTICLE,
            clock="stop",
            fields=(
                Asked("conclusion", "回应内容", "long_text", max_length=5000),
                Asked("where", "发布在哪里", max_length=200),
                Asked("rumour", "是不是澄清谣言", "check", required=False),
            ),
        ),
        Act(
            "hold_conference", "开新闻发布会", roles("stated"), "stated", shared.ORGAN, ARTICLE,
            closes="opinion.conference", fields=(Asked("conclusion", "发布的内容", "long_text", max_length=5000),),
        ),
        Act(
            "follow_up", "后续回应", roles("stated"), "stated", shared.ORGAN, ARTICLE,
            fields=(Asked("conclusion", "回应内容", "long_text", max_length=5000),),
        ),
        Act(
            "settle", "结束", roles("watching stated"), "settled", shared.HEAD, ARTICLE,
            clock="stop", closes="opinion.conference", outcomes=("answered", "clarified", "no_need"),
            fields=(shared.REASON,),
        ),
    ),
    outcomes=(
        CaseOutcome("answered", "已回应", "已经回应。"),
        CaseOutcome("clarified", "已澄清", "不实信息已经澄清。"),
        CaseOutcome("no_need", "不需要回应", "核实以后不需要回应。"),
    ),
    pages=(
        FormPage(
            "what",
            "舆情",
            (
                Asked("title", "事件", max_length=120),
                Asked("grade", "等级", "choice", choices=GRADES),
                Asked("where", "在哪里看到", max_length=200),
                Asked("text", "内容", "long_text", max_length=3000),
            ),
        ),
    ),
    terms=("opinion.general",),
    term_by=(
        "grade",
        (
            ("especially_serious", "opinion.first_statement"),
            ("serious", "opinion.first_statement"),
            ("post", "opinion.post"),
        ),
    ),
    # 特别重大、重大的，24 小时内开新闻发布会，从知道那一刻起算。
    opens_at_receipt="opinion.conference",
    opens_if=("grade", ("especially_serious", "serious")),
    channels=("internal",),
    identity="none",
    open_to_all=False,
    intake_roles=roles("handler leader officer disclosure_office"),
    late_is_noted=True,
    links_items=True,
    position=80,
)  # fmt: skip
