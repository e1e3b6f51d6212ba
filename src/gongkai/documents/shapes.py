"""What a reply document is made of, and which documents there are (domain: 依申请公开文书目录)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

REGISTER_FORM: Final = "register_form"
RECEIPT: Final = "receipt"
CORRECTION_NOTICE: Final = "correction_notice"
REASON_REQUEST: Final = "reason_request"
EXTENSION_NOTICE: Final = "extension_notice"
DEFER_NOTICE: Final = "defer_notice"
THIRD_PARTY_CONSULT: Final = "third_party_consult"
CONSULT_NOTICE: Final = "consult_notice"
THIRD_PARTY_NOTICE: Final = "third_party_notice"
COAUTHOR_CONSULT: Final = "coauthor_consult"
FEE_NOTICE: Final = "fee_notice"
TRANSFER_NOTICE: Final = "transfer_notice"
REPLY: Final = "reply"
LETTER_REPLY: Final = "letter_reply"
HOTLINE_REPLY: Final = "hotline_reply"


@dataclass(frozen=True)
class Letter:
    """One document, complete: both files are made of exactly this.

    `issuer` signs; `issued_on` is the day of signature 成文日期. `grounds` are the articles; those that no paragraph
    quotes get a line of their own. `remedy` are the paragraphs that say where to go against it. `extra`: the rows of
    a form in their order, or whatever an office's own template asks for by name.
    """

    template: str
    number: str
    issuer: str
    addressee: str
    title: str
    issued_on: date
    paragraphs: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    remedy: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    contact: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """A kind of document. `sent_to` says 发往, `layout` names the pair of files (.docx, .typ) that ships for it."""

    code: str
    label: str
    sent_to: str
    purpose: str
    layout: str = "letter"


_APPLICANT: Final = "申请人"

TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        template.code: template
        for template in (
            Template(REGISTER_FORM, "申请登记表", "内部", "登记收到的申请和办理要求，随卷归档", "form"),
            Template(RECEIPT, "申请接收回执", _APPLICANT, "告诉申请人申请已到、编号、从哪天起算、哪天前答复"),
            Template(
                CORRECTION_NOTICE, "补正告知书", _APPLICANT, "一次讲清要补什么、补到哪天（条例第三十条）"
            ),
            Template(
                REASON_REQUEST, "说明理由告知书", _APPLICANT, "数量、频次明显超过合理范围时请申请人说明理由"
            ),
            Template(
                EXTENSION_NOTICE,
                "延期答复告知书",
                _APPLICANT,
                "告诉申请人延长到哪天、为什么（条例第三十三条）",
            ),
            Template(
                DEFER_NOTICE, "延迟答复告知书", _APPLICANT, "数量、频次较多而理由合理时，告知合理的延迟期限"
            ),
            Template(THIRD_PARTY_CONSULT, "征求意见书", "第三方", "公开会损害第三方权益时书面征求意见"),
            Template(
                CONSULT_NOTICE, "征求意见告知书", _APPLICANT, "告诉申请人正在征求意见，这段时间不计入期限"
            ),
            Template(THIRD_PARTY_NOTICE, "依申请公开告知书", "第三方", "决定公开时把内容和理由告诉第三方"),
            Template(
                COAUTHOR_CONSULT,
                "征求意见书（共同制作机关）",
                "共同制作机关",
                "牵头制作的机关征求相关机关意见",
            ),
            Template(FEE_NOTICE, "收费通知书", _APPLICANT, "信息处理费的依据、标准、数额和缴纳方式"),
            Template(
                TRANSFER_NOTICE, "转办告知书", "申请人、来信人", "告诉对方事情已经转给哪个单位、怎么联系"
            ),
            Template(REPLY, "答复书", _APPLICANT, "对政府信息公开申请的答复，每种结果一套写法"),
            Template(LETTER_REPLY, "来信答复", "来信人", "对领导信箱来信的答复"),
            Template(HOTLINE_REPLY, "热线工单答复", "来电人", "对热线工单的书面答复"),
        )
    }
)
