"""Up to 2018 the statistics table is a file of its own: the two halves of a report brought together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.reports.facts import ReportFacts
from gongkai.reports.layouts.v2008 import STATISTICS, TEMPLATE_2008


def is_table_alone(facts: ReportFacts) -> bool:
    """The statistics table without a word besides."""
    return bool(facts.disclosure) and {s.title for s in facts.sections if s.no} == {STATISTICS.title}


def joined(reports: Sequence[ReportFacts]) -> list[ReportFacts]:
    """Each table that stands alone goes into the one report of its year (and unit, where it names one) without figures.

    A table that fits none, or more than one, stays by itself. The order is kept.
    """
    made = list(reports)
    for table in filter(is_table_alone, reports):
        fitting = [n for n, report in enumerate(made) if _fits(report, table)]
        if len(fitting) == 1:
            made[fitting[0]] = _together(made[fitting[0]], table)
            made.remove(table)
    return made


def _fits(report: ReportFacts, table: ReportFacts) -> bool:
    same_unit = not table.unit_name or report.unit_name == table.unit_name
    bare = report.template == TEMPLATE_2008.code and not report.disclosure
    return bare and report.year == table.year and same_unit


def _together(report: ReportFacts, table: ReportFacts) -> ReportFacts:
    return replace(
        report,
        disclosure=table.disclosure,
        sections=(*report.sections, *(s for s in table.sections if s.no)),
        confidence=table.confidence,
        asked=table.asked,
        blank=table.blank,
    )
