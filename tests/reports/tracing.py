"""Every number of a report against the records behind it. Answers what differs; run over whole counties as well."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum

from gongkai.figures.declaring import Scope
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.reckoning import reckon, record_ids
from gongkai.registers.models import RegisterCount
from gongkai.reports.facts import Number
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.models import ReportVersion
from gongkai.reports.queries.figure_numbers import FROM_FIGURE, scopes_for, span_of
from gongkai.reports.rules import expand, from_json, summed

WAN = 10_000
IN_WAN = ("fees.amount",)


def untraced(version: ReportVersion) -> Iterator[str]:
    """A line for every cell whose number isn't that of its records, or of its units' reports."""
    report, cells = version.report, from_json(version.cells)
    template = REPORT_KINDS[report.kind].template_for(report.year)
    for address in template.by_address:
        value, own = cells.get(address), cells.get(address)
        if parts := from_json(version.parts.get(address, {})):
            if summed(list(parts.values())) != value:
                yield f"{version} {address}: {value} is not the sum of {parts}"
            own = parts.get(str(report.unit_id))
        behind = _behind(version, address)
        if behind != (own or 0):
            yield f"{version.unit_name} {report.kind} {report.year} {address}: shows {own}, records say {behind}"


def _behind(version: ReportVersion, address: str) -> Number:
    """What the records themselves come to: how many there are, or what was entered in them."""
    total: Decimal | int = 0
    for part in filter(None, version.sources.get(address, "").split(";")):
        source, _, told = part.partition(":")
        if source == FROM_FIGURE:
            return _of_figure(version, told)
        ids = expand(told)
        if source == "register_count":
            entered = RegisterCount.objects.filter(id__in=ids).aggregate(n=Sum("number"))["n"] or 0
            total += entered / WAN if address.endswith(IN_WAN) else entered
        else:
            total += len(ids)
    return total


def _of_figure(version: ReportVersion, code: str) -> Number:
    """The figure over the same units and days, which opens as many records as it counts."""
    report = version.report
    kind = REPORT_KINDS[report.kind]
    span = span_of(kind, report.year, report.period)
    scope = Scope(scopes_for(kind, report.year, span, [report.unit_id])[report.unit_id], span)
    found = reckon(code, scope)
    assert len(record_ids(code, scope)) == found.sample, (code, FIGURES[code].label)
    return found.value or 0
