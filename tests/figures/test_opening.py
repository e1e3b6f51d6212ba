"""Who sees a number doesn't see its records by that alone."""

from __future__ import annotations

from datetime import date

from tests.figures import ledger

from gongkai.figures.declaring import Scope
from gongkai.figures.queries import annual, reckoning
from gongkai.figures.rules.periods import year

TODAY = date(2026, 3, 2)
ADDRESS = "foi.new_received/total"


def test_a_cell_tells_everybody_its_number_and_opens_for_those_who_may_see_the_cases(cast):
    ledger.write(cast, applications_count=50, disputes_count=5, seed=3)
    agri = cast.units["agri"]
    number = annual.annual_cells(2024, [agri])[agri][ADDRESS]
    seen = {}
    for person in ("agri.handler", "housing.handler", "office.disclosure_office", "office.system_admin"):
        found = annual.cell_records(2024, agri, ADDRESS, cast.standing(person, today=TODAY))
        assert found.total == number, person
        seen[person] = len(found.records)
    assert number
    assert seen == {
        "agri.handler": number, "housing.handler": 0, "office.disclosure_office": number, "office.system_admin": 0,
    }  # fmt: skip


def test_the_same_holds_for_a_figure_of_all_units(cast):
    ledger.write(cast, applications_count=50, disputes_count=5, seed=3)
    scope = Scope(None, year(2024))
    whole = reckoning.reckon("foi.results.total", scope)
    mine = reckoning.open_records("foi.results.total", scope, cast.standing("agri.handler", today=TODAY))
    own = reckoning.reckon("foi.results.total", Scope(frozenset([cast.units["agri"]]), year(2024)))
    assert (mine.total, mine.seen) == (whole.sample, own.sample)
    assert mine.hidden > 0


def test_public_items_open_for_anyone_and_drafts_are_in_no_figure(cast):
    made = date.today().year
    item = cast.published()
    cast.draft()
    scope = Scope(None, year(made))
    found = reckoning.open_records("item.published", scope, cast.standing("housing.handler"))
    assert [record.id for record in found.records] == [item]
    assert (found.total, found.hidden) == (1, 0)
