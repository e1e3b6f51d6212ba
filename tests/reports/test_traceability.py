"""Behind every number of every report stand as many records, and the sum of a government is that of its units."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.figures import ledger

from gongkai.ledger.rules import SYSTEM
from gongkai.reports.actions import building
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.models import Report, ReportVersion
from gongkai.reports.queries.checked import findings_of
from gongkai.reports.queries.owing import owing_units
from gongkai.reports.queries.records import cell_page
from gongkai.reports.rules import expand, from_json, summed
from gongkai.reports.states import EDITABLE

pytestmark = pytest.mark.django_db
YEAR = 2024


@pytest.fixture
def versions(cast) -> list[ReportVersion]:
    """The reports of all units of a generated ledger."""
    ledger.write(cast, applications_count=40, disputes_count=12, seed=5)
    owing = owing_units(kind="annual", year=YEAR)
    building.build(kind="annual", year=YEAR, owing=owing, by=SYSTEM, at=timezone.now())
    return list(ReportVersion.objects.select_related("report__unit").order_by("id"))


def records(version: ReportVersion, address: str) -> int:
    told = filter(None, version.sources.get(address, "").split(";"))
    return sum(len(expand(part.partition(":")[2])) for part in told)


def test_every_cell_has_as_many_records_as_it_says(versions):
    assert sum(1 for v in versions if v.cells["foi.new_received/total"]) > 2
    counted = [a for a, cell in TEMPLATES["2021"].by_address.items() if cell.table.part != "disclosure"]
    wrong = [
        (version.unit_name, address, version.cells[address], records(version, address))
        for version in versions
        if not version.report.is_government
        for address in counted
        if version.cells[address] != records(version, address)
    ]
    assert wrong == []


def test_a_governments_cell_is_the_sum_of_what_stands_below_it(versions):
    government = next(v for v in versions if v.report.is_government)
    units = [from_json(v.cells) for v in versions if not v.report.is_government]
    own = str(government.report.unit_id)
    for address, value in from_json(government.cells).items():
        mine = from_json(government.parts.get(address, {})).get(own)
        below = summed([one[address] for one in units])
        if value is None:
            assert below is None
        else:
            assert value == (below or 0) + (mine or 0), address
        assert summed(list(from_json(government.parts.get(address, {})).values())) or (value or 0) == 0
        assert records(government, address) == (mine or 0) or address.startswith("disclosure.")


def test_the_number_is_for_all_the_records_for_those_with_the_right(cast, versions):
    version = next(
        v for v in versions if v.report.unit_id == cast.units["agri"] and v.cells["foi.new_received/total"]
    )
    place = (version.report_id, "foi.new_received/total")
    for person in ("office.disclosure_office", "agri.handler", "agri.officer"):
        page = cell_page(cast.standing(person), *place)
        assert page.value == page.total == version.cells["foi.new_received/total"]
        assert len(page.records) + page.hidden == page.total
    assert cell_page(cast.standing("agri.handler"), *place).hidden == 0
    assert cell_page(cast.standing("housing.handler"), *place) is None


def test_computed_numbers_hold_every_identity_of_the_form(versions):
    """What the checks still find is about words not written yet and about registers that nobody has filled in."""
    assert {version.report.state for version in versions} <= EDITABLE
    for version in versions:
        found = findings_of(version, today=timezone.localdate())
        broken = [
            one
            for one in found
            if one.severity == "error" and one.rule.split(".")[0] in ("foi", "disputes", "parent")
        ]
        assert broken == [], version.unit_name


def test_building_costs_as_many_reads_for_many_units_as_for_one(cast, django_assert_max_num_queries):
    """Numbers are read in one go; each report costs only its own few writes."""
    from gongkai.reports.queries.sources import numbers_for

    owing = [one.unit_id for one in owing_units(kind="annual", year=YEAR)]
    with django_assert_max_num_queries(70):
        numbers_for("annual", YEAR, "", owing)
    assert Report.objects.count() == 0
