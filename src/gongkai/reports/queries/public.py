"""Published reports as everybody reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from gongkai.reports.facts import ReportFacts
from gongkai.reports.kinds import REPORT_KINDS, report_title
from gongkai.reports.models import Report, ReportVersion
from gongkai.reports.queries.facts import facts_of


@dataclass(frozen=True)
class PublicLine:
    title: str
    year: int
    unit_code: str
    unit_name: str
    published_on: date
    corrected: bool


@dataclass(frozen=True)
class PublicReport:
    line: PublicLine
    facts: ReportFacts
    template_label: str
    source: str
    corrections: tuple[tuple[int, date, str], ...]
    """Version number, day, reason of each correction that was published."""


def public_lines(
    *, kind: str = "annual", unit_ids: Sequence[int] | None = None, year: int | None = None
) -> list[PublicLine]:
    """Published reports, newest year first, governments before units. One query."""
    rows = Report.objects.select_related("unit", "public_version").filter(
        kind=kind, public_version__isnull=False
    )
    if unit_ids is not None:
        rows = rows.filter(unit__in=list(unit_ids))
    if year is not None:
        rows = rows.filter(year=year)
    return [_line(r) for r in rows.order_by("-year", "-is_government", "unit__position", "unit_id")]


def _line(report: Report) -> PublicLine:
    version = report.public_version
    if version is None or report.published_at is None:
        raise ValueError(report.pk)  # the query narrows to published ones
    return PublicLine(
        title=report_title(version.unit_name, report.year, report.period, report.kind),
        year=report.year,
        unit_code=report.unit.code,
        unit_name=report.unit.name,
        published_on=localdate(report.published_at),
        corrected=version.no > 1,
    )


def public_report(*, unit_code: str, year: int, kind: str = "annual") -> PublicReport | None:
    """A published report with its frozen numbers and words; None where there is none."""
    rows = ReportVersion.objects.select_related("report__unit", "report__public_version").filter(
        report__kind=kind, report__year=year, report__unit__code=unit_code, state="public"
    )
    version = rows.order_by("id").first()
    if version is None:
        return None
    report = version.report
    template = REPORT_KINDS[kind].template_for(year)
    later = ReportVersion.objects.filter(report=report, frozen_at__isnull=False, no__gt=1).order_by("no")
    return PublicReport(
        line=_line(report),
        facts=facts_of(version),
        template_label=template.label,
        source=template.source,
        corrections=tuple(
            (one.no, localdate(one.frozen_at), one.reason) for one in later if one.frozen_at is not None
        ),
    )


def public_years(*, kind: str = "annual") -> list[int]:
    rows = Report.objects.filter(kind=kind, public_version__isnull=False).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())
