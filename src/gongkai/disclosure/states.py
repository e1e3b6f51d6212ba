"""States of an item and the one table of transitions that every item kind shares unless it declares its own."""

from __future__ import annotations

from gongkai.kinds.transitions import State, Transition

INITIAL = "drafting"

STATES = (
    State("drafting", "填报中", "正在填写，还没有送审。"),
    State("returned", "已退回", "审核人退回了，改好后再送审。"),
    State("in_review", "审核中", "正在逐级审核。"),
    State("referred", "待定密", "已报保密行政管理部门确定，结果回来以前不能公开。"),
    State("coordinating", "协商中", "正在与有关机关协商，意见回来以前不能公开。"),
    State("approved", "待公开", "审核完毕，到定好的时间自动公开。"),
    State("published", "已公开", "公众可以看到。"),
    State("kept", "不公开，存档", "审核认定不主动公开，存档备查；每年评估一次。"),
    State("withdrawn", "已撤回", "已从公开渠道撤下，网址仍说明原因。"),
    State("abandoned", "已作废", "不再办理。", final=True),
)


def _t(
    act: str,
    label: str,
    sources: str,
    target: str,
    roles: str,
    article: str,
    asks: str = "",
    button: bool = True,
) -> Transition:
    return Transition(
        act,
        label,
        frozenset(sources.split()),
        target,
        frozenset(roles.split()),
        article,
        tuple(asks.split()),
        button,
    )


# Roles name who may act; for `decide` acts the open step of the route decides whose turn it is.
_REVIEW = "first_reviewer second_reviewer secrecy_reviewer leader publisher disclosure_office"

TRANSITIONS = (
    _t(
        "submit",
        "送审",
        "drafting returned",
        "in_review",
        "officer handler disclosure_office",
        "条例第十七条",
    ),
    _t("pass_step", "通过", "in_review", "in_review", _REVIEW, "条例第十七条", "comment"),
    _t(
        "schedule",
        "定时公开",
        "in_review",
        "approved",
        "publisher disclosure_office",
        "条例第二十六条",
        "publish_at",
    ),
    _t(
        "publish",
        "公开",
        "in_review approved",
        "published",
        "publisher disclosure_office",
        "条例第二十三条、第二十六条",
    ),
    _t("keep", "不公开，存档", "in_review", "kept", "publisher disclosure_office", "条例第十四条至第十八条"),
    _t("return_item", "退回", "in_review approved", "returned", _REVIEW, "条例第十七条", "step reason"),
    _t(
        "refer",
        "报保密机关确定",
        "in_review",
        "referred",
        "secrecy_reviewer disclosure_office",
        "条例第十七条第二款",
        "organ question",
    ),
    _t(
        "answer_referral",
        "登记结果",
        "referred",
        "in_review",
        "secrecy_reviewer disclosure_office",
        "条例第十七条第二款",
        "result answer",
    ),
    _t(
        "coordinate", "与有关机关协商", "in_review", "coordinating", _REVIEW, "条例第十一条", "organ question"
    ),
    _t(
        "answer_coordination",
        "登记意见",
        "coordinating",
        "in_review",
        _REVIEW,
        "条例第十一条",
        "result answer",
    ),
    _t(
        "correct",
        "更正",
        "published withdrawn kept",
        "drafting",
        "officer handler disclosure_office",
        "条例第六条",
        "reason",
    ),
    _t(
        "withdraw",
        "撤回",
        "published drafting returned in_review referred coordinating approved",
        "withdrawn",
        "publisher disclosure_office",
        "条例第六条、第十五条",
        "reason",
    ),
    _t(
        "publish_urgently",
        "紧急公开",
        "drafting returned in_review approved",
        "published",
        "disclosure_office",
        "条例第六条",
        "reason",
    ),
    _t(
        "drop_correction",
        "放弃更正",
        "drafting returned",
        "published",
        "officer handler disclosure_office",
        "条例第六条",
    ),
    _t(
        "abandon",
        "作废",
        "drafting returned",
        "abandoned",
        "officer handler disclosure_office",
        "条例第十七条",
        "reason",
    ),
)
