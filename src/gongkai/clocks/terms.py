"""Every term that a law, a national document or the office itself sets, by code, with its versions over time.

A term of a law changes here, with its article and the day from which it holds. One that is `local` is only a
default: the office sets its own (`queries.term`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.clocks.rules import Hours, Term, Unit

REGULATIONS_2008 = date(2008, 5, 1)  # 《政府信息公开条例》(2007年)
REGULATIONS_2019 = date(2019, 5, 15)  # 《政府信息公开条例》(2019年修订)
_FORMER, _CURRENT = "《政府信息公开条例》(2007年)", "《政府信息公开条例》(2019年修订)"
_LOCAL = "本地默认"


def _law(
    code: str,
    label: str,
    length: int,
    unit: Unit,
    source: str,
    valid_from: date,
    *,
    hours: Hours = "",
) -> Term:
    return Term(code, length, unit, source, valid_from, label, hours=hours)


def _local(code: str, label: str, length: int, *, unit: Unit = "working_day", hours: Hours = "") -> Term:
    return Term(code, length, unit, _LOCAL, REGULATIONS_2008, label, hours=hours, local=True)


def _disclosure() -> Iterator[Term]:
    """What the organ publishes by itself."""
    yield _law("item.publish", "主动公开", 20, "working_day", f"{_FORMER}第十八条", REGULATIONS_2008)
    yield _law("item.publish", "主动公开", 20, "working_day", f"{_CURRENT}第二十六条", REGULATIONS_2019)
    yield _law(
        "interpretation.publish", "政策解读", 3, "working_day", "国办发〔2016〕80号", date(2016, 11, 10)
    )
    yield _law("licence.publish", "行政许可公开", 7, "working_day", "国办发〔2015〕51号", date(2015, 6, 24))
    yield _law("penalty.publish", "行政处罚公开", 7, "working_day", "国办发〔2015〕51号", date(2015, 6, 24))
    yield _law(
        "penalty.withdraw", "撤回已公开的处罚决定", 3, "working_day",
        "《行政处罚法》(2021年修订)第四十八条、第八十五条", date(2021, 7, 15),
    )  # fmt: skip
    yield _law(
        "budget.publish",
        "预算、决算公开",
        20,
        "calendar_day",
        "《预算法》(2014年修正)第十四条",
        date(2015, 1, 1),
    )
    yield _law(
        "proposal.publish", "建议提案复文公开", 20, "working_day", "国办发〔2014〕46号", date(2015, 1, 1)
    )


def _applications() -> Iterator[Term]:
    """依申请公开: 2007's regulations gave 15 + 15 working days, those of 2019 give 20 + 20."""
    yield _law("foi.reply", "答复申请", 15, "working_day", f"{_FORMER}第二十四条", REGULATIONS_2008)
    yield _law("foi.reply", "答复申请", 20, "working_day", f"{_CURRENT}第三十三条", REGULATIONS_2019)
    yield _law(
        "foi.reply_2008",
        "答复申请（2008年规则）",
        15,
        "working_day",
        f"{_FORMER}第二十四条",
        REGULATIONS_2008,
    )
    yield _law("foi.extension", "延长答复，最多", 15, "working_day", f"{_FORMER}第二十四条", REGULATIONS_2008)
    yield _law(
        "foi.extension", "延长答复，最多", 20, "working_day", f"{_CURRENT}第三十三条", REGULATIONS_2019
    )
    yield _law("foi.correction", "告知补正", 7, "working_day", f"{_CURRENT}第三十条", REGULATIONS_2019)
    yield _law(
        "foi.third_party", "第三方回复意见", 15, "working_day", f"{_CURRENT}第三十二条", REGULATIONS_2019
    )
    yield _law(
        "foi.coproducer", "共同制作机关回复意见", 15, "working_day", f"{_CURRENT}第三十四条", REGULATIONS_2019
    )
    yield _law(
        "foi.confirm_mail", "确认平常信函", 0, "working_day", f"{_CURRENT}第三十一条", REGULATIONS_2019
    )
    yield _law("foi.fee", "缴纳信息处理费", 20, "working_day", "国办函〔2020〕109号", date(2021, 1, 1))
    yield _local("foi.confirm", "确认网上、传真申请", 1)
    yield _local("foi.correct_by", "申请人补正", 15)


