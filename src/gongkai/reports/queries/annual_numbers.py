"""The numbers of annual reports, from the figures: every unit counts its own records, a government's are summed from the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.figures.queries import annual
from gongkai.figures.queries.reckoning import reckon_units
from gongkai.figures.queries.snapshot import snapshot
from gongkai.figures.rules.periods import Period
from gongkai.figures.rules.periods import year as whole_year
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
)

Ids = Mapping[int, Mapping[str, Mapping[str, Sequence[int]]]]
"""unit → address → where from (case, item, register_count) → ids."""


def annual_numbers(year: int, period: str, unit_ids: Sequence[int]) -> Mapping[int, UnitNumbers]:
    """Cells and the records behind them, in one snapshot; the same few queries for one unit and for a hundred."""
    span = whole_year(year)
    with snapshot():
        owing = {one.unit_id for one in owing_units(kind="annual", year=year)}
        scopes = own_scopes(annual.year_tree(year), owing)
        wanted = {unit_id: scopes.get(unit_id, frozenset({unit_id})) for unit_id in unit_ids}
        cells = annual.cells_of(span, wanted)
        ids = _ids(span, wanted)
        told = reckon_units(TEXT_FIGURES, span, wanted)
    return {
        unit_id: UnitNumbers(
            cells=cells[unit_id],
            sources={
                address: ";".join(f"{source}:{compact(found)}" for source, found in sorted(by_source.items()))
                for address, by_source in ids.get(unit_id, {}).items()
            },
            figures={code: one.value for code, one in told[unit_id].items()},
        )
        for unit_id in unit_ids
    }


def _ids(span: Period, scopes: Mapping[int, frozenset[int]]) -> Ids:
    found: dict[int, dict[str, dict[str, Sequence[int]]]] = {unit_id: {} for unit_id in scopes}
    for unit_id, cells in annual.ids_of(span, scopes).items():
        for address, ids in cells.items():
            found[unit_id].setdefault(address, {})[
                "item" if address.startswith("disclosure.") else "case"
            ] = ids
    for unit_id, cells in annual.register_ids_of(span, scopes).items():
        for address, ids in cells.items():
            found[unit_id].setdefault(address, {})["register_count"] = ids
    return found
