"""What must be settled before a leader signs: gaps in the words, figures that don't exist, identities that don't hold."""

from __future__ import annotations

from gongkai.reports.checks import ERROR, RULES, check
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.models import ReportVersion
from gongkai.reports.queries.facts import facts_of
from gongkai.reports.rules import from_json
from gongkai.reports.sections import gaps, unknown_in


def in_the_way_of(version: ReportVersion) -> list[str]:
    """Plain sentences without full stop; empty when it may be signed. `version.report.unit` is read."""
    report = version.report
    template = REPORT_KINDS[report.kind].template_for(report.year)
    cells, figures = from_json(version.cells), from_json(version.figures)
    words: list[str] = []
    if empty := [address for address in template.by_address if address not in cells]:
        words.append(f"还有 {len(empty)} 格没有数，先计算")
    owed = {part.no for part in template.parts if part.owed}
    for part in version.sections:
        name = f"“{part['title']}”"
        if part["no"] in owed and not part["text"].strip():
            words.append(f"{name}还没有写")
        elif left := gaps(part["text"]):
            words.append(f"{name}里还有 {len(left)} 处【 】没有写")
        if strange := unknown_in(part["text"], cells=cells, figures=figures):
            words.append(f"{name}里的“{strange[0]}”不是这份报告里的数")
    return words + _broken(version)


HARD = tuple(
    r.code for r in RULES.values() if r.severity == ERROR and r.family in ("foi", "disputes", "statistics")
)
"""Rules that nobody signs against: what the form itself says must add up."""


def _broken(version: ReportVersion) -> list[str]:
    return [one.message.rstrip("。") for one in check(facts_of(version), only=HARD)[:5]]
