"""Numbers of the kinds whose rows name figures: every unit's over its own records, a government's over all below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.reckoning import reckon_units
from gongkai.figures.queries.scopes import Tree, tree_on
from gongkai.figures.queries.snapshot import snapshot
from gongkai.figures.rules.periods import Period, month, quarter
from gongkai.figures.rules.periods import year as whole_year
from gongkai.reports.declaring import ReportKind
from gongkai.reports.numbers import UnitNumbers
from gongkai.reports.queries.owing import owing_units
from gongkai.reports.sections import placeholders

FROM_FIGURE = "figure"
"""Source of a cell that is opened through its figure: "figure:item.published"."""


def figure_numbers(
    kind: ReportKind, year: int, period: str, unit_ids: Sequence[int]
) -> Mapping[int, UnitNumbers]:
    """All in one snapshot, one query for each figure. KeyError where a row names a figure that isn't declared."""
    template = kind.template_for(year)
    cells = {cell.address: cell.row.figure for cell in template.cells() if cell.row.figure}
    named = [name for part in template.parts for name in placeholders(part.sample + part.sample_government)]
    told = [name.removeprefix("figure:") for name in named if name.startswith("figure:")]
    codes = list(dict.fromkeys([*cells.values(), *told]))
    span = span_of(kind, year, period)
    with snapshot():
        scopes = scopes_for(kind, year, span, unit_ids)
        found = reckon_units(codes, span, scopes)
    return {
        unit_id: UnitNumbers(
            cells={address: found[unit_id][code].value for address, code in cells.items()},
            sources={address: f"{FROM_FIGURE}:{code}" for address, code in cells.items()},
            figures={code: found[unit_id][code].value for code in told},
        )
        for unit_id in unit_ids
    }


def span_of(kind: ReportKind, year: int, period: str) -> Period:
    """The days that a report is about: a year, a quarter (of four) or a month (of twelve)."""
    if not period:
        return whole_year(year)
    return quarter(int(period), year) if len(kind.periods) == 4 else month(int(period), year)


def scopes_for(
    kind: ReportKind, year: int, span: Period, unit_ids: Sequence[int]
) -> dict[int, frozenset[int]]:
    """The units whose records each of these counts: a government all below it, others their own (see `own_scopes`)."""
    tree = tree_on(span.last)
    owing = owing_units(kind=kind.code, year=year)
    governments = {one.unit_id for one in owing if one.is_government}
    own = own_scopes(tree, {one.unit_id for one in owing})
    return {
        unit_id: tree.subtree(unit_id) if unit_id in governments else own.get(unit_id, frozenset({unit_id}))
        for unit_id in unit_ids
    }


def own_scopes(tree: Tree, owing: set[int]) -> dict[int, frozenset[int]]:
    """Each unit that owes a report with the units whose records it counts, no unit in two of them.

    Its own, those below that owe none (a town's villages), and predecessors closed by the end of the period. What nobody
    below answers for is the government's own.
    """
    members: dict[int, set[int]] = {}
    for unit_id in tree.units:
        answers = next((one for one in tree.lineage(unit_id) if one in owing), None)
        if answers is not None:
            members.setdefault(answers, set()).add(unit_id)
    return {owner: frozenset(found) for owner, found in members.items()}


def unknown_figures(kind: ReportKind, year: int) -> list[str]:
    """Codes that the kind's rows name and that aren't declared."""
    rows = (row for table in kind.template_for(year).tables for row in table.rows)
    return [row.figure for row in rows if row.figure and row.figure not in FIGURES]
