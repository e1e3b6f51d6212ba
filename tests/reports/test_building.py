"""Computing the reports of all units: stopped anywhere it goes on with the next unit, and no unit is computed twice."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.figures import ledger

from gongkai.ledger.rules import SYSTEM
from gongkai.reports.actions import building
from gongkai.reports.models import ReportVersion
from gongkai.reports.queries.owing import owing_units

pytestmark = pytest.mark.django_db
YEAR = 2024


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(building, "CHUNK", 2)


def numbers() -> dict[int, dict]:
    return {v.report.unit_id: v.cells for v in ReportVersion.objects.select_related("report")}


@pytest.mark.parametrize("places", [(1,), (1, 1)])
def test_stopped_between_two_units_it_goes_on_with_the_next(cast, places):
    ledger.write(cast, applications_count=20, disputes_count=5, seed=9)
    owing = owing_units(kind="annual", year=YEAR)
    so_far, computed = None, []
    for place in (*places, None):
        asked = iter(range(100))
        so_far = building.build(
            kind="annual", year=YEAR, owing=owing, by=SYSTEM, at=timezone.now(), resume=so_far,
            should_stop=lambda asked=asked, place=place: next(asked) == place,
        )  # fmt: skip
        computed.append(so_far.count)
    assert computed == sorted(set(computed)), "each time a little further"
    assert so_far.count == len(owing) == len(numbers())
    stepwise = numbers()
    at_once = building.build(kind="annual", year=YEAR, owing=owing, by=SYSTEM, at=timezone.now())
    assert at_once.count == len(owing)
    assert numbers() == stepwise, "computed again from the same records the numbers are the same"


def test_a_write_that_fails_takes_its_whole_chunk_back_and_the_next_run_goes_on(cast, monkeypatch):
    """The place kept is never ahead of what was written."""
    ledger.write(cast, applications_count=20, disputes_count=5, seed=9)
    owing = owing_units(kind="annual", year=YEAR)
    kept: list[building.Built] = []

    def dies(so_far):
        if so_far.count > 2:
            raise RuntimeError("killed")
        kept.append(so_far)

    with pytest.raises(RuntimeError):
        building.build(kind="annual", year=YEAR, owing=owing, by=SYSTEM, at=timezone.now(), told=dies)
    assert len(numbers()) == kept[-1].count == 2
    done = building.build(
        kind="annual", year=YEAR, owing=owing, by=SYSTEM, at=timezone.now(), resume=kept[-1]
    )
    assert done.count == len(owing) == len(numbers())
