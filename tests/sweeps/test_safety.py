"""O08: every act can be undone, repeated with the former values, only adds, or has its consequence named first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from django.test import Client
from tests.sweeps.acts_of_privacy import SAFETY_OF_PRIVACY
from tests.sweeps.acts_of_registers import SAFETY_OF_REGISTERS
from tests.sweeps.acts_of_reports import SAFETY_OF_REPORTS
from tests.sweeps.addresses import POSTED, path_to
from tests.sweeps.safety import SAFETY as OWN
from tests.sweeps.safety import Named, Safety, Undone
from tests.sweeps.safety_of_answers import SAFETY_OF_ANSWERS
from tests.sweeps.safety_of_cases import SAFETY_OF_CASES
from tests.sweeps.test_ledger_of_acts import NO_ACTS, public_functions
from tests.sweeps.world import World, undone

from gongkai.disclosure.models import ReviewStep
from gongkai.ledger.models import LedgerRow

SAFETY: dict[str, Safety] = {
    **OWN,
    **SAFETY_OF_CASES,
    **SAFETY_OF_ANSWERS,
    **SAFETY_OF_PRIVACY,
    **SAFETY_OF_REPORTS,
}
SAFETY |= SAFETY_OF_REGISTERS
NAMED = {act: safety for act, safety in SAFETY.items() if isinstance(safety, Named)}


def gaps(table: Mapping[str, object], known: set[str]) -> list[str]:
    """Acts without a row, rows without an act, ways back that are no act."""
    wrong = [
        f"{act}: say in tests/sweeps/safety.py how it is undone"
        for act in known - NO_ACTS.keys() - table.keys()
    ]
    wrong += [f"{act}: no such act any more" for act in table.keys() - known]
    return wrong + [
        f"{act}: {row.by} is to undo it, but there is no such act"
        for act, row in table.items()
        if isinstance(row, Undone) and row.by not in known
    ]


def browser(world: World, key: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.cast.user(key), backend="django.contrib.auth.backends.ModelBackend")
    return client


def unnamed(world: World, act: str, named: Named) -> list[str]:
    """What is wrong with the page that is to name the consequence: not there, silent, or already acting."""
    kept = dict(world.own.things)
    try:
        with undone():
            named.prepare(world)
            path, client = path_to(named.route, world, world.own), browser(world, named.who)
            client.get("/office/keep-alive/")
            rows = LedgerRow.objects.count()
            if named.asked:
                given = POSTED[named.route](world, world.own) | dict(named.given)
                page = client.post(path, {k: v for k, v in given.items() if k != "confirmed"})
            else:
                page = client.get(path)
            text = page.content.decode()
            wrong = []
            if page.status_code != 200:
                wrong.append(f"{act}: {path} answers {page.status_code}")
            elif named.words not in text:
                wrong.append(f"{act}: {path} doesn't say “{named.words}”")
            elif 'method="post"' not in text:
                wrong.append(f"{act}: {path} has no button")
            if LedgerRow.objects.count() != rows:
                wrong.append(f"{act}: {path} has already done it")
            return wrong
    finally:
        world.own.things.clear()
        world.own.things.update(kept)


def test_every_act_has_its_kind_of_safety():
    assert gaps(SAFETY, set(public_functions())) == []


def test_mutants_a_new_act_and_a_way_back_that_is_gone_are_caught():
    known = set(public_functions())
    assert gaps(SAFETY, known | {"disclosure.actions.publishing.burn"}) != []
    lost = "disclosure.actions.reviewing.call_back"
    assert any("is to undo it" in words for words in gaps(SAFETY, known - {lost}))


@pytest.mark.sweep
@pytest.mark.parametrize("act", NAMED)
def test_the_page_before_the_act_names_its_consequence(world, act):
    assert unnamed(world, act, NAMED[act]) == []


@pytest.mark.sweep
def test_mutant_a_page_that_does_not_name_it_is_caught(world):
    act = "disclosure.actions.correcting.withdraw"
    assert unnamed(world, act, replace(NAMED[act], words="什么也不会发生")) != []
    assert unnamed(world, act, replace(NAMED[act], who="agri.officer")) != []


@pytest.mark.sweep
@pytest.mark.parametrize("act", [act for act, named in NAMED.items() if named.second])
def test_where_the_rule_asks_for_a_second_person_those_before_are_refused(world, act):
    kept = dict(world.own.things)
    try:
        with undone():
            NAMED[act].prepare(world)
            item_id = world.own["in_review"]
            step = world.cast.open_step(item_id)
            before = ReviewStep.objects.filter(review=step.review_id, state="passed")
            names = list(before.values_list("decided_by__username", flat=True))
            assert len(names) > 1
            for name in names:
                answer = browser(world, name).post(f"/office/items/{item_id}/steps/{step.pk}/pass/", {})
                assert answer.status_code == 403, name
            last = browser(world, NAMED[act].who)
            assert last.post(f"/office/items/{item_id}/steps/{step.pk}/pass/", {}).status_code == 302
            assert world.cast.item(item_id).state == "published"
    finally:
        world.own.things.clear()
        world.own.things.update(kept)
