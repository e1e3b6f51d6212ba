"""依申请公开: anyone asks an organ for a piece of government information (条例第二十七条至第四十五条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.cases.declaring import Act, Asked, CaseFacts, CaseKind, CaseOutcome, CaseState, FormPage, roles
from gongkai.cases.rules.outcomes import OUTCOMES
from gongkai.cases.rules.third_parties import not_told, objecting
from gongkai.cases.stored_choices import APPLICANT_TYPES

CLERK = roles("handler disclosure_office")
HEAD = roles("leader disclosure_office")
ORGAN_PEOPLE = roles("handler leader disclosure_office")

_LIST = tuple(
    CaseOutcome(
        code=found.code,
        label=found.label,
        sentence=found.sentence,
        article=found.article,
        counts_as=found.counts_as,
        remedy=found.remedy,
    )
    for found in OUTCOMES
)
# These the acts themselves decide; a clerk never picks them.
BY_ACT = ("correction_overdue", "fee_overdue", "withdrawn")
CHOSEN = tuple(found.code for found in _LIST if found.code not in BY_ACT)

# ---- conditions ----------------------------------------------------------------------------------------


def _corrected_once(case: CaseFacts, values: Mapping[str, Any]) -> str:
    if case.done("ask_correction"):
        return "补正只能要求一次，已经要求过。补正后仍不明确的，按“补正后申请内容仍不明确”答复。"
    return ""


def _correction_ran_out(case: CaseFacts, values: Mapping[str, Any]) -> str:
    due = case.side_due.get("foi.correct_by")
    if due is not None and case.today <= due:
        return f"补正期限到{due:%Y年%m月%d日}，期限过了才能按放弃申请处理。"
    return ""


def _fee_ran_out(case: CaseFacts, values: Mapping[str, Any]) -> str:
    due = case.side_due.get("foi.fee")
    if due is not None and case.today <= due:
        return f"缴费期限到{due:%Y年%m月%d日}，期限过了才能按放弃申请处理。"
    return ""


def _extended_once(case: CaseFacts, values: Mapping[str, Any]) -> str:
    if case.done("extend"):
        return "已经延长过一次，不能再延长。"
    if case.due_on is not None and case.today > case.due_on:
        return "期限已经过了，不能再延长。"
    return ""


def _reason_asked(case: CaseFacts, values: Mapping[str, Any]) -> str:
    return "" if case.done("ask_reason") else "先要求申请人说明理由，理由合理才定延迟答复的期限。"


def _silence_only_after_term(case: CaseFacts, values: Mapping[str, Any]) -> str:
    if values.get("result") != "silent":
        return ""
    due = max((on for code, on in case.side_due.items() if code in CONSULTATIONS), default=None)
    if due is not None and case.today <= due:
        return f"对方的期限到{due:%Y年%m月%d日}，期限过了才能按没有答复处理。"
    return ""


def _told_once(case: CaseFacts, values: Mapping[str, Any]) -> str:
    told, asked = case.last("tell_consulting"), case.last("consult_third_party", "consult_coproducer")
    if told is not None and asked is not None and told.no > asked.no:
        return "这次征求意见已经告知过申请人。"
    return ""


def _is_disclosed(case: CaseFacts, values: Mapping[str, Any]) -> str:
    if case.outcome not in ("granted", "partial"):
        return "没有决定公开，不用告知第三方。"
    return ""


def _third_parties_told(case: CaseFacts, values: Mapping[str, Any]) -> str | Mapping[str, str]:
    """决定予以公开的，将决定公开的政府信息内容和理由书面告知第三方 (条例第三十二条).

    Of a partial disclosure it may be just theirs that is kept back: whoever serves it says so.
    """
    if not (left := not_told(case.events)):
        return ""
    names = "、".join(left)
    if case.outcome == "granted":
        return f"第三方（{names}）不同意公开，先办“告知第三方决定公开”，写明公开的内容和理由，再登记送达（条例第三十二条）。"
    if case.outcome == "partial" and not values.get("kept_back"):
        return {
            "kept_back": f"第三方（{names}）不同意公开：公开的部分有他们不同意的，先办“告知第三方决定公开”；没有的，勾选这一项"
        }
    return ""


def _nobody_objects(case: CaseFacts, values: Mapping[str, Any]) -> str:
    """Given on the spot, there is no time to tell anybody."""
    if values.get("outcome") == "granted" and (left := objecting(case.events)):
        return f"第三方（{'、'.join(left)}）不同意公开，不能当场公开：拟答复送审核，签发以后告知第三方，再送达（条例第三十二条）。"
    return ""


def _registered_once(case: CaseFacts, values: Mapping[str, Any]) -> str:
    return "登记表已经做过，在经过里。" if case.done("register_form") else ""


_WAY = ("granted", "already_public", "partial", "admin_query", "publication", "complaint")
_ARTICLES = ("law_forbidden", "partial")
_NO_REASON = (
    "granted",
    "already_public",
    "not_held",
    "needs_creation",
    "publication",
    "duplicate",
    "confirm_reissue",
)


def _reply_is_whole(case: CaseFacts, values: Mapping[str, Any]) -> str | Mapping[str, str]:
    """What a reply of this outcome cannot do without (条例第三十六条、第三十七条)."""
    outcome = str(values.get("outcome", ""))
    missing = {}
    if outcome in _WAY and not values.get("way"):
        missing["way"] = "写明怎样提供，或者到哪里看、怎样查"
    if outcome == "partial" and not values.get("withheld"):
        missing["withheld"] = "写明哪些内容不公开"
    if outcome in _ARTICLES and not values.get("articles"):
        missing["articles"] = "写明依据哪部法律、法规的哪一条"
    if outcome == "duplicate" and not values.get("earlier"):
        missing["earlier"] = "写明先前答复的文号和日期"
    if outcome not in _NO_REASON and not values.get("reason"):
        missing["reason"] = "写明理由"
    return missing


CONSULTATIONS = ("foi.third_party", "foi.coproducer")

# ---- what forms ask for --------------------------------------------------------------------------------

_REASON = Asked("reason", "理由", "long_text", max_length=2000)
_ON = Asked("on", "日期", "date", help="事情发生的那天，不是登记的这天。")

REPLY_FIELDS = (
    Asked("way", "怎样提供、到哪里看、怎样查", "long_text", required=False, max_length=1000,
          help="予以公开、部分公开、已主动公开、行政查询、出版物要写。", example="随本答复提供复制件 3 页"),
    Asked("reason", "理由", "long_text", required=False, max_length=2000, help="不公开、部分公开、不予处理要写。"),
    Asked("withheld", "不公开的内容", "long_text", required=False, max_length=1000, help="部分公开要写。"),
    Asked("articles", "所依据的条文", required=False, max_length=300, help="法律、行政法规禁止公开的，部分公开的要写。",
          example="《中华人民共和国商业银行法》第二十九条"),
    Asked("other_unit", "负责公开的机关", required=False, max_length=120, help="不属于本机关的，能确定是谁就写。"),
    Asked("other_contact", "那个机关的联系方式", required=False, max_length=200),
    Asked("earlier", "先前答复的文号和日期", required=False, max_length=200, help="重复申请的要写。"),
    Asked("files", "随答复提供的文件", "files", required=False),
)  # fmt: skip

PAGES = (
    FormPage(
        "what",
        "您要什么信息",
        (
            Asked(
                "title",
                "信息的名称或者文号",
                max_length=200,
                help="不知道名称的，写是哪件事。",
                example="2025年城区公交线路调整方案",
            ),
            Asked(
                "text",
                "补充说明",
                "long_text",
                required=False,
                max_length=2000,
                help="时间、地点、涉及的单位，写得越具体找得越快。不用说明用途。",
            ),
        ),
        help="一份申请只写一件事，答复更快。",
    ),
    FormPage(
        "how",
        "您想怎样拿到",
        (
            Asked(
                "form",
                "形式",
                "choice",
                choices=(
                    ("email", "发到邮箱"),
                    ("online", "在网上看"),
                    ("paper", "寄纸质件"),
                    ("inspect", "当面查阅、抄录"),
                ),
            ),
        ),
    ),
    FormPage(
        "who",
        "您是谁",
        (
            Asked("type", "申请人", "choice", choices=tuple(APPLICANT_TYPES.items())),
            Asked("name", "姓名或者单位名称", max_length=60, personal=True),
            Asked(
                "identity",
                "证件号码",
                "identity",
                max_length=40,
                personal=True,
                help="身份证号，单位填统一社会信用代码。法律要求核对身份，加密保存。",
            ),
        ),
    ),
    FormPage(
        "contact",
        "怎样联系您",
        (
            Asked("phone", "手机或者电话", "phone", max_length=40, personal=True),
            Asked(
                "email",
                "邮箱",
                "email",
                required=False,
                max_length=120,
                personal=True,
                help="选了发到邮箱的要写。",
                needed_if=("form", "email"),
            ),
            Asked(
                "address",
                "邮寄地址",
                required=False,
                max_length=200,
                personal=True,
                help="选了寄纸质件的要写。",
                needed_if=("form", "paper"),
            ),
        ),
        help="只用来办这件事。",
    ),
)

# ---- states --------------------------------------------------------------------------------------------

STATES = (
    CaseState(
        "submitted",
        "待确认",
        "网上、传真、平信来的，先与申请人确认，确认那天才是收到之日。",
        now="申请已经到了，工作人员会与您联系确认。",
        next="确认以后开始计算期限。",
    ),
    CaseState(
        "processing",
        "办理中",
        "查找信息，拟出答复。",
        now="正在查找您要的信息。",
        next="找到以后拟出答复，审核后发给您。",
    ),
    CaseState(
        "correcting",
        "待补正",
        "等申请人补正，期限停止计算。",
        now="申请内容还不够明确，要您补充。",
        next="您补充以后，期限重新计算。",
        waits_for="applicant",
    ),
    CaseState(
        "reasoning",
        "待说明理由",
        "等申请人说明理由。",
        now="您申请的数量或者次数明显多于平常，要您说明理由。",
        next="理由合理的继续办理。",
        waits_for="applicant",
    ),
    CaseState(
        "fee_pending",
        "待缴费",
        "等申请人缴信息处理费。",
        now="这件申请要收信息处理费，金额在通知书里。",
        next="缴清以后继续办理；到期不缴的不再办理。",
        waits_for="applicant",
    ),
    CaseState(
        "consulting",
        "征求意见中",
        "等第三方或者其他机关答复，期限停止计算。",
        now="信息涉及别人，正在征求他们的意见。",
        next="意见回来以后继续办理，这段时间不算在期限内。",
        waits_for="others",
    ),
    CaseState(
        "reviewing",
        "审核中",
        "答复书已经拟好，等负责人审核。",
        now="答复已经拟好，正在审核。",
        next="审核以后发给您。",
    ),
    CaseState(
        "issuing",
        "待送达",
        "答复书已经签发，送达那天才算答复。",
        now="答复书已经签发，正在送达。",
        next="您会收到答复书，在这里也能看。",
    ),
    CaseState(
        "replied",
        "已答复",
        "答复书已经送达。",
        final=True,
        now="已经答复。",
        next="对答复不满意的，可以申请行政复议或者提起行政诉讼。",
        waits_for="nobody",
    ),
    CaseState(
        "closed",
        "不再办理",
        "申请人放弃或者撤回。",
        final=True,
        now="这件申请不再办理。",
        next="需要的话可以重新申请。",
        waits_for="nobody",
    ),
)

# ---- acts ----------------------------------------------------------------------------------------------


def _withdraw(sources: str, document: str = "") -> Act:
    return Act(
        "withdraw", "申请人撤回", roles(sources), "closed", CLERK | {"applicant"}, "条例第三十六条",
        clock="stop", outcome="withdrawn", fields=(_REASON,), line="您撤回了申请", own_words="撤回申请",
        final_word=True, document=document,
    )  # fmt: skip


ACTS = (
    Act(
        "confirm", "确认收到", roles("submitted"), "processing", CLERK, "条例第三十一条",
        clock="start", opens="foi.correction", dated="on",
        fields=(
            Asked("on", "与申请人确认的日期", "date", help="双方确认之日就是收到申请之日。"),
            Asked("how", "怎样确认的", example="电话确认，本人接听", max_length=200),
        ),
        document="receipt", line="已经与您确认，从这天开始计算期限",
    ),
    Act(
        "ask_correction", "要求补正", roles("processing"), "correcting", CLERK, "条例第三十条",
        clock="pause:correction", opens="foi.correct_by", closes="foi.correction",
        fields=(
            Asked("reason", "哪里要补、怎样补", "long_text", max_length=2000,
                  help="一次说全：缺什么，补成什么样，补到哪里。"),
        ),
        document="correction_notice", line="要您补充申请内容", check=_corrected_once,
    ),
    Act(
        "correct", "登记补正", roles("correcting"), "processing", CLERK | {"applicant"}, "条例第三十条",
        clock="restart", closes="foi.correct_by", dated="on",
        fields=(
            Asked("on", "收到补正的日期", "date"),
            Asked("text", "补正的内容", "long_text", max_length=2000),
        ),
        line="收到您的补充，期限重新计算", own_words="补充申请内容",
    ),
    Act(
        "abandon_correction", "逾期不补正，不再办理", roles("correcting"), "closed", CLERK, "条例第三十条",
        clock="stop", outcome="correction_overdue", check=_correction_ran_out, final_word=True, document="reply",
        line="到期没有补充，申请不再办理",
    ),
    Act(
        "ask_reason", "要求说明理由", roles("processing"), "reasoning", CLERK, "条例第三十五条",
        fields=(_REASON,), document="reason_request", line="要您说明理由",
    ),
    Act(
        "give_reason", "登记理由", roles("reasoning"), "processing", CLERK | {"applicant"}, "条例第三十五条",
        fields=(Asked("text", "理由", "long_text", max_length=2000),), line="收到您说的理由",
        own_words="说明理由",
    ),
    Act(
        "defer", "定延迟答复的期限", roles("processing"), "processing", HEAD, "条例第三十五条",
        clock="extend", fields=(Asked("days", "延迟几个工作日", "integer", low=1, high=250), _REASON),
        document="defer_notice", check=_reason_asked, line="数量较多，确定了延迟答复的期限",
    ),
    Act(
        "charge_fee", "收信息处理费", roles("processing"), "fee_pending", CLERK, "条例第四十二条",
        clock="pause:fee", opens="foi.fee",
        fields=(
            Asked("tariff", "按什么收", "choice", choices=(("items", "按件"), ("pages", "按量（页）"))),
            Asked("quantity", "件数或者页数", "integer", low=1, high=100_000,
                  help="按件填这次有几件，本月先前的件数系统会算；按量填这件申请的页数。"),
        ),
        derives="fee",
        document="fee_notice", line="要收信息处理费，金额见通知书",
    ),
    Act(
        "pay_fee", "登记缴费", roles("fee_pending"), "processing", CLERK, "条例第四十二条",
        clock="resume:fee", closes="foi.fee", dated="on",
        fields=(Asked("on", "缴清的日期", "date"), Asked("receipt_no", "票据号", required=False, max_length=60)),
        line="收到您缴的费用，继续办理",
    ),
    Act(
        "abandon_fee", "逾期不缴费，不再办理", roles("fee_pending"), "closed", CLERK, "国办函〔2020〕109号",
        clock="stop", outcome="fee_overdue", check=_fee_ran_out, final_word=True, document="reply",
        line="到期没有缴费，申请不再办理",
    ),
    Act(
        "consult_third_party", "征求第三方意见", roles("processing"), "consulting", CLERK, "条例第三十二条",
        clock="pause:consultation", opens="foi.third_party", dated="on",
        fields=(
            Asked("party", "第三方", max_length=120, help="个人写姓名，单位写全称。"),
            Asked("on", "第三方收到征求意见书的日期", "date"),
            Asked("question", "征求哪些内容的意见", "long_text", max_length=1000),
        ),
        document="third_party_consult", addressee="party", line="信息涉及别人，正在征求他们的意见",
    ),
    Act(
        "consult_coproducer", "征求共同制作机关意见", roles("processing"), "consulting", CLERK, "条例第三十四条",
        clock="pause:consultation", opens="foi.coproducer", dated="on",
        fields=(
            Asked("party", "机关名称", max_length=120),
            Asked("on", "对方收到征求意见书的日期", "date"),
            Asked("question", "征求哪些内容的意见", "long_text", max_length=1000),
        ),
        document="coauthor_consult", addressee="party", line="信息由几个机关共同制作，正在征求他们的意见",
    ),
    Act(
        "end_consultation", "登记意见", roles("consulting"), "processing", CLERK, "条例第三十二条、第三十四条",
        clock="resume:consultation", closes="foi.third_party foi.coproducer", dated="on",
        fields=(
            Asked("result", "对方的意见", "choice",
                  choices=(("agrees", "同意公开"), ("partly", "同意部分公开"), ("refuses", "不同意，有理由"),
                           ("silent", "到期没有答复"))),
            Asked("on", "收到意见的日期", "date", help="到期没有答复的，填期限届满那天。"),
            Asked("text", "意见内容", "long_text", required=False, max_length=2000),
        ),
        check=_silence_only_after_term, line="意见已经回来，继续办理",
        help="第三方到期不答复，由本机关决定是否公开；共同制作机关到期不答复，视为同意公开。",
    ),
    Act(
        "tell_consulting", "告知申请人正在征求意见", roles("consulting"), "consulting", CLERK,
        "条例第三十二条、第三十三条第三款",
        document="consult_notice", check=_told_once, line="告诉您正在征求意见，这段时间不算在期限内",
    ),
    Act(
        "tell_third_party", "告知第三方决定公开", roles("issuing"), "issuing", CLERK, "条例第三十二条",
        fields=(
            Asked("party", "第三方", max_length=120, help="个人写姓名，单位写全称。"),
            Asked("reason", "为什么决定公开", "long_text", max_length=2000, help="不公开会对公共利益有什么重大影响。"),
        ),
        document="third_party_notice", addressee="party", check=_is_disclosed,
        help="第三方不同意、仍然决定公开的，书面告知对方公开的内容和理由。",
    ),
    Act(
        "register_form", "制作登记表", roles("processing"), "processing", CLERK, "条例第四十五条",
        document="register_form", check=_registered_once, help="内部用，随卷归档，不发给申请人。",
    ),
    Act(
        "extend", "延长答复期限", roles("processing"), "processing", HEAD, "条例第三十三条",
        clock="extend",
        fields=(Asked("days", "延长几个工作日", "integer", low=1, high=20), _REASON),
        document="extension_notice", check=_extended_once, line="延长了答复期限", final_word=True,
    ),
    Act(
        "draft", "拟答复，送审核", roles("processing"), "reviewing", CLERK, "条例第三十六条",
        outcomes=CHOSEN, fields=REPLY_FIELDS, check=_reply_is_whole, main=True,
        help="答复书由这里填的内容生成，条文、结论和救济途径会自动加上。",
    ),
    Act(
        "return_draft", "退回重拟", roles("reviewing"), "processing", HEAD, "条例第四十五条",
        fields=(_REASON,), drops_outcome=True,
    ),
    Act(
        "approve", "签发答复书", roles("reviewing"), "issuing", HEAD, "条例第三十三条、第三十六条",
        document="reply", final_word=True, line="答复书已经签发", main=True,
    ),
    Act(
        "serve", "登记送达", roles("issuing"), "replied", CLERK, "国办公开办函〔2016〕235号",
        clock="stop", dated="on",
        fields=(
            Asked("how", "怎样送达的", "choice",
                  choices=(("post", "邮寄（交邮之日）"), ("direct", "直接送达（签收之日）"),
                           ("entrusted", "委托送达（签收之日）"), ("online", "网上送达（发出之日）"))),
            Asked("on", "送达日期", "date"),
            Asked("proof", "单号或者签收人", required=False, max_length=120),
            Asked("kept_back", "第三方不同意公开的内容都没有公开", "check", required=False,
                  help="部分公开、征求过第三方意见的才看这一项。"),
        ),
        check=_third_parties_told, line="答复书已经送达", final_word=True,
    ),
    Act(
        "reply_on_spot", "当场答复", roles("processing"), "replied", CLERK, "条例第三十三条第一款",
        clock="stop", outcomes=("granted", "already_public"),
        fields=(Asked("way", "怎样提供、到哪里看", "long_text", max_length=1000),),
        document="reply", check=_nobody_objects, line="当场答复了您", final_word=True,
    ),
    # Before its day of receipt is known there is nothing to end in writing.
    _withdraw("submitted"),
    _withdraw("processing correcting reasoning fee_pending consulting", document="reply"),
    Act(
        "redo", "重新作出答复", roles("replied"), "processing", HEAD, "行政复议法、行政诉讼法",
        clock="start", dated="on",
        fields=(Asked("on", "复议决定或者判决生效的日期", "date"), _REASON),
        line="按照复议决定或者判决，重新办理", final_word=True, drops_outcome=True,
    ),
)  # fmt: skip

KIND = CaseKind(
    code="information_application",
    label="政府信息公开申请",
    article="条例第二十七条至第四十五条",
    summary="向制作或者保存信息的机关要一条没有公开的政府信息。",
    mark="依申",
    initial="submitted",
    states=STATES,
    transitions=ACTS,
    outcomes=_LIST,
    pages=PAGES,
    terms=("foi.reply",),
    identity="full",
    receive_act="confirm",
    position=10,
    apply_words="申请公开",
    counts_words="网上提交的，双方确认之日是收到申请之日（条例第三十一条）。",
)
