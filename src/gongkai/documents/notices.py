"""The standard sentences of notices on the way to a reply 程序文书, one function for each template."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from gongkai.components.dates import day_long
from gongkai.documents import shapes
from gongkai.documents.facts import Facts, require
from gongkai.documents.outcomes import COMPLAIN, FEES, STATUTORY, article

_ANYBODY = "你（单位）"
"""A third party, who may be a person or an organisation."""
PROVISIONAL = "标“暂定”的日期，所在年份的放假安排还没有公布；公布以后有变动的，以重新计算的日期为准。"
_NUMBERED = re.compile(r"\s*(?:\d+\s*[.、．)）]|[（(]?[一二三四五六七八九十]+[)）、])")


@dataclass(frozen=True)
class Words:
    """A document's own part; number, names and date are added by wording.letter_for."""

    title: str
    paragraphs: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    remedy: str = ""
    this: str = "本告知书"


def _on(value: date | None) -> str:
    return day_long(value) if value else ""


def _until(facts: Facts) -> str:
    return f"{_on(facts.due_on)}{'（暂定）' if facts.due_provisional else ''}"


def _if_provisional(facts: Facts) -> tuple[str, ...]:
    """Why the day of the letter may still move; nothing where it can't."""
    return (PROVISIONAL,) if facts.due_on and facts.due_provisional else ()


def _yuan(amount: Decimal | None) -> str:
    """5500元, 12.50元; no separators, as amounts stand in official documents."""
    if amount is None:
        return ""
    return f"{amount:.0f}元" if amount == amount.to_integral_value() else f"{amount:.2f}元"


def _about(facts: Facts) -> str:
    """Which application it is about: number and what was asked for, as far as they are known."""
    number = f"（受理编号：{facts.case_number}）" if facts.case_number else ""
    summary = facts.summary.strip().rstrip("。")
    return f"{number}，申请内容为：“{summary}”。" if summary else f"{number}。"


def _listed(items: tuple[str, ...]) -> tuple[str, ...]:
    """Numbered, unless there is one only or the desk numbered them itself."""
    if len(items) == 1 or any(_NUMBERED.match(item) for item in items):
        return items
    return tuple(f"{number}. {item}" for number, item in enumerate(items, 1))


def _received(facts: Facts) -> str:
    return f"本机关于{_on(facts.received_on)}收到{facts.you}提交的{facts.sent_in}{_about(facts)}"


def register_form(facts: Facts) -> Words:
    require(facts, "rows", document="申请登记表")
    return Words(f"{facts.sent_in}登记表", ())


def receipt(facts: Facts) -> Words:
    """条例第三十一条: the day that counts is told, or that it has to be confirmed first."""
    require(facts, "submitted_on", document="申请接收回执")
    lines = [f"{facts.you}于{_on(facts.submitted_on)}提交的{facts.sent_in}，本机关已经接收{_about(facts)}"]
    grounds: tuple[str, ...] = ()
    if facts.is_request:
        grounds = (article("第三十一条", "第三十三条"),) if facts.received_on else (article("第三十一条"),)
    if facts.received_on:
        lines.append(f"收到之日为{_on(facts.received_on)}，期限从次日起计算。")
        if facts.due_on:
            lines.append(
                f"本机关将于{_until(facts)}前（含当日）答复{facts.you}。依法需要补正、征求意见或者延期的，另行告知。"
            )
            lines += _if_provisional(facts)
    elif facts.is_request:
        lines.append(
            f"根据{grounds[0]}，本机关将与{facts.you}联系确认，双方确认之日为收到申请之日，答复期限从次日起计算。"
        )
    asking = "，或者按文末的联系方式询问" if facts.contact else ""
    lines.append(f"查询办理进度：在网站“查办理进度”一页填写编号和查询码{asking}。")
    return Words(f"{facts.sent_in}接收回执", tuple(lines), grounds)


def correction_notice(facts: Facts) -> Words:
    require(facts, "received_on", "items", "due_on", document="补正告知书")
    ground = article("第三十条")
    return Words(
        "政府信息公开申请补正告知书",
        (
            _received(facts),
            f"经审查，{facts.you}的申请需要补正。根据{ground}，现将需要补正的事项一次性告知如下：",
            *_listed(facts.items),
            f"请于{_until(facts)}前（含当日）补正。答复期限自本机关收到补正的申请之日起重新计算；"
            "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。",
            *_if_provisional(facts),
        ),
        (ground,),
    )


