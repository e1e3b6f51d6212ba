"""On which grounds a citizen's post may be hidden. Nothing is ever deleted: a public stub and a ledger row stay.

Criticism, sharp words, an unwelcome topic or an unanswered question are no ground. The rows are data: an
installation edits them, but each must name its article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class HidingGround:
    """One legal ground. `public_words` is what the stub says: the reason, nothing of the content."""

    code: str
    label: str
    article: str
    public_words: str
    # Who must be told in law besides the author; empty for nobody.
    report_to: str = ""


_MEASURES = "《互联网信息服务管理办法》第十五条第（{}）项、第十六条"

GROUNDS: tuple[HidingGround, ...] = (
    HidingGround(
        "personal_information",
        "含有他人的个人信息",
        "《个人信息保护法》第十条、第二十五条",
        "内容里有他人的个人信息",
    ),
    HidingGround(
        "minor",
        "含有不满十四周岁未成年人的个人信息",
        "《个人信息保护法》第二十八条、第二十九条",
        "内容里有未成年人的个人信息",
    ),
    HidingGround(
        "author_asks",
        "作者本人要求不再公开",
        "《个人信息保护法》第四十七条第一款第（三）项",
        "作者本人要求不再公开",
    ),
    HidingGround(
        "state_secret",
        "涉嫌泄露国家秘密",
        "《保守国家秘密法》第三十四条",
        "内容依法不能公开",
        report_to="保密行政管理部门或者公安机关、国家安全机关",
    ),
    HidingGround(
        "business_secret",
        "含有他人的商业秘密",
        "《政府信息公开条例》第十五条",
        "内容里有他人的商业秘密",
    ),
    HidingGround(
        "insult",
        "侮辱、诽谤他人，侵害他人合法权益",
        _MEASURES.format("八"),
        "内容侮辱、诽谤他人或者侵害他人的合法权益",
    ),
    HidingGround(
        "obscenity_violence",
        "淫秽、色情、赌博、暴力、凶杀、恐怖或者教唆犯罪",
        _MEASURES.format("七"),
        "内容属于法律禁止传播的信息",
        report_to="国家有关机关",
    ),
    HidingGround(
        "rumour",
        "散布谣言，扰乱社会秩序",
        _MEASURES.format("六"),
        "内容经查证不属实，并且扰乱社会秩序",
        report_to="国家有关机关",
    ),
    HidingGround(
        "ethnic_religion",
        "煽动民族仇恨、民族歧视，破坏国家宗教政策",
        _MEASURES.format("四、五"),
        "内容属于法律禁止传播的信息",
        report_to="国家有关机关",
    ),
    HidingGround(
        "state_security",
        "危害国家安全，反对宪法基本原则",
        _MEASURES.format("一至三"),
        "内容属于法律禁止传播的信息",
        report_to="国家有关机关",
    ),
    HidingGround(
        "other_law",
        "法律、行政法规禁止的其他内容",
        _MEASURES.format("九"),
        "内容属于法律、行政法规禁止传播的信息",
        report_to="国家有关机关",
    ),
)
BY_CODE: dict[str, HidingGround] = {ground.code: ground for ground in GROUNDS}

# Grounds under which the article that forbids it must be named by the person who hides.
ASKS_ARTICLE = frozenset({"other_law"})


def stub_words(ground: HidingGround, *, hidden_on: date, unit: str, article: str = "") -> str:
    """What stands in the post's place for everyone. `article`: the law named by the person, else the ground's own."""
    day = f"{hidden_on.year}年{hidden_on.month}月{hidden_on.day}日"
    return (
        f"这条内容已由{unit}于{day}隐藏。原因：{ground.public_words}（{article or ground.article}）。"
        "内容没有删除，隐藏的经过有记录；作者可以要求复核。"
    )


def why_not_hide(ground: HidingGround | None, *, reason: str, article: str = "") -> str:
    """Why a post may not be hidden so, in words; empty when it may. A reason is kept with the ledger row."""
    if ground is None:
        return "选择隐藏的法律依据；批评、意见和尖锐的话不是隐藏的理由。"
    if not reason.strip():
        return "写明具体是哪一部分内容、为什么。"
    if ground.code in ASKS_ARTICLE and not article.strip():
        return "写明是哪部法律、行政法规的哪一条。"
    return ""


def ground_faults(grounds: Iterable[HidingGround] = GROUNDS) -> list[str]:
    """What is wrong with an edited list: a ground without an article, a code used twice. Empty when sound."""
    found: list[str] = []
    seen: set[str] = set()
    for ground in grounds:
        if not ground.article.startswith("《"):
            found.append(f"{ground.label or ground.code}：没有写明法律依据")
        if not (ground.label and ground.public_words):
            found.append(f"{ground.code}：没有写明名称或者对外的说法")
        if ground.code in seen:
            found.append(f"{ground.code} 写了两次")
        seen.add(ground.code)
    return found
