"""What the regulation says about items: attributes, grounds, validity and what may be public.

《政府信息公开条例》(2019) 第五条、第十三条至第二十六条; the 2008 text where a date before 2019-05-15 asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ATTRIBUTES = {"proactive": "主动公开", "on_request": "依申请公开", "withheld": "不予公开"}
SECRET_LEVELS = {
    "none": "无密级",
    "internal": "内部",
    "secret": "秘密",
    "confidential": "机密",
    "top_secret": "绝密",
}
ERASED = "（内容已销毁）"
"""Stands in place of the title of a draft whose content was destroyed."""

VALIDITIES = {"valid": "有效", "amended": "修改", "expired": "失效", "abolished": "废止"}
STEP_STATES = {"waiting": "未到", "open": "在办", "passed": "通过", "returned": "退回", "dropped": "不再进行"}

GROUNDS = {
    "state_secret": "依法确定为国家秘密（第十四条）",
    "law_forbidden": "法律、行政法规禁止公开（第十四条）",
    "three_security_one_stability": "可能危及国家安全、公共安全、经济安全、社会稳定（第十四条）",
    "third_party": "涉及商业秘密、个人隐私，公开会损害第三方合法权益（第十五条）",
    "internal_affairs": "内部事务信息（第十六条第一款）",
    "process_info": "过程性信息（第十六条第二款）",
    "enforcement_file": "行政执法案卷信息（第十六条第二款）",
    "not_wide": "不属应当主动公开的范围，可依申请提供（第十九条、第二十七条）",
}


@dataclass(frozen=True)
class Relation:
    """A link and its two readings: `label` from source to target, `back` from target to source."""

    code: str
    label: str
    back: str


RELATIONS = {
    r.code: r
    for r in (
        Relation("interprets", "解读的文件", "政策解读"),
        Relation("replaces", "代替", "已由下列文件代替"),
        Relation("amends", "修改", "已由下列文件修改"),
        Relation("implements", "依据", "落实情况"),
    )
}


def index_number(*, org_code: str, year: int, serial: int) -> str:
    """`{organisation code}/{year}-{5 digits}`; a sixth digit appears only after 99,999.

    《政府信息公开目录系统实施指引（试行）》; the code is 9 or 18 characters and is kept for life.
    """
    return f"{org_code}/{year:04d}-{serial:05d}"


def may_be_public(*, attribute: str, secret_level: str, audience: str) -> bool:
    """Only what is proactive, carries no secrecy mark and is meant for everyone has a public page (条例第十四条、第十九条)."""
    return attribute == "proactive" and secret_level == "none" and audience == "everyone"


def validity_on(*, validity: str, expires_on: date | None, abolished_on: date | None, day: date) -> str:
    """The validity as of `day`: past its last day a document reads as expired even before anyone edits it."""
    if abolished_on and abolished_on <= day:
        return "abolished"
    if validity in ("valid", "amended") and expires_on and expires_on < day:
        return "expired"
    return validity


@dataclass(frozen=True)
class Question:
    """One question of the guided decision. `yes` gives an attribute and ground, None goes on to the next."""

    code: str
    text: str
    help: str
    article: str
    attribute: str
    ground: str


# The order of Articles 14 to 16, then 19: the first "yes" decides.
GUIDED_QUESTIONS = (
    Question(
        "state_secret",
        "源文件标有密级，或者内容已依法定为国家秘密？",
        "看版头左上角的密级标志和保密期限。",
        "条例第十四条",
        "withheld",
        "state_secret",
    ),
    Question(
        "law_forbidden",
        "有法律、行政法规写明这类信息禁止公开？",
        "要能说出是哪部法、哪一条。",
        "条例第十四条",
        "withheld",
        "law_forbidden",
    ),
    Question(
        "three_security_one_stability",
        "公开后可能危及国家安全、公共安全、经济安全或者社会稳定？",
        "写清可能的后果，拿不准的报保密行政管理部门确定。",
        "条例第十四条、第十七条",
        "withheld",
        "three_security_one_stability",
    ),
    Question(
        "third_party",
        "里面有商业秘密、个人隐私，公开会损害别人的合法权益？",
        "本人同意，或者不公开会对公共利益造成重大影响的，可以公开；能遮去的先遮去。",
        "条例第十五条",
        "withheld",
        "third_party",
    ),
    Question(
        "internal_affairs",
        "只是本机关的人事管理、后勤管理、内部工作流程？",
        "这三类可以不公开，不是一律不公开。",
        "条例第十六条第一款",
        "withheld",
        "internal_affairs",
    ),
    Question(
        "process_info",
        "是讨论记录、过程稿、磋商信函或者请示报告？",
        "法律、法规、规章规定应当公开的除外。",
        "条例第十六条第二款",
        "withheld",
        "process_info",
    ),
    Question(
        "enforcement_file",
        "是行政执法案卷里的材料？",
        "处罚、许可的决定本身另有公开规定。",
        "条例第十六条第二款",
        "withheld",
        "enforcement_file",
    ),
    Question(
        "not_wide",
        "不涉及公众利益调整，也不需要公众广泛知晓或者参与决策？",
        "第二十条、第二十一条列出的必须主动公开。",
        "条例第十九条、第二十七条",
        "on_request",
        "not_wide",
    ),
)


def decide_attribute(answers: dict[str, bool]) -> tuple[str, str]:
    """Attribute and ground by the guided answers; no "yes" at all means proactive (公开为常态，条例第五条)."""
    for question in GUIDED_QUESTIONS:
        if answers.get(question.code):
            return question.attribute, question.ground
    return "proactive", ""


@dataclass(frozen=True)
class Missing:
    """A field that is still empty or says something that cannot be, with what is expected."""

    field: str
    label: str
    words: str


# The head-table columns that a version states and the item repeats for lists and filters.
HEAD_COLUMNS = (
    "topic_id",
    "subject_id",
    "doc_no",
    "issuer",
    "summary",
    "signed_on",
    "formed_on",
    "attribute",
    "attribute_ground",
    "attribute_reason",
    "secret_level",
    "source_says_public",
    "stage",
    "audience",
    "validity",
    "effective_on",
    "expires_on",
    "abolished_on",
    "source",
    "source_url",
)
HEAD_DATES = ("signed_on", "formed_on", "effective_on", "expires_on", "abolished_on")


def secrecy_problems(*, attribute: str, ground: str, reason: str, secret_level: str) -> list[Missing]:
    """条例第十四条、第十六条: what is kept back needs a ground and a reason; what carries a mark cannot be proactive."""
    found = []
    if secret_level != "none" and attribute == "proactive":
        found.append(
            Missing(
                "attribute",
                "公开属性",
                f"源文件标有“{SECRET_LEVELS[secret_level]}”，不能主动公开。改公开属性，或者先按规定解密。",
            )
        )
    if attribute != "proactive" and not ground:
        found.append(Missing("attribute_ground", "法定事由", "不主动公开要选定事由，对应到条例的条款。"))
    if attribute != "proactive" and len(reason.strip()) < 5:
        found.append(Missing("attribute_reason", "不公开理由", "写明理由，至少 5 个字，随件一起报批。"))
    return found


def date_problems(
    *, signed_on: date | None, effective_on: date | None, expires_on: date | None, today: date
) -> list[Missing]:
    found = []
    if signed_on and signed_on > today:
        found.append(
            Missing("signed_on", "成文日期", f"{signed_on:%Y-%m-%d} 在今天以后，看看是不是写错了年份。")
        )
    if effective_on and expires_on and expires_on < effective_on:
        found.append(Missing("expires_on", "有效期至", "早于施行日期。"))
    return found


# What an organ asked may answer, by side path; two of the answers forbid publication.
SIDE_RESULTS = {"refer": ("not_secret", "secret"), "coordinate": ("consent", "objection", "upper_decides")}


def blocks_publication(result: str) -> bool:
    """条例第十四条: a secret is not public; 第十一条: what the other organ objects to is not public before agreement."""
    return result in ("secret", "objection")


PRESENCE_LASTS = timedelta(seconds=60)  # how long an open page counts after it was last heard of
DELIVERY_WORKING_DAYS = 20  # hand-over to archive, library, reading point (条例第二十五条: 及时)