def reason_request(facts: Facts) -> Words:
    require(facts, "received_on", "reason", "due_on", document="说明理由告知书")
    ground = article("第三十五条")
    return Words(
        "政府信息公开申请说明理由告知书",
        (
            _received(facts),
            f"经核实，{facts.reason.rstrip('。')}，申请的数量、频次明显超过合理范围。",
            f"根据{ground}，请{facts.you}于{_until(facts)}前（含当日）书面说明理由。理由不合理的，本机关告知不予处理；"
            "理由合理但不能在规定期限内答复的，本机关确定延迟答复的合理期限并告知。",
            *_if_provisional(facts),
        ),
        (ground,),
    )


def extension_notice(facts: Facts) -> Words:
    require(facts, "received_on", "former_due_on", "due_on", "days", "reason", document="延期答复告知书")
    ground = article("第三十三条第二款")
    return Words(
        "政府信息公开申请延期答复告知书",
        (
            _received(facts),
            f"因{facts.reason.rstrip('。')}，本机关不能在{_on(facts.former_due_on)}前答复。根据{ground}，经本机关政府信息公开"
            f"工作机构负责人同意，答复期限延长{facts.days}个工作日，延长至{_until(facts)}。",
            *_if_provisional(facts),
        ),
        (ground,),
    )


def defer_notice(facts: Facts) -> Words:
    """条例第三十五条: many applications with good reasons; how long is reasonable is the organ's to say, 20 days don't bind."""
    require(facts, "received_on", "due_on", "reason", document="延迟答复告知书")
    ground = article("第三十五条")
    return Words(
        "政府信息公开申请延迟答复告知书",
        (
            _received(facts),
            f"经审查，{facts.you}说明的理由合理，但申请的数量、频次较多，本机关不能在规定期限内答复：{facts.reason.rstrip('。')}。",
            f"根据{ground}，本机关将延迟至{_until(facts)}前（含当日）答复{facts.you}。",
            *_if_provisional(facts),
        ),
        (ground,),
    )


def third_party_consult(facts: Facts) -> Words:
    """Says nothing of who applied: what is asked is whether this may become public."""
    require(facts, "summary", document="征求意见书")
    ground = article("第十五条", "第三十二条")
    return Words(
        "政府信息公开征求意见书",
        (
            f"本机关收到政府信息公开申请，申请公开的信息涉及{_ANYBODY}：“{facts.summary.rstrip('。')}”。",
            f"经审查，公开该信息可能损害{_ANYBODY}的合法权益。根据{ground}，现书面征求{_ANYBODY}的意见。",
            f"请{_ANYBODY}自收到本征求意见书之日起15个工作日内，书面告知是否同意公开；不同意公开的，请说明理由。"
            "逾期没有提出意见的，由本机关依照条例的规定决定是否公开。",
            f"{_ANYBODY}不同意公开且有合理理由的，本机关不予公开；本机关认为不公开可能对公共利益造成重大影响的，"
            f"可以决定予以公开，并将决定公开的政府信息内容和理由书面告知{_ANYBODY}。",
        ),
        (ground,),
    )


def consult_notice(facts: Facts) -> Words:
    require(facts, "received_on", "consulted_on", document="征求意见告知书")
    ground = article("第三十二条", "第三十三条第三款")
    if facts.other_unit:
        ground = article("第三十三条第三款", "第三十四条")
    return Words(
        "政府信息公开征求意见告知书",
        (
            _received(facts),
            f"{facts.you}申请公开的信息涉及{'其他行政机关' if facts.other_unit else '第三方合法权益'}，"
            f"本机关已于{_on(facts.consulted_on)}书面征求意见。根据{ground}，征求意见所需时间不计算在答复期限内。",
        ),
        (ground,),
    )


def third_party_notice(facts: Facts) -> Words:
    require(facts, "summary", "reason", document="依申请公开告知书")
    ground = article("第十五条", "第三十二条")
    asked = f"本机关于{_on(facts.consulted_on)}就以下信息" if facts.consulted_on else "本机关就以下信息"
    return Words(
        "政府信息依申请公开告知书",
        (
            f"{asked}书面征求{_ANYBODY}的意见：“{facts.summary.rstrip('。')}”。",
            f"经审查，本机关认为不公开该信息可能对公共利益造成重大影响。根据{ground}，本机关决定予以公开。",
            f"理由：{facts.reason.rstrip('。')}。",
        ),
        (ground,),
        remedy=STATUTORY,
    )


