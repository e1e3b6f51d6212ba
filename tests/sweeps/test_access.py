"""T01: the whole table against the installation, and that a missing check, a missing entry would be seen."""

import os

import pytest
from tests.sweeps import access
from tests.sweeps.expected import EXPECTED

PARTS = 8
"""So many tests, so that two processes end at about the same time."""
SHARE = {"": range(PARTS), "even": range(0, PARTS, 2), "odd": range(1, PARTS, 2)}
"""By GONGKAI_SWEEP_PARTS: a run on two databases sweeps each address on one of them; without it all are swept."""


def test_every_address_has_its_entry_and_no_entry_is_left_over():
    served = set(access.routes())
    assert sorted(served - EXPECTED.keys()) == [], "read tests/sweeps/draft_expected.py"
    assert sorted(EXPECTED.keys() - served) == []


@pytest.mark.sweep
@pytest.mark.parametrize("part", SHARE[os.environ.get("GONGKAI_SWEEP_PARTS", "")])
def test_everybody_gets_the_answer_that_the_table_states(world, part):
    of_part = list(dict.fromkeys(access.routes()))[part::PARTS]
    assert access.deviations(world, EXPECTED, of_part) == []


@pytest.mark.sweep
def test_mutant_a_view_without_its_unit_check_is_caught(world, monkeypatch):
    from gongkai.disclosure import policies
    from gongkai.disclosure.actions import drafting
    from gongkai.disclosure.models import Item
    from gongkai.disclosure.queries import filing

    for module in (filing, drafting, policies):
        for name, always in (("may_see", True), ("may_edit", True)):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, lambda *a, always=always, **k: always)
        if hasattr(module, "visible_to"):
            monkeypatch.setattr(module, "visible_to", lambda by: Item.objects.all())
    route = "office/items/<int:item_id>/edit/"
    assert access.deviations(world, EXPECTED, [route]) != []


@pytest.mark.sweep
def test_mutant_an_act_that_is_done_although_it_is_refused_is_caught(world, monkeypatch):
    from gongkai.disclosure.actions import drafting

    monkeypatch.setattr(drafting, "may_edit", lambda by, item: True)
    monkeypatch.setattr("gongkai.office.items._draft_or_404", lambda request, item_id: None)
    route = "office/items/<int:item_id>/abandon/"
    assert access.deviations(world, EXPECTED, [route]) != []


def test_mutant_an_address_without_an_entry_is_caught(world):
    fewer = {route: row for route, row in EXPECTED.items() if route != "healthz"}
    assert access.deviations(world, fewer, ["healthz"]) == ["healthz: not in the table"]
