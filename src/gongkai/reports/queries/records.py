"""What stands behind a cell: the frozen records, and for a government the units that it adds up."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.accounts.policies import Standing
from gongkai.figures.declaring import Scope
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.opening import SOURCES, Opened, Record, opened
from gongkai.figures.queries.reckoning import open_records
from gongkai.reports import policies
from gongkai.reports.facts import Number
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.layouts import Cell
from gongkai.reports.models import Report
from gongkai.reports.queries.figure_numbers import FROM_FIGURE, scopes_for, span_of
from gongkai.reports.queries.page import report_for, version_for
from gongkai.reports.rules import expand, from_json
from gongkai.units.queries import unit_names


@dataclass(frozen=True)
class Addend:
    """A unit's part of a government's cell. `report_id` where the person may open that report."""

    unit_id: int
    unit_name: str
    number: Number
    report_id: int | None


@dataclass(frozen=True)
class CellPage:
    """`total` records stand behind the number; `records` are those that the person may open, `hidden` the rest."""

    report: Report
    cell: Cell
    value: Number
    last_year: Number
    total: int
    hidden: int
    records: tuple[tuple[str, Record], ...]
    addends: tuple[Addend, ...]


def cell_page(
    by: Standing, report_id: int, address: str, *, number: int | None = None, limit: int = 500
) -> CellPage | None:
    """None where there is no such report or cell for this person."""
    report = report_for(by, report_id)
    version = version_for(report, number) if report else None
    if report is None or version is None:
        return None
    cell = REPORT_KINDS[report.kind].template_for(report.year).by_address.get(address)
    if cell is None:
        return None
    total = hidden = 0
    records: list[tuple[str, Record]] = []
    for part in filter(None, version.sources.get(address, "").split(";")):
        source, _, told = part.partition(":")
        found, label = _opened(report, source, told, by, limit)
        total, hidden = total + found.total, hidden + found.hidden
        records += [(label, one) for one in found.records]
    return CellPage(
        report=report,
        cell=cell,
        value=from_json(version.cells).get(address),
        last_year=None,
        total=total,
        hidden=hidden,
        records=tuple(records),
        addends=_addends(by, report, version.parts.get(address, {})),
    )


def _opened(report: Report, source: str, told: str, by: Standing, limit: int) -> tuple[Opened, str]:
    """Frozen ids, or what stands behind the figure now, with what such records are called."""
    if source != FROM_FIGURE:
        return opened(source, expand(told), by, limit=limit), SOURCES[source].label
    kind = REPORT_KINDS[report.kind]
    span = span_of(kind, report.year, report.period)
    units = scopes_for(kind, report.year, span, [report.unit_id])[report.unit_id]
    return open_records(told, Scope(units, span), by, limit=limit), SOURCES[FIGURES[told].source].label


def _addends(by: Standing, report: Report, parts: dict[str, int | str | None]) -> tuple[Addend, ...]:
    if not parts:
        return ()
    ids = [int(unit_id) for unit_id in parts]
    names = unit_names(ids)
    rows = Report.objects.filter(
        policies.visible_to(by), kind=report.kind, year=report.year, period=report.period, unit__in=ids
    )
    reports = dict(rows.values_list("unit_id", "id"))
    numbers = from_json(parts)
    found = [
        Addend(
            unit_id,
            names.get(unit_id, ""),
            numbers[str(unit_id)],
            reports.get(unit_id) if unit_id != report.unit_id else None,
        )
        for unit_id in ids
    ]
    return tuple(sorted(found, key=lambda one: (-(one.number or 0), one.unit_id)))
