"""Behind every number of every report stand as many records, and the sum of a government is that of its units."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.figures import ledger
from tests.reports.tracing import untraced

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


def test_no_cell_of_any_kind_of_report_shows_what_its_records_do_not_say(cast, versions):
    for kind, period in (("quarterly", "2"), ("work_summary", ""), ("self_check", ""), ("website", "")):
        owing = owing_units(kind=kind, year=YEAR)
        building.build(kind=kind, year=YEAR, period=period, owing=owing, by=SYSTEM, at=timezone.now())
    every = list(ReportVersion.objects.select_related("report__unit").order_by("id"))
    assert len({version.report.kind for version in every}) == 5
    assert [line for version in every for line in untraced(version)] == []


def test_the_tracing_itself_sees_a_number_without_its_record(versions):
    version = next(v for v in versions if v.cells["foi.new_received/total"] and not v.report.is_government)
    version.cells["foi.new_received/total"] += 1
    assert len(list(untraced(version))) == 1


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


def test_each_cell_tells_its_number_and_hides_the_records_that_are_not_this_persons(cast, versions):
    """Whoever reads the government's report in its office sees every number; the cases of units only who handles them."""
    hidden = 0
    for version in versions:
        for address in (a for a in version.sources if version.sources[a]):
            all_seeing = cell_page(cast.standing("office.auditor"), version.report_id, address)
            assert (all_seeing.value, all_seeing.hidden) == (from_json(version.cells)[address], 0), address
            other = cell_page(cast.standing(f"{_unit(cast, version)}.officer"), version.report_id, address)
            assert other.value == all_seeing.value
            assert len(other.records) + other.hidden == other.total == all_seeing.total
            hidden += other.hidden
    assert hidden


def _unit(cast, version: ReportVersion) -> str:
    return next(key for key, unit_id in cast.units.items() if unit_id == version.report.unit_id)


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
