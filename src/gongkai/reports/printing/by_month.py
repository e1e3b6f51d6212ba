"""Figures by month as charts, each with its table."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.safestring import SafeString

from gongkai.figures.declaring import Middle, Share
from gongkai.figures.queries.kept import Counted
from gongkai.reports.facts import Number
from gongkai.reports.printing import charts


def by_month(now: Counted, before: Counted, unit_ids: Collection[int] | None) -> SafeString:
    """This year beside the last: lines for a share or a median, columns for what is counted. Months to come are left out."""
    declared, year = now.declared, now.period.last.year
    months = range(now.period.first.month, now.period.last.month + 1)
    chart = charts.Chart(
        declared.label,
        tuple(f"{month}月" for month in months),
        (
            charts.Series(f"{year}年", _values(now, unit_ids, months)),
            charts.Series(f"{year - 1}年", _values(before, unit_ids, months)),
        ),
        unit=declared.unit,
    )
    draw = charts.trend if isinstance(declared.aggregate, Share | Middle) else charts.columns
    return charts.figure(chart, draw(chart))


def _values(found: Counted, unit_ids: Collection[int] | None, months: range) -> tuple[Number, ...]:
    """None is a month with nothing to divide; a month without anything counted is 0."""
    reckoned = found.by_month(unit_ids)
    year = found.period.last.year
    nothing: Number = None if isinstance(found.declared.aggregate, Share | Middle) else 0
    return tuple(
        reckoned[key].value if (key := f"{year}-{month:02}") in reckoned else nothing for month in months
    )
