"""A stored version as plain facts."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from gongkai.reports.facts import ReportFacts, Section
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.layouts.shapes import from_cells
from gongkai.reports.models import Report, ReportVersion
from gongkai.reports.rules import from_json
from gongkai.reports.sections import filled


def facts_of(version: ReportVersion) -> ReportFacts:
    """The report as every check, page and document reads it: figures stand in the text. `version.report.unit` is read."""
    report = version.report
    cells, figures = from_json(version.cells), from_json(version.figures)
    facts = from_cells(
        cells,
        unit_code=report.unit.code,
        unit_name=version.unit_name,
        year=report.year,
        template=report.template,
    )
    if version.frozen_at:
        sections = tuple(Section(s["no"], s["title"], s["text"]) for s in version.shown)
    else:
        sections = tuple(
            Section(s["no"], s["title"], filled(s["text"], cells=cells, figures=figures))
            for s in version.sections
        )
    return replace(
        facts,
        sections=sections,
        submitted_on=timezone.localdate(report.submitted_at) if report.submitted_at else None,
        published_on=timezone.localdate(report.published_at) if report.published_at else None,
    )


def current_version(report: Report) -> ReportVersion | None:
    """The version in work, else the public one."""
    rows = ReportVersion.objects.select_related("report__unit").filter(
        report=report, state__in=["working", "public"]
    )
    return rows.order_by("-no").first()


def versions_of_year(
    *, kind: str, year: int, period: str = "", unit_ids: list[int] | None = None
) -> list[ReportVersion]:
    """One version of each report of a year: in work, else public. One query."""
    rows = ReportVersion.objects.select_related("report__unit").filter(
        report__kind=kind, report__year=year, report__period=period, state__in=["working", "public"]
    )
    if unit_ids is not None:
        rows = rows.filter(report__unit__in=unit_ids)
    newest: dict[int, ReportVersion] = {}
    for version in rows.order_by("report__unit__position", "report__unit_id", "no"):
        newest[version.report_id] = version
    return list(newest.values())


def last_year_facts(report: Report) -> ReportFacts | None:
    """Last year's report of the same unit, own or read in: published or filed before anything in work."""
    rows = ReportVersion.objects.select_related("report__unit").filter(
        report__kind=report.kind,
        report__unit=report.unit_id,
        report__period=report.period,
        report__year=report.year - 1,
        state__in=["working", "public"],
    )
    version = rows.order_by("-state", "no").last()  # "public" sorts before "working"
    return facts_of(version) if version else None


def template_label(report: Report) -> str:
    return REPORT_KINDS[report.kind].template_for(report.year).label
