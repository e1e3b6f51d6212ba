"""A reply's conclusion for each outcome of the annual report's table: one row, its articles and its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

OGI: Final = "《中华人民共和国政府信息公开条例》"
FEES: Final = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
REPORT_FORMAT: Final = "《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"
COMPLAIN: Final = "complain"
STATUTORY: Final = "statutory"
"""The paragraphs of the law, which the case brings: they depend on the outcome and on the day of the decision."""


def article(*places: str) -> str:
    """《条例》 with its articles, e.g. article("第十四条", "第三十六条第（三）项")."""
    return OGI + "、".join(places)


@dataclass(frozen=True)
class Outcome:
    """How a reply ends. `says` may use {you}, {law} and names of Facts; `needs` are facts it cannot do without.

    `way` introduces facts.way where it is given.
    """

    grounds: tuple[str, ...]
    says: str
    needs: tuple[str, ...] = ()
    way: str = ""


def _denied(place: str, what: str, *needs: str) -> Outcome:
    return Outcome(
        (article(place, "第三十六条第（三）项"),),
        "经审查，{you}申请公开的信息" + what + "。{law}，本机关决定不予公开。",
        ("reason", *needs),
    )


_CLOSED: Final = "本机关不再处理该申请。如仍需要该信息，可以重新提出申请。"

OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        "granted": Outcome(
            (article("第三十六条第（二）项", "第四十条"),),
            "经审查，{you}申请公开的信息可以公开。{law}，本机关决定予以公开。",
            ("way",),
            "提供方式：",
        ),
        "already_public": Outcome(
            (article("第三十六条第（一）项"),),
            "经检索，{you}申请公开的信息已经主动公开。{law}，现将获取该信息的方式、途径告知{you}。",
            ("way",),
            "获取方式、途径：",
        ),
        "partial": Outcome(
            (article("第三十六条第（三）项", "第三十七条"),),
            "经审查，{you}申请公开的信息中含有不应当公开的内容，但能够区分处理。{law}，本机关决定公开其中可以公开的部分；"
            "对以下内容不予公开：{withheld}。",
            ("withheld", "reason", "articles", "way"),
            "可以公开部分的提供方式：",
        ),
        "denied.state_secret": _denied("第十四条", "属于依法确定为国家秘密的政府信息"),
        "denied.law_forbidden": _denied("第十四条", "属于法律、行政法规禁止公开的政府信息", "articles"),
        "denied.security_stability": _denied(
            "第十四条", "公开后可能危及国家安全、公共安全、经济安全、社会稳定"
        ),
        "denied.third_party": _denied("第十五条", "涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害"),
        "denied.internal_affairs": _denied(
            "第十六条第一款", "属于本机关人事管理、后勤管理、内部工作流程等方面的内部事务信息"
        ),
        "denied.process_info": _denied(
            "第十六条第二款",
            "属于本机关履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息",
        ),
        "denied.enforcement_file": _denied("第十六条第二款", "属于行政执法案卷信息"),
        "denied.admin_query": Outcome(
            (article("第三十六条第（七）项"),),
            "经审查，{you}申请公开的信息属于工商、不动产登记资料等信息，有关法律、行政法规对其获取有特别规定。"
            "{law}，请{you}依照有关规定办理查询。",
            ("way",),
            "办理查询的地点和途径：",
        ),
        "unable.not_held": Outcome(
            (article("第三十六条第（四）项"),),
            "经检索，本机关没有{you}申请公开的信息。{law}，现告知{you}该政府信息不存在。",
        ),
        "unable.not_ours": Outcome(
            (article("第三十六条第（五）项"),),
            "经审查，{you}申请公开的信息不属于本机关负责公开。{law}，现将有关情况告知{you}。",
            ("reason",),
        ),
        "unable.needs_creation": Outcome(
            (article("第三十八条"),),
            "经审查，本机关没有{you}申请公开的现成信息，需要对现有政府信息进行加工、分析。{law}，本机关不予提供。",
        ),
        "unable.still_unclear": Outcome(
            (article("第三十条"),),
            "{you}的申请经补正，申请内容仍不明确，本机关不能据此确定所指的政府信息。{law}，本机关无法提供。",
            ("reason",),
        ),
        "not_processed.complaint": Outcome(
            (article("第三十九条第一款"),),
            "经审查，{you}以政府信息公开申请的形式进行信访、投诉、举报等活动。{law}，本机关不作为政府信息公开申请处理。",
            (),
            "相关诉求可以通过以下渠道提出：",
        ),
        "not_processed.duplicate": Outcome(
            (article("第三十六条第（六）项"),),
            "经审查，本机关已就{you}申请公开的相同政府信息作出答复（{earlier}）。{law}，本机关不予重复处理。",
            ("earlier",),
        ),
        "not_processed.publication": Outcome(
            (article("第三十九条第二款"),),
            "经审查，{you}要求提供的是政府公报、报刊、书籍等公开出版物。{law}，现将获取途径告知{you}。",
            ("way",),
            "获取途径：",
        ),
        "not_processed.excessive": Outcome(
            (article("第三十五条"),),
            "{you}申请公开政府信息的数量、频次明显超过合理范围，经本机关要求，{you}说明的理由不合理。"
            "{law}，本机关不予处理。",
            ("reason",),
        ),
        "not_processed.confirm_reissue": Outcome(
            (article("第二条"), REPORT_FORMAT),
            "经审查，{you}要求本机关对已经获取的政府信息进行确认或者重新出具，不是申请获取政府信息。{law}，本机关不予处理。",
        ),
        "other.correction_overdue": Outcome(
            (article("第三十条"),),
            "本机关于{noticed_on}告知{you}补正，补正期限到{due_on}为止。{you}无正当理由，逾期没有补正。{law}，视为放弃申请，"
            + _CLOSED,
            ("noticed_on", "due_on"),
        ),
        "other.fee_overdue": Outcome(
            (article("第四十二条"), FEES),
            "本机关于{noticed_on}向{you}发出收费通知，缴费期限到{due_on}为止，{you}逾期没有缴纳。{law}，视为放弃申请，"
            + _CLOSED,
            ("noticed_on", "due_on"),
        ),
        "other.misc": Outcome(
            (),  # withdrawn and the like: no article of its own, unless the facts bring one
            "本机关终结对该申请的办理，现告知{you}。",
            ("reason",),
        ),
    }
)
