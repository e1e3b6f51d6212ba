"""Pieces that several kinds are made of: who works on it, how one can be reached, a plain answer with a second look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.cases.declaring import (
    Act,
    Asked,
    CaseFacts,
    CaseOutcome,
    CaseState,
    Check,
    FormPage,
    roles,
)

CLERK = roles("handler disclosure_office")
HEAD = roles("leader disclosure_office")
OFFICE = roles("disclosure_office")
ORGAN = roles("handler leader disclosure_office")

REASON = Asked("reason", "理由", "long_text", max_length=2000)
ON = Asked("on", "日期", "date", help="事情发生的那天，不是登记的这天。")
ANSWER = Asked(
    "conclusion",
    "答复内容",
    "long_text",
    max_length=5000,
    help="先说结论，再说依据和怎么办；写得让人看得懂。",
)
FILES = Asked("files", "附件", "files", required=False)

CONTACT = FormPage(
    "contact",
    "怎样联系您",
    (
        Asked("name", "姓名", max_length=60, personal=True),
        Asked("phone", "手机或者电话", "phone", max_length=40, personal=True),
        Asked("email", "邮箱", "email", required=False, max_length=120, personal=True),
    ),
    help="只有承办的工作人员看得到，答复公开时不会出现。",
)


MAY_PUBLISH = Asked(
    "may_publish",
    "答复可以公开",
    "check",
    required=False,
    help="公开时姓名、电话、地址都会去掉。",
)


def words(title: str, *more: Asked, help: str = "", example: str = "") -> FormPage:
    """The page on which a person says what it is about; `more` is asked there as well."""
    return FormPage(
        "what",
        title,
        (
            Asked("title", "标题", max_length=60, help="一句话说清是什么事。", example=example),
            Asked(
                "text",
                "内容",
                "long_text",
                max_length=3000,
                help=help or "时间、地点、经过、您希望怎样解决。",
            ),
            Asked("files", "照片或者材料", "files", required=False),
            *more,
        ),
    )


PROCESSING = CaseState(
    "processing", "办理中", "核实情况，拟出答复。", now="正在核实情况。", next="核实以后答复您。"
)
REVIEWING = CaseState(
    "reviewing",
    "审核中",
    "答复已经拟好，等负责人审核。",
    now="答复已经拟好，正在审核。",
    next="审核以后发给您。",
)
ANSWERED = CaseState(
    "answered",
    "已答复",
    "已经答复。",
    final=True,
    now="已经答复。",
    next="可以评价这次办理。",
    waits_for="nobody",
)
CLOSED = CaseState(
    "closed", "不予受理", "不属于受理范围，已经告知途径。", final=True,
    now="这件事不在受理范围。", next="按照告知的途径提出。", waits_for="nobody",
)  # fmt: skip


def by_another(act: str, words: str) -> Check:
    """Nobody looks at their own work: whoever did that act last may not do this one."""

    def check(case: CaseFacts, values: Mapping[str, Any]) -> str:
        done = case.last(act)
        return words if done is not None and done.by_id is not None and done.by_id == case.by_id else ""

    return check


def draft(outcomes: tuple[str, ...], article: str, source: str = "processing") -> Act:
    return Act(
        "draft", "拟答复，送审核", roles(source), "reviewing", CLERK, article,
        outcomes=outcomes, fields=(ANSWER, FILES), main=True,
    )  # fmt: skip


def return_draft(article: str, target: str = "processing") -> Act:
    return Act(
        "return_draft",
        "退回重拟",
        roles("reviewing"),
        target,
        HEAD,
        article,
        fields=(REASON,),
        drops_outcome=True,
    )


def approve(article: str, document: str = "letter_reply") -> Act:
    return Act(
        "approve", "审核通过，答复", roles("reviewing"), "answered", HEAD, article,
        clock="stop", document=document, final_word=True, line="已经答复您", main=True,
    )  # fmt: skip


def refuse(sources: str, article: str, outcome: str = "not_accepted") -> Act:
    return Act(
        "refuse", "不予受理，告知途径", roles(sources), "closed", CLERK, article,
        clock="stop", outcome=outcome, final_word=True, line="不在受理范围，已经告诉您向哪里提出",
        fields=(
            Asked("ground", "为什么不受理", "choice", choices=NOT_ACCEPTED),
            Asked("conclusion", "告诉对方怎么办", "long_text", max_length=2000),
        ),
    )  # fmt: skip


# 《潍坊市12345政务服务便民热线条例》第十九条一类的地方规定；法定途径各地一样。
NOT_ACCEPTED = (
    ("statutory", "应当走诉讼、仲裁、复议、信息公开申请等法定途径"),
    ("petition", "信访正在办理或者已经终结"),
    ("secret", "涉及国家秘密、商业秘密、个人隐私"),
    ("done", "已经依法处理，没有新的情况"),
    ("pending", "同一件事正在办理"),
    ("elsewhere", "不在本地管辖"),
)
NOT_ACCEPTED_OUTCOME = CaseOutcome("not_accepted", "不予受理", "您说的事不在受理范围，下面写明向哪里提出。")
