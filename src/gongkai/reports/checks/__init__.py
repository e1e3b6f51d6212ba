"""Checks of a report: plain functions from facts to findings, each rule named and declared in a table.

`check(facts, Around(...))` runs all of `RULES`. A rule needs no database; what it compares with (last year's report,
the units' reports, peers) is handed in. See `docs/howto/add-a-report-check.md` for adding one.
"""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.reports.checks import (
    against_text,
    blanks,
    carrying,
    dates,
    growth,
    hierarchy,
    identities,
    numbers,
    personal,
    shares,
    similarity,
    statistics,
    structure,
    sums,
    wording,
)
from gongkai.reports.checks.shapes import ERROR, HINT, SEVERITIES, WARNING, Around, Finding, Rule, Subject
from gongkai.reports.facts import ReportFacts

__all__ = [
    "ERROR",
    "FAMILIES",
    "HINT",
    "RULES",
    "SEVERITIES",
    "WARNING",
    "Around",
    "Finding",
    "Rule",
    "check",
]

_FILES = (
    identities,
    carrying,
    numbers,
    blanks,
    statistics,
    hierarchy,
    against_text,
    sums,
    shares,
    growth,
    structure,
    wording,
    similarity,
    dates,
    personal,
)

FAMILIES = {
    "foi": "表二",
    "disclosure": "表一",
    "disputes": "表三",
    "statistics": "统计表",
    "jump": "与上年相比",
    "same": "照抄的表",
    "form": "格式",
    "blank": "空白和 0",
    "read": "读取",
    "parent": "汇总",
    "peers": "同类单位",
    "text": "表与正文",
    "sum": "正文里的加法",
    "share": "占比",
    "rate": "比率",
    "growth": "同比",
    "part": "六个部分",
    "words": "文字",
    "year": "年度",
    "alike": "雷同",
    "date": "期限",
    "personal": "个人信息",
}
"""First word of a rule's code → what it is about."""


def _gathered() -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in (rule for file in _FILES for rule in file.RULES):
        if rule.code in found or rule.family not in FAMILIES:
            raise ValueError(f"rule {rule.code} is declared twice or belongs to no family")
        found[rule.code] = rule
    return found


RULES: dict[str, Rule] = _gathered()
"""All rules by code, in the order in which they are told."""

_WEIGHT = {severity: place for place, severity in enumerate(SEVERITIES)}


def check(
    facts: ReportFacts, around: Around | None = None, *, only: Iterable[str] | None = None
) -> list[Finding]:
    """What the rules find, errors first, then warnings, then hints. `only`: codes of the rules to run; else all."""
    subject = Subject(facts, around or Around())
    rules = RULES.values() if only is None else [RULES[code] for code in only]
    found = [finding for rule in rules for finding in rule.findings(subject)]
    return sorted(found, key=lambda finding: _WEIGHT[finding.severity])
