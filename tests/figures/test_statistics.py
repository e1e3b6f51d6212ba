"""The statistics table of 2014: every line of the prescribed form has its figure, and its sums hold."""

from __future__ import annotations

import pytest
from tests.figures import ledger

from gongkai.figures.queries import annual
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.forms import cells_of_form
from gongkai.figures.queries.statistics import LINES, statistics_cells
from gongkai.figures.rules.periods import quarter, year
from gongkai.reports.layouts.v2008 import STATISTICS_SUMS, TEMPLATE_2008
from gongkai.reports.layouts.v2019 import TEMPLATE_2019
from gongkai.reports.layouts.v2021 import TEMPLATE_2021

TEMPLATES = (TEMPLATE_2008, TEMPLATE_2019, TEMPLATE_2021)


def test_each_line_of_the_form_and_no_other_is_told(cast):
    ledger.write(cast, applications_count=80, disputes_count=20, seed=23)
    scopes = annual.report_scopes(2024)
    root = cast.units["root"]
    cells = statistics_cells(year(2024), scopes)[root]
    assert set(cells) == set(TEMPLATE_2008.by_address)
    report = annual.annual_cells(2024, [root])[root]
    assert cells["disclosure.requests.received"] == report["foi.new_received/total"]
    assert cells["disclosure.requests.closed"] == report["foi.results.total/total"]
    for whole, parts in STATISTICS_SUMS.items():
        numbers = [cells[f"disclosure.{part}"] for part in parts]
        if any(number is not None for number in numbers):
            assert cells[f"disclosure.{whole}"] == sum(number or 0 for number in numbers), whole


def test_quarters_add_up_to_the_year(cast):
    ledger.write(cast, applications_count=80, disputes_count=20, seed=29)
    scopes = {cast.units["agri"]: [cast.units["agri"]]}
    told = [statistics_cells(quarter(no, 2024), scopes)[cast.units["agri"]] for no in (1, 2, 3, 4)]
    whole = statistics_cells(year(2024), scopes)[cast.units["agri"]]
    for line in ("requests.received", "requests.network", "disclosed.total"):
        assert sum(one[f"disclosure.{line}"] or 0 for one in told) == whole[f"disclosure.{line}"]


def test_each_line_names_a_figure_and_a_cut_that_exist():
    for line in LINES.values():
        figure = FIGURES[line.figure]
        assert not line.cut or figure.dimension(line.cut)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_form_of_the_annual_report_gets_all_its_cells_and_no_other(cast, template):
    scopes = {cast.units["agri"]: [cast.units["agri"]]}
    cells = cells_of_form(template.code, year(min(template.to_year, 2025)), scopes)[cast.units["agri"]]
    assert set(cells) == set(template.by_address)
