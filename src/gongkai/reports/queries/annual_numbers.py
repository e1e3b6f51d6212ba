"""The numbers of annual reports, from the figures: every unit counts its own records, a government's are summed from the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.figures.queries import annual
from gongkai.figures.queries.forms import cells_of_form
from gongkai.figures.queries.reckoning import reckon_units
from gongkai.figures.queries.snapshot import snapshot
from gongkai.figures.rules.periods import year as whole_year
from gongkai.reports.layouts import Template, template_for_year
from gongkai.reports.numbers import UnitNumbers
from gongkai.reports.queries.figure_numbers import own_scopes
from gongkai.reports.queries.owing import owing_units
from gongkai.reports.rules import compact

# Figures that sentences may use beside the cells. All are counts or sums, so that a government's is the sum of its units'.
TEXT_FIGURES = (
    "item.published",
    "item.withheld",
    "application.extended",
    "application.fees_cases",
    "application.fees",
    "letter.received",
    "letter.answered",
    "order.received",
    "order.answered",
    "register.work_rules.entries",
    "register.meetings.entries",
    "register.trainings.entries",
    "register.trainings.people",
    "register.channels.entries",
    "register.accountability.entries",
    "register.assessments.entries",
    "register.media.entries",
    "register.staff.full_time",
    "register.staff.part_time",
    "register.staff.reading_points",
    "unit.disclosing",
    "officer.appointed",
)

Ids = Mapping[str, Sequence[int]]
"""Address → ids."""


def annual_numbers(year: int, period: str, unit_ids: Sequence[int]) -> Mapping[int, UnitNumbers]:
    """Cells and the records behind them, in one snapshot; the same few queries for one unit and for a hundred."""
    span, template = whole_year(year), template_for_year(year)
    owing = {one.unit_id for one in owing_units(kind="annual", year=year)}
    with snapshot():
        scopes = own_scopes(annual.year_tree(year), owing)
        wanted = {unit_id: scopes.get(unit_id, frozenset({unit_id})) for unit_id in unit_ids}
        counted, entered = annual.ids_of(span, wanted), annual.register_ids_of(span, wanted)
        today = template.code == "2021"
        cells = (
            annual.cells_of(span, wanted, ids=counted)
            if today
            else cells_of_form(template.code, span, wanted)
        )
        told = reckon_units(TEXT_FIGURES, span, wanted)
    return {
        unit_id: UnitNumbers(
            cells=cells[unit_id],
            sources=_sources(template, counted.get(unit_id, {}), entered.get(unit_id, {})),
            figures={code: one.value for code, one in told[unit_id].items()},
        )
        for unit_id in unit_ids
    }


def _sources(template: Template, counted: Ids, entered: Ids) -> dict[str, str]:
    """The records behind each cell of the form: "item:3-7;register_count:12"."""
    found: dict[str, dict[str, set[int]]] = {}
    for ids, from_registers in ((counted, False), (entered, True)):
        for address, some in ids.items():
            here = _address_in(template, address)
            if here:
                source = _source(address, from_registers=from_registers)
                found.setdefault(here, {}).setdefault(source, set()).update(some)
    return {
        address: ";".join(f"{source}:{compact(some)}" for source, some in sorted(by_source.items()))
        for address, by_source in found.items()
    }


def _source(address: str, *, from_registers: bool) -> str:
    if from_registers:
        return "register_count"
    return "item" if address.startswith("disclosure.") else "case"


def _address_in(template: Template, address: str) -> str:
    """Where records of a cell of today's form stand in another: 2019 has one row for all of （六）."""
    if address in template.by_address:
        return address
    row, _, column = address.removeprefix("foi.").partition("/")
    merged = f"foi.other.misc/{column}"
    return merged if row.startswith("other.") and merged in template.by_address else ""
