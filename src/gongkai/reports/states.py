"""States of a report and the one table of transitions that every kind shares unless it declares its own."""

from __future__ import annotations

from gongkai.kinds.transitions import State, Transition

INITIAL = "computing"

STATES = (
    State("computing", "待计算", "数字还没有算出来。"),
    State("drafting", "起草中", "数字已经算好，正在写文字、核对数字。"),
    State("returned", "已退回", "政务公开办退回了，改好后重新签发、提交。"),
    State("signed", "已签发", "本单位负责人签发了，等着提交。"),
    State("submitted", "已提交", "交给政务公开办了，等着审核。"),
    State("accepted", "已接收", "政务公开办审核通过，等着发布。"),
    State("published", "已发布", "公众可以看到，数字和背后的记录已经固定。"),
    State("filed", "已存档", "不是在这里编的往年报告，存下来作对照。", final=True),
)
EDITABLE = frozenset({"drafting", "returned"})
HANDED_IN = frozenset({"submitted", "accepted", "published"})

_OWN = "officer leader"


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


# Roles are those held in the report's own unit, disclosure_office anywhere.
TRANSITIONS = (
    _t("compute", "计算数字", "computing drafting", "drafting", f"{_OWN} disclosure_office", "条例第五十条"),
    _t("recompute", "重新计算数字", "returned", "returned", f"{_OWN} disclosure_office", "条例第五十条"),
    _t("sign", "签发", "drafting returned", "signed", "leader", "国办公开办函〔2021〕30号"),
    _t("submit", "提交", "signed", "submitted", _OWN, "条例第四十九条"),
    _t("accept", "接收", "submitted", "accepted", "disclosure_office", "条例第四十九条"),
    _t(
        "publish",
        "发布",
        "accepted",
        "published",
        "publisher leader disclosure_office",
        "条例第四十九条",
    ),
    _t(
        "return_report",
        "退回",
        "submitted accepted",
        "returned",
        "disclosure_office",
        "条例第四十七条",
        "reason",
    ),
    _t("take_back", "收回来改", "signed submitted", "drafting", _OWN, "条例第五十条", "reason"),
    _t("correct", "更正", "published", "drafting", f"{_OWN} disclosure_office", "条例第六条", "reason"),
    _t(
        "drop_correction",
        "放弃更正",
        "drafting returned",
        "published",
        f"{_OWN} disclosure_office",
        "条例第六条",
    ),
    _t(
        "take_in",
        "收入往年报告",
        "computing",
        "filed",
        f"{_OWN} disclosure_office",
        "条例第五十条",
        button=False,
    ),
)