def coauthor_consult(facts: Facts) -> Words:
    require(facts, "summary", document="征求意见书（共同制作机关）")
    ground = article("第三十四条")
    return Words(
        "政府信息公开征求意见书",
        (
            f"本机关收到政府信息公开申请，申请公开的信息由本机关牵头、与你单位共同制作：“{facts.summary.rstrip('。')}”。",
            f"根据{ground}，现征求你单位的意见。请自收到本征求意见书之日起15个工作日内提出意见；"
            "逾期没有提出意见的，视为同意公开。",
        ),
        (ground,),
    )


def fee_notice(facts: Facts) -> Words:
    """The 20 working days run from the day after the notice is received, so no date can stand here."""
    require(facts, "received_on", "amount_yuan", "fee_lines", "pay_to", document="收费通知书")
    ground = article("第四十二条")
    return Words(
        "政府信息公开信息处理费收费通知书",
        (
            _received(facts),
            f"{facts.you}申请公开政府信息的数量、频次明显超过合理范围。根据{ground}、{FEES}，"
            f"本机关决定收取信息处理费{_yuan(facts.amount_yuan)}，计算如下：",
            *_listed(facts.fee_lines),
            f"请{facts.you}自收到本通知书次日起20个工作日内缴纳。缴纳方式：{facts.pay_to.rstrip('。')}。",
            "逾期没有缴纳的，视为放弃申请，本机关不再处理该申请。",
        ),
        (ground, FEES),
        this="本通知书",
    )


def transfer_notice(facts: Facts) -> Words:
    require(facts, "other_unit", document="转办告知书")
    when = f"于{_on(facts.received_on)}" if facts.received_on else ""
    contact = f"，联系方式：{facts.other_contact.rstrip('。')}" if facts.other_contact else ""
    why = f"{facts.reason.rstrip('。')}。" if facts.reason else ""
    return Words(
        f"{facts.sent_in}转办告知书",
        (
            f"本机关{when}收到{facts.you}提交的{facts.sent_in}{_about(facts)}",
            f"{why}现已转交{facts.other_unit}办理{contact}。办理情况由该单位答复{facts.you}。",
        ),
        facts.articles,
    )


def _answered(facts: Facts, document: str) -> tuple[str, ...]:
    require(facts, "received_on", "answer", document=document)
    number = f"（编号：{facts.case_number}）" if facts.case_number else ""
    subject = f"反映的“{facts.summary.rstrip('。')}”" if facts.summary else "反映的事项"
    return (
        f"{facts.you}于{_on(facts.received_on)}提交的{facts.sent_in}{number}收悉。现就{subject}答复如下：",
        *facts.answer,
    )


def letter_reply(facts: Facts) -> Words:
    return Words("来信答复", _answered(facts, "来信答复"), facts.articles, COMPLAIN, "本答复")


def hotline_reply(facts: Facts) -> Words:
    return Words("热线工单答复", _answered(facts, "热线工单答复"), facts.articles, COMPLAIN, "本答复")


NOTICES: Mapping[str, Callable[[Facts], Words]] = MappingProxyType(
    {
        shapes.REGISTER_FORM: register_form,
        shapes.RECEIPT: receipt,
        shapes.CORRECTION_NOTICE: correction_notice,
        shapes.REASON_REQUEST: reason_request,
        shapes.EXTENSION_NOTICE: extension_notice,
        shapes.DEFER_NOTICE: defer_notice,
        shapes.THIRD_PARTY_CONSULT: third_party_consult,
        shapes.CONSULT_NOTICE: consult_notice,
        shapes.THIRD_PARTY_NOTICE: third_party_notice,
        shapes.COAUTHOR_CONSULT: coauthor_consult,
        shapes.FEE_NOTICE: fee_notice,
        shapes.TRANSFER_NOTICE: transfer_notice,
        shapes.LETTER_REPLY: letter_reply,
        shapes.HOTLINE_REPLY: hotline_reply,
    }
)
