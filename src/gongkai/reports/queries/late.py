"""Reports that are late today, for pages that tell who is behind with what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.accounts.policies import Standing
from gongkai.reports import policies
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.models import Report
from gongkai.reports.queries.desk import late_words
from gongkai.reports.queries.owing import owing_units, terms_of
from gongkai.reports.rules import submit_by


@dataclass(frozen=True)
class LateReport:
    """`report_id` None: not even begun. `year` is the one that it reports on."""

    unit_id: int
    report_id: int | None
    kind: str
    year: int
    label: str
    words: str


def late_reports(by: Standing, *, today: date) -> list[LateReport]:
    """Of the units that the person may see: begun and past a term, and last year's annual report where there is none.

    Some seven queries.
    """
    rows = Report.objects.filter(policies.visible_to(by), published_at=None, submit_by__lt=today).order_by(
        "submit_by", "id"
    )
    found = [
        LateReport(row.unit_id, row.pk, row.kind, row.year, REPORT_KINDS[row.kind].label, words)
        for row in rows
        if row.kind in REPORT_KINDS and (words := late_words(row, today))
    ]
    return [*found, *_not_begun(by, today)]


def _not_begun(by: Standing, today: date) -> list[LateReport]:
    year, kind = today.year - 1, "annual"
    declared = REPORT_KINDS[kind]
    begun = set(Report.objects.filter(kind=kind, year=year).values_list("unit_id", flat=True))
    local = terms_of(kind)
    seen = None if by.sees_all else by.unit_ids()
    found = []
    for one in owing_units(kind=kind, year=year):
        if one.unit_id in begun or (seen is not None and one.unit_id not in seen):
            continue
        scope = "government" if one.is_government else "unit"
        due = submit_by(legal=declared.due(year, "", scope), year=year, scope=scope, local=local)
        if due < today:
            words = f"没有开始，超过期限 {(today - due).days} 天"
            found.append(LateReport(one.unit_id, None, kind, year, declared.label, words))
    return found
