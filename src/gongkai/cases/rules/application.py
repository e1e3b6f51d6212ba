"""What the regulation asks of an application and of those who handle it: 条例第二十九条至第三十五条.

Functions whose name begins with `why_not` answer with words why something may not be done, or with "".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from gongkai.cases.rules.versions import REGULATION_2019, RuleSet

# --- What an application contains (第二十九条) -------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One thing that an application must contain: any of the fields `any_of` is enough."""

    any_of: tuple[str, ...]
    words: str
    article: str


NAME = Part(("name",), "写明申请人的姓名或者名称。", "条例第二十九条第二款第（一）项")
IDENTITY = Part(
    ("identity_number", "identity_file"),
    "提供身份证明：填证件号码，或者附证件的照片、扫描件。",
    "条例第二十九条第二款第（一）项",
)
CONTACT = Part(
    ("phone", "email", "address"),
    "留一种联系方式：电话、电子邮箱或者通信地址。",
    "条例第二十九条第二款第（一）项",
)
DESCRIPTION = Part(
    ("description", "title", "doc_no"),
    "写明要哪些信息：名称、文号，或者能让我们找到它的描述。",
    "条例第二十九条第二款第（二）项",
)
FORM = Part(("form",), "选择要什么形式：纸质、电子，或者到现场查阅。", "条例第二十九条第二款第（三）项")
WAY = Part(
    ("way",), "选择怎样取得：邮寄、电子邮件、网上下载，或者自己来取。", "条例第二十九条第二款第（三）项"
)
PARTS = (NAME, IDENTITY, CONTACT, DESCRIPTION, FORM, WAY)

# A way of getting the information needs the contact that it goes to.
WAY_NEEDS: dict[str, tuple[str, str]] = {
    "mail": ("address", "选择邮寄的，写明通信地址。"),
    "email": ("email", "选择电子邮件的，写明电子邮箱。"),
}