def _remedies() -> Iterator[Term]:
    first, revised = "《行政复议法》(1999年)第九条", "《行政复议法》(2023年修订)第二十条"
    yield _law("reconsideration.apply", "申请行政复议", 60, "calendar_day", first, date(1999, 10, 1))
    yield _law("reconsideration.apply", "申请行政复议", 60, "calendar_day", revised, date(2024, 1, 1))
    yield _law(
        "reconsideration.accept",
        "审查复议申请",
        5,
        "working_day",
        "《行政复议法》(2023年修订)第三十条",
        date(2024, 1, 1),
    )
    yield _law(
        "reconsideration.decide",
        "复议决定（普通程序）",
        60,
        "calendar_day",
        "《行政复议法》(2023年修订)第六十二条",
        date(2024, 1, 1),
    )
    yield _law(
        "reconsideration.decide_short",
        "复议决定（简易程序）",
        30,
        "calendar_day",
        "《行政复议法》(2023年修订)第六十二条",
        date(2024, 1, 1),
    )
    yield _law(
        "litigation.apply", "提起行政诉讼", 3, "month", "《行政诉讼法》(1989年)第三十九条", date(1990, 10, 1)
    )
    yield _law(
        "litigation.apply",
        "提起行政诉讼",
        6,
        "month",
        "《行政诉讼法》(2014年修正)第四十六条",
        date(2015, 5, 1),
    )
    yield _law(
        "litigation.after_reconsideration",
        "不服复议决定起诉",
        15,
        "calendar_day",
        "《行政诉讼法》(2014年修正)第四十五条",
        date(2015, 5, 1),
    )
    yield _law(
        "litigation.answer",
        "提交答辩状",
        15,
        "calendar_day",
        "《行政诉讼法》(2014年修正)第六十七条",
        date(2015, 5, 1),
    )


def _letters() -> Iterator[Term]:
    yield _local("letter.sign", "签收来信", 1)
    yield _local("letter.consultation", "答复咨询", 3)
    yield _local("letter.advice", "答复建议", 5)
    yield _local("letter.complaint", "答复投诉", 15)
    yield _local("letter.report", "答复举报", 15)
    yield _local("post.reply", "回复网民帖文", 3)
    yield _local("suggestion.phone", "电话联系建议人", 3)
    yield _local("approval.general", "一般审批", 5)
    yield _local("file.unsent", "删去传上来没有提交的文件", 3, unit="calendar_day")
    yield _local("question.reply", "答复在线提问", 5)
    yield _local("policy.consultation", "答复政策咨询", 5)
    yield _local("objection.reply", "答复公示异议", 7)
    yield _local("complaint.reply", "答复公开工作的投诉举报", 15)
    yield _local("reference.reply", "回复机关来函", 10)
    yield _law(
        "petition.forward",
        "转送交办信访事项",
        15,
        "calendar_day",
        "《信访工作条例》第二十二条",
        date(2022, 5, 1),
    )
    yield _law(
        "petition.reply", "办结信访事项", 60, "calendar_day", "《信访工作条例》第三十四条", date(2022, 5, 1)
    )


def _hotline() -> Iterator[Term]:
    yield _local("hotline.sign", "签收工单", 1)
    yield _local("hotline.consultation", "办理咨询工单", 2)
    yield _local("hotline.general", "办理一般工单", 5)
    yield _local("hotline.complex", "办理复杂工单", 10)
    yield _local("hotline.extension", "工单延期，最多", 5)
    yield _local("hotline.visit", "回访", 1)


def _opinions() -> Iterator[Term]:
    began = date(2016, 11, 10)
    yield _law(
        "opinion.first_statement", "发布权威信息", 5, "hour", "国办发〔2016〕80号", began, hours="clock"
    )
    yield _law("opinion.conference", "举行新闻发布会", 24, "hour", "国办发〔2016〕80号", began, hours="clock")
    yield _law(
        "opinion.general",
        "回应其他政务舆情",
        48,
        "hour",
        "国办发〔2016〕61号",
        date(2016, 7, 30),
        hours="clock",
    )
    yield _local("opinion.post", "回应涉及本单位的帖文", 3)


def _by_code(*groups: Iterator[Term]) -> dict[str, tuple[Term, ...]]:
    found: dict[str, tuple[Term, ...]] = {}
    for group in groups:
        for term in group:
            found[term.code] = (*found.get(term.code, ()), term)
    return found


TERMS: dict[str, tuple[Term, ...]] = _by_code(
    _disclosure(), _applications(), _remedies(), _letters(), _hotline(), _opinions()
)
"""Each code with its versions, the earliest first."""


def declare(term: Term) -> None:
    """Add a term that a kind brings along; the same one twice counts once, versions stand in order of their day."""
    others = [known for known in TERMS.get(term.code, ()) if known.valid_from != term.valid_from]
    TERMS[term.code] = tuple(sorted([*others, term], key=lambda one: one.valid_from))
