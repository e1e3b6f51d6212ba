"""The prescribed forms as declared."""

import pytest

from gongkai.reports.layouts import TEMPLATES, template_for_year
from gongkai.reports.layouts.v2008 import STATISTICS_SUMS
from gongkai.reports.sections import placeholders


def test_the_present_form_has_its_ten_and_175_and_fifteen_cells():
    parts = [address.partition(".")[0] for address in TEMPLATES["2021"].by_address]
    assert (parts.count("disclosure"), parts.count("foi"), parts.count("disputes")) == (10, 175, 15)


@pytest.mark.parametrize(
    ("year", "code"),
    [(2010, "2008"), (2018, "2008"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021")],
)
def test_a_year_has_one_form(year, code):
    assert template_for_year(year).code == code


@pytest.mark.parametrize("code", TEMPLATES)
def test_a_blank_report_has_every_cell_of_its_form(code):
    template = TEMPLATES[code]
    blank = template.blank(unit_code="016", unit_name="青禾县农业农村局", year=template.from_year, fill=0)
    assert [address for address, _ in blank.cells()] == list(template.by_address)
    assert all(blank.cell(address) == 0 for address in template.by_address)


@pytest.mark.parametrize("code", TEMPLATES)
def test_sample_phrasing_names_only_cells_of_its_form(code):
    template = TEMPLATES[code]
    for part in template.parts:
        for name in placeholders(part.sample + part.sample_government):
            assert name.startswith("figure:") or name in template.by_address, name


def test_sums_of_the_old_statistics_table_name_its_lines():
    keys = {row.key for row in TEMPLATES["2008"].table("statistics").rows}
    sums = {row.key for row in TEMPLATES["2008"].table("statistics").rows if row.is_sum}
    assert set(STATISTICS_SUMS) == sums
    assert {key for parts in STATISTICS_SUMS.values() for key in parts} <= keys