def _given(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def missing_parts(values: Mapping[str, Any], *, rules: RuleSet = REGULATION_2019) -> list[tuple[str, str]]:
    """What an application still lacks, as (field, words), in the order of the form; empty when complete.

    Values that are only blanks count as missing. The field is the first of those that would be enough.
    《政府信息公开条例》第二十九条第二款; the text of 2007 asks for no proof of identity (未核实)
    """
    asked = [part for part in PARTS if rules.asks_identity or part is not IDENTITY]
    missing = [
        (part.any_of[0], part.words)
        for part in asked
        if not any(_given(values.get(field)) for field in part.any_of)
    ]
    named = {field for field, _ in missing}
    needed = WAY_NEEDS.get(str(values.get("way", "")))
    # Without any contact the message about it already stands there.
    if needed and CONTACT.any_of[0] not in named and not _given(values.get(needed[0])):
        missing.append(needed)
    return missing


# --- Correction (第三十条) --------------------------------------------------------------------------

# 一次性告知; a place that allows more (each of them complete) edits this row.
CORRECTIONS_ALLOWED = 1


def why_not_ask_correction(
    *, asked_before: int, ask_until: date, on: date, allowed: int = CORRECTIONS_ALLOWED
) -> str:
    """Why the unit may not ask for a correction. `ask_until`: the 7th working day after receipt, that day included.

    《政府信息公开条例》第三十条
    """
    if asked_before >= allowed:
        return "补正只能一次性告知，已经告知过了；内容仍不明确的，可以答复“无法提供”。"
    if on > ask_until:
        day = f"{ask_until.year}年{ask_until.month}月{ask_until.day}日"
        return f"补正告知要在收到申请之日起7个工作日内（{day}以前）发出，已经过了。"
    return ""


def lapsed(*, last_day: date, done_on: date | None, today: date, good_reason: bool = False) -> bool:
    """Whether the applicant's own term has passed unused: the application counts as given up.

    The last day belongs to the term. `good_reason` (正当理由) saves a correction that came late or not at all.
    条例第三十条（补正）；国办函〔2020〕109号（缴费）
    """
    if good_reason or today <= last_day:
        return False
    return done_on is None or done_on > last_day


# Which outcome an unused term has; codes of outcomes.py.
LAPSE_OUTCOMES: dict[str, str] = {"correction": "correction_overdue", "fee": "fee_overdue"}

# --- Extension (第三十三条) --------------------------------------------------------------------------

EXTENSIONS_ALLOWED = 1  # derived: the text speaks of one extension


def why_not_extend(
    *, days: int, extended_before: int, due_on: date, on: date, rules: RuleSet = REGULATION_2019
) -> str:
    """Why the reply period may not be extended by `days` working days; the head of the office approves it.

    Once, 1 to 20 working days (2008: 15), decided and told before the period has run out.
    《政府信息公开条例》第三十三条第二款；2007年文本第二十四条第二款
    """
    if extended_before >= EXTENSIONS_ALLOWED:
        return "答复期限只能延长一次，已经延长过了。"
    if not 1 <= days <= rules.extension_days:
        return f"延长的期限是 1 到 {rules.extension_days} 个工作日。"
    if on > due_on:
        return "答复期限已经过了，不能再延长。"
    return ""


def may_extend(
    *, days: int, extended_before: int, due_on: date, on: date, rules: RuleSet = REGULATION_2019
) -> bool:
    """Whether the reply period may be extended so; `why_not_extend` says why not."""
    return not why_not_extend(days=days, extended_before=extended_before, due_on=due_on, on=on, rules=rules)


# --- Others who are asked (第三十二条、第三十四条) -------------------------------------------------------

ThirdPartyAnswer = Literal["agrees", "refuses_with_reason", "refuses_without_reason", "silent"]
CoProducerAnswer = Literal["agrees", "refuses", "silent"]
May = Literal["disclose", "unit_decides", "withhold"]


@dataclass(frozen=True)
class Effect:
    """What somebody's answer, or silence, means. `tell_them`: the decision must be told to them in writing."""

    may: May
    words: str
    article: str
    tell_them: bool = False


def third_party_effect(
    answer: ThirdPartyAnswer, *, public_interest: bool = False, rules: RuleSet = REGULATION_2019
) -> Effect:
    """What a third party's answer means for the disclosure.

    2019: silence leaves the decision to the unit, and only a refusal with a good reason withholds; 2008:
    any refusal withholds, and for silence the text has no rule. `public_interest`: withholding might gravely
    harm the public interest; then the unit may disclose and tells the third party content and reason.
    《政府信息公开条例》第十五条、第三十二条；2007年文本第二十三条
    """
    old = rules.third_party_days is None
    article = "条例（2007年）第二十三条" if old else "条例第三十二条"
    if answer == "agrees":
        return Effect("disclose", "第三方同意公开。", article)
    if answer == "silent":
        return Effect("unit_decides", "第三方逾期没有提出意见，由本机关依照条例决定是否公开。", article)
    if public_interest:
        return Effect(
            "unit_decides",
            "第三方不同意公开，但不公开可能对公共利益造成重大影响，可以决定公开，并把公开的内容和理由书面告知第三方。",
            article,
            tell_them=True,
        )
    if answer == "refuses_without_reason" and not old:
        return Effect(
            "unit_decides", "第三方不同意公开，但没有合理理由，由本机关依照条例决定是否公开。", article, True
        )
    return Effect("withhold", "第三方不同意公开，不予公开。", article)


def co_producer_effect(answer: CoProducerAnswer) -> Effect:
    """What the answer of an organ that made the information too means: silence counts as consent. 条例第三十四条

    A refusal is an opinion; the leading organ decides after agreeing with it (条例第十一条).
    """
    article = "条例第三十四条"
    if answer == "silent":
        return Effect("disclose", "被征求意见的机关逾期没有提出意见，视为同意公开。", article)
    if answer == "agrees":
        return Effect("disclose", "被征求意见的机关同意公开。", article)
    return Effect(
        "unit_decides", "被征求意见的机关不同意公开，由牵头制作的机关协商后决定。", article, tell_them=True
    )


# --- Excessive requests (第三十五条) --------------------------------------------------------------------


@dataclass(frozen=True)
class Threshold:
    """From more than `most` applications in a window on, the unit may ask for reasons.

    `days` = 0 means the natural month, else that many days up to and including the day itself. The
    regulation names no number: every row is local data.
    """

    most: int
    days: int
    source: str


THRESHOLDS: tuple[Threshold, ...] = (
    Threshold(10, 0, "默认值（地方可另定）：按件收费的免费件数，同一自然月10件"),
)


def excess_words(
    received: Iterable[date], on: date, *, thresholds: Iterable[Threshold] = THRESHOLDS
) -> list[str]:
    """Which thresholds an applicant's applications exceed as of a day, in words for the clerk; never deciding.

    `received`: the days of receipt of all of them, the present one included. 条例第三十五条
    """
    days = [day for day in received if day <= on]
    found = []
    for row in thresholds:
        if row.days:
            count = sum(1 for day in days if day > on - timedelta(days=row.days))
            window = f"{row.days} 天内"
        else:
            count = sum(1 for day in days if (day.year, day.month) == (on.year, on.month))
            window = f"{on.year}年{on.month}月"
        if count > row.most:
            found.append(f"{window}已有 {count} 件申请，超过 {row.most} 件，可以要求说明理由。")
    return found
