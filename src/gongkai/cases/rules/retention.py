"""What is asked of people, what for, on what ground, and how long it is kept (个人信息保护法第六条、第十七条、第十九条)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

PERSONAL, RECORD, SESSION = "personal", "record", "session"
KEPT_WORDS = {
    PERSONAL: "办结以后保存到期就删去",
    RECORD: "随案卷保存；里面写到的本人姓名、证件号码、电话，到期一起隐去",
    SESSION: "半小时",
}


@dataclass(frozen=True)
class Use:
    """A field of the forms. `kept` is PERSONAL, RECORD or SESSION; `sensitive`: 敏感个人信息（第二十八条）."""

    key: str
    purpose: str
    ground: str
    kept: str = RECORD
    kind: str = "*"
    sensitive: bool = False


_APPLICATION = "条例第二十九条"
_DUTY = "个人信息保护法第三十四条：办理您提出的事"

USES: tuple[Use, ...] = (
    Use("name", "知道是谁提出的，答复写给谁", _DUTY, PERSONAL),
    Use("name", "申请要写明申请人的姓名或者名称", _APPLICATION, PERSONAL, "information_application"),
    Use(
        "identity",
        "申请要有身份证明，确认是本人提出",
        _APPLICATION,
        PERSONAL,
        "information_application",
        sensitive=True,
    ),
    Use("phone", "核实情况、告诉您进展", _DUTY, PERSONAL),
    Use("phone", "申请要写明联系方式", _APPLICATION, PERSONAL, "information_application"),
    Use("email", "选了电子邮件的，答复发到这里", _DUTY, PERSONAL),
    Use("email", "选了电子邮件的，答复发到这里", _APPLICATION, PERSONAL, "information_application"),
    Use("address", "选了邮寄的，答复寄到这里", _APPLICATION, PERSONAL, "information_application"),
    Use(
        "type",
        "年度报告按申请人类型统计，不含姓名",
        "国办公开办函〔2021〕30号",
        RECORD,
        "information_application",
    ),
    Use("title", "知道您要什么、说的是什么事", _DUTY),
    Use("text", "知道具体情况，才好办理", _DUTY),
    Use("files", "证明您说的情况", _DUTY, PERSONAL),
    Use("form", "按您要的形式提供", _APPLICATION, RECORD, "information_application"),
    Use("class", "分给合适的人办，期限按类型算", _DUTY),
    Use("mailbox", "送到您要写给的人", _DUTY, RECORD, "letter"),
    Use("may_publish", "您同意了才把您写的和答复公开", "个人信息保护法第二十五条"),
    Use("line", "统计是哪条热线接到的", _DUTY, RECORD, "hotline_order"),
    Use("transfer", "统计转接情况", _DUTY, RECORD, "hotline_order"),
    Use("keep_secret", "您要求保密的，不告诉被反映的单位", "个人信息保护法第六条", RECORD, "hotline_order"),
    Use("policy", "找到您问的政策", _DUTY, RECORD, "policy_consultation"),
    Use("index_no", "找到您有异议的公示", _DUTY, RECORD, "objection"),
    Use("about_unit", "知道投诉的是哪个单位", "条例第四十七条", RECORD, "complaint"),
    Use("wrong", "知道是哪一种情况", "条例第四十七条", RECORD, "complaint"),
    Use("group", "区分复议和诉讼", "年度报告格式", RECORD, "reconsideration"),
    Use("docket", "找到案子", "年度报告格式", RECORD, "reconsideration"),
    Use("forum", "知道由谁审理", "年度报告格式", RECORD, "reconsideration"),
    Use("about_number", "对应到申请", "年度报告格式", RECORD, "reconsideration"),
    Use("grade", "期限按等级算", "国办发〔2016〕61号", RECORD, "opinion_event"),
    Use("where", "找到要回应的内容", "国办发〔2016〕61号", RECORD, "opinion_event"),
    Use("organ", "知道回函给谁", "机关之间的公务往来", RECORD, "reference_letter"),
    Use("letter_no", "对应到来函", "机关之间的公务往来", RECORD, "reference_letter"),
)

OTHER_FORMS: tuple[tuple[str, str, Use], ...] = (
    ("查办理进度", "编号", Use("number", "找到您的件", _DUTY, SESSION)),
    ("查办理进度", "查询码", Use("code", "确认是您的件；只存摘要值，谁也看不到原码", _DUTY, SESSION)),
    ("评价办理", "满意程度", Use("stars", "改进办理，统计满意度", _DUTY)),
    ("评价办理", "说几句", Use("text", "改进办理", _DUTY)),
    ("更正我的信息", "正确的内容", Use("value", "把登记错的改对", "个人信息保护法第四十六条", PERSONAL)),
    ("更正我的信息", "为什么", Use("reason", "核实", "个人信息保护法第四十六条", PERSONAL)),
)
"""Form, label and use of what else is asked of people on the portal."""

# Months after the end of a case. Local defaults, editable by the office; the archive's own terms go by the file (案卷).
DEFAULT_MONTHS = {"information_application": 36, "hotline_order": 24, "letter": 24}
OTHERWISE = 24
LEAST, MOST = 6, 600
"""Remedies run at most six months after the answer (行政诉讼法第四十六条): nothing goes before."""


def use_of(kind: str, key: str) -> Use | None:
    """What a kind's field is asked for: its own entry before the one for all kinds. None where nobody has said."""
    own = next((one for one in USES if one.key == key and one.kind == kind), None)
    return own or next((one for one in USES if one.key == key and one.kind == "*"), None)


def default_months(kind: str) -> int:
    return DEFAULT_MONTHS.get(kind, OTHERWISE)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of the month where that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def in_words(months: int) -> str:
    years, rest = divmod(months, 12)
    return "".join([f"{years} 年" if years else "", f"{rest} 个月" if rest else ""])
