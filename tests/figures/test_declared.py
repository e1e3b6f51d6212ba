"""Every declared figure can be asked for: over all, cut by each of its dimensions, for many units, opened into records."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.figures import ledger

from gongkai.figures.declaring import Number, Scope, Share
from gongkai.figures.queries import annual, reckoning
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.opening import SOURCES
from gongkai.figures.rules.periods import year

PERIOD = year(2024)
EVERYTHING = Scope(None, PERIOD)


@pytest.fixture
def county(cast):
    ledger.write(cast, applications_count=60, disputes_count=15, seed=11)
    return cast


def test_each_figure_has_a_value_cuts_that_add_up_and_as_many_records_as_it_shows(county):
    for code, figure in FIGURES.items():
        assert figure.source in SOURCES, code
        whole = reckoning.reckon(code, EVERYTHING)
        ids = reckoning.record_ids(code, EVERYTHING)
        assert len(ids) == whole.sample, code
        if isinstance(figure.aggregate, Share):
            assert len(reckoning.record_ids(code, EVERYTHING, part=True)) == whole.part, code
        for cut in figure.dimensions:
            lines = reckoning.reckon_by(code, EVERYTHING, cut.code)
            assert sum(line.reckoned.sample for line in lines) == whole.sample, (code, cut.code)


def test_the_cells_of_the_report_are_the_figures_of_their_names(county):
    root = county.units["root"]
    cells = annual.annual_cells(2024, [root])[root]
    scope = Scope(annual.report_scopes(2024)[root], PERIOD)
    for address, value in cells.items():
        part, _, key = address.partition(".")
        row, _, column = key.rpartition("/")
        if part == "foi" and column != "total":
            lines = {
                line.key: line.reckoned.value
                for line in reckoning.reckon_by(f"foi.{row}", scope, "applicant_type")
            }
            assert lines.get(column, 0) == value, address
        elif part == "foi":
            assert reckoning.reckon(f"foi.{row}", scope).value == value, address
        elif part == "disputes":
            assert reckoning.reckon(f"dispute.{row}.{column}", scope).value == value, address
        elif not key.startswith("regulations"):
            assert reckoning.reckon(address, scope).value == value, address


def test_a_unit_counts_the_same_alone_as_among_all(county):
    codes = [code for code, figure in FIGURES.items() if isinstance(figure.aggregate, Number | Share)]
    scopes = {unit: frozenset([unit]) for unit in county.units.values()}
    together = reckoning.reckon_units(codes, PERIOD, scopes)
    agri = county.units["agri"]
    assert reckoning.reckon_units(codes, PERIOD, {agri: scopes[agri]})[agri] == together[agri]


def test_many_units_cost_as_many_queries_as_one(county):
    codes = [code for code, figure in FIGURES.items() if isinstance(figure.aggregate, Number | Share)]
    counted = []
    for units in (["agri"], ["agri", "housing", "office", "town", "village", "root"]):
        scopes = {county.units[key]: frozenset([county.units[key]]) for key in units}
        with CaptureQueriesContext(connection) as caught:
            reckoning.reckon_units(codes, PERIOD, scopes)
        counted.append(len(caught))
    assert counted[0] == counted[1]
