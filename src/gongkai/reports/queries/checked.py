"""What the rules find about a stored report, with all that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.reports.checks import RULES, SEVERITIES, Around, Finding, check
from gongkai.reports.facts import ReportFacts
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.layouts.shapes import from_cells
from gongkai.reports.models import Report, ReportVersion
from gongkai.reports.queries.facts import facts_of, last_year_facts, versions_of_year
from gongkai.reports.queries.owing import owing_units
from gongkai.reports.rules import from_json


@dataclass(frozen=True)
class FoundLine:
    """A finding as a page shows it: `place` is the first cell or section, `label` its name."""

    rule: str
    words: str
    severity: str
    severity_label: str
    message: str
    place: str
    label: str


def findings_of(version: ReportVersion, *, today: date) -> list[FoundLine]:
    """Errors first. For a government's report the units' reports are read too, else a handful of queries."""
    report = version.report
    facts = facts_of(version)
    if facts.template not in TEMPLATES:
        return []  # the rules are those of annual reports
    found = check(facts, around_of(report, version, today=today))
    cells = REPORT_KINDS[report.kind].template_for(report.year).by_address
    titles = {f"section.{s.no}": s.title for s in facts.sections}
    return [_line(one, {a: cells[a].label for a in one.cells if a in cells} | titles) for one in found]


def _line(one: Finding, labels: dict[str, str]) -> FoundLine:
    place = one.cells[0] if one.cells else ""
    return FoundLine(
        rule=one.rule,
        words=RULES[one.rule].words,
        severity=one.severity,
        severity_label=SEVERITIES[one.severity],
        message=one.message,
        place=place,
        label=labels.get(place, ""),
    )


def _own_addend(report: Report, version: ReportVersion) -> ReportFacts:
    """What the government itself adds beside its units, as the sum was made."""
    own = str(report.unit_id)
    cells = {address: addends[own] for address, addends in version.parts.items() if own in addends}
    template = REPORT_KINDS[report.kind].template_for(report.year)
    return from_cells(
        {address: from_json(cells).get(address, 0) for address in template.by_address},
        unit_code=report.unit.code,
        unit_name=version.unit_name,
        year=report.year,
        template=template.code,
    )


def around_of(report: Report, version: ReportVersion, *, today: date) -> Around:
    """Last year's report, the addends of a government, and the figures behind the text."""
    children: tuple[ReportFacts, ...] = ()
    owed: tuple[str, ...] = ()
    if report.is_government:
        below = [
            one
            for one in owing_units(kind=report.kind, year=report.year)
            if one.government_id == report.unit_id
        ]
        versions = versions_of_year(
            kind=report.kind, year=report.year, period=report.period, unit_ids=[one.unit_id for one in below]
        )
        children, owed = tuple(facts_of(one) for one in versions), tuple(one.code for one in below)
        if children:
            children = (*children, _own_addend(report, version))
    return Around(
        last_year=last_year_facts(report),
        children=children,
        owed=owed,
        figures=from_json(version.figures),
        is_government=report.is_government,
        as_of=today,
    )
