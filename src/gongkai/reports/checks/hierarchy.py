"""A government's own report against those of its units, and a unit against its peers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

from gongkai.reports.checks.identities import COLUMNS
from gongkai.reports.checks.numbers import GROUPS
from gongkai.reports.checks.shapes import ERROR, HINT, WARNING, Hit, Rule, Subject, shown
from gongkai.reports.facts import ReportFacts

LAW = "《政府信息公开条例》第四十九条（汇总本级）"


def _summed(belongs: Callable[[str], bool]) -> Callable[[Subject], Iterator[Hit]]:
    """Every cell that belongs here equals the sum of the children's."""

    def find(subject: Subject) -> Iterator[Hit]:
        units = sum(child.year == subject.facts.year for child in subject.around.children)
        for address, summed in subject.summed.items() if units else ():
            if not belongs(address) or address in subject.unread or summed is None:
                continue
            value = subject.value(address)
            if (value or 0) != summed:
                yield (
                    (address,),
                    f"“{subject.label(address)}”本级填 {shown(value)}，{units} 个单位相加得 {shown(summed)}。",
                )

    return find


def _missing(subject: Subject) -> Iterator[Hit]:
    if not subject.around.owed:
        return
    there = {child.unit_code for child in subject.around.children if child.year == subject.facts.year}
    gone = [code for code in subject.around.owed if code not in there]
    if gone:
        yield (
            ("children",),
            f"应报 {len(subject.around.owed)} 个单位，还缺 {len(gone)} 个：{'、'.join(gone[:6])}{'等' if len(gone) > 6 else ''}。",
        )


def _twice(subject: Subject) -> Iterator[Hit]:
    codes = [child.unit_code for child in subject.around.children if child.year == subject.facts.year]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        yield ("children",), f"有单位算了两次：{'、'.join(twice)}。"


def _other_year(subject: Subject) -> Iterator[Hit]:
    strange = [child for child in subject.around.children if child.year != subject.facts.year]
    if strange:
        names = "、".join(f"{c.unit_name}（{c.year}）" for c in strange[:4])
        yield ("children",), f"下级报告里有别的年度的：{names}。"


def _same_numbers(subject: Subject) -> Iterator[Hit]:
    mine = _filled(subject.facts)
    if len(mine) < 6:
        return
    for peer in subject.around.peers:
        if peer.unit_code != subject.facts.unit_code and _filled(peer) == mine:
            yield tuple(mine), f"三张表的 {len(mine)} 个数与{peer.unit_name}的报告完全一样。"


def _filled(facts: ReportFacts) -> dict[str, object]:
    return {address: value for address, value in facts.cells() if value}


def _outlier(address: str, words: str, least: int) -> Callable[[Subject], Iterator[Hit]]:
    """Ten times the median of five peers or more."""

    def find(subject: Subject) -> Iterator[Hit]:
        mine = subject.value(address)
        others = [
            value
            for peer in subject.around.peers
            if peer.year == subject.facts.year and (value := dict(peer.cells()).get(address)) is not None
        ]
        if subject.around.is_government or mine is None or len(others) < 5 or mine < least:
            return
        usual = median(float(value) for value in others)
        if mine > 10 * max(usual, 1):
            yield (
                (address,),
                f"{words} {shown(mine)}，{len(others)} 个同类单位的中位数是 {usual:g}，相差十倍以上。",
            )

    return find


def _column(key: str) -> Callable[[str], bool]:
    return lambda address: address.startswith("foi.") and address.endswith(f"/{key}")


def _group(key: str) -> Callable[[str], bool]:
    return lambda address: address.startswith(f"disputes.{key}/")


def _row(key: str) -> Callable[[str], bool]:
    return lambda address: address.startswith(f"disclosure.{key}.")


_ROWS = {
    "regulations": "规章",
    "normative_documents": "行政规范性文件",
    "licensing": "行政许可",
    "punishment": "行政处罚",
    "coercion": "行政强制",
    "fees": "行政事业性收费",
    "procurement": "政府集中采购",
}

RULES = (
    *(
        Rule(f"parent.foi.{key}", f"表二{label}列：本级等于各单位之和", ERROR, LAW, _summed(_column(key)))
        for key, label in COLUMNS.items()
    ),
    *(
        Rule(f"parent.disputes.{key}", f"表三{label}：本级等于各单位之和", ERROR, LAW, _summed(_group(key)))
        for key, label in GROUPS.items()
    ),
    *(
        Rule(f"parent.disclosure.{key}", f"表一{label}：本级等于各单位之和", ERROR, LAW, _summed(_row(key)))
        for key, label in _ROWS.items()
    ),
    Rule("parent.missing", "应报的单位都报了", WARNING, LAW, _missing),
    Rule("parent.twice", "没有算了两次的单位", ERROR, LAW, _twice),
    Rule("parent.other_year", "下级报告都是同一年度的", ERROR, LAW, _other_year),
    Rule(
        "peers.same_numbers",
        "数字不与别的单位完全一样",
        WARNING,
        "国办公开办函〔2021〕30号“明确责任”（内容雷同）",
        _same_numbers,
    ),
    Rule(
        "peers.requests",
        "申请数量与同类单位相差不到十倍",
        HINT,
        "与同类单位比较（推导）",
        _outlier("foi.new_received/total", "新收申请", 20),
    ),
    Rule(
        "peers.reviews",
        "复议数量与同类单位相差不到十倍",
        HINT,
        "与同类单位比较（推导）",
        _outlier("disputes.review/total", "行政复议", 10),
    ),
    Rule(
        "peers.fees",
        "收费金额与同类单位相差不到十倍",
        HINT,
        "与同类单位比较（推导）",
        _outlier("disclosure.fees.amount", "行政事业性收费", 100),
    ),
)
