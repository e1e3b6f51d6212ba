"""Clean reports raise no error, and one cell changed anywhere is told, with nothing else beside it."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from tests.reports.making import UnitYear, changed, unit_year

from gongkai.reports.checks import ERROR, Around, check
from gongkai.reports.facts import Number
from gongkai.reports.layouts.shapes import from_cells

UNIT_YEARS = 100
ERRORS = 300


@pytest.fixture(scope="module")
def unit_years() -> list[UnitYear]:
    return [unit_year(seed, 2022 + seed % 4) for seed in range(UNIT_YEARS)]


def test_a_hundred_clean_unit_years_raise_no_error_and_no_warning(unit_years):
    for one in unit_years:
        found = check(one.facts, one.around)
        assert [f for f in found if f.severity != "hint"] == []


def test_every_planted_error_is_told_and_nothing_beside_it(unit_years):
    random = Random(20260131)
    for number in range(ERRORS):
        one = unit_years[number % UNIT_YEARS]
        address, value = random.choice(list(one.facts.cells()))
        wrong = Decimal(value) + random.choice((1, 2, 5, 9, 10)) if value is not None else Decimal(1)
        if value and random.random() < 0.4:
            wrong = Decimal(value) - 1
        planted = changed(one.facts, {address: wrong if address.endswith("amount") else int(wrong)})
        found = [f for f in check(planted, one.around) if f.severity != "hint"]
        assert any(address in f.cells for f in found), (address, value, wrong)
        assert all(address in f.cells for f in found), (address, [f.message for f in found])


def test_a_government_that_sums_its_units_raises_no_error(unit_years):
    children = tuple(one.facts for one in unit_years if one.facts.year == 2025)
    sums: dict[str, Number] = {}
    for child in children:
        for address, value in child.cells():
            sums[address] = (sums.get(address) or 0) + (value or 0)
    parent = from_cells(sums, unit_code="370100", unit_name="青禾县人民政府", year=2025, template="2021")
    around = Around(children=children, owed=tuple(c.unit_code for c in children), is_government=True)
    told = [
        f for f in check(parent, around) if f.rule.startswith(("parent", "foi", "disputes", "disclosure"))
    ]
    assert [f for f in told if f.severity == ERROR] == []
    for address in ("foi.denied.process_info/research", "disclosure.fees.amount", "disputes.review/other"):
        planted = changed(parent, {address: (sums[address] or 0) + 1})
        assert any(f.rule.startswith("parent.") and f.cells == (address,) for f in check(planted, around))
