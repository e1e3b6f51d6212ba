"""T44: a stolen dump of the database tells nothing about who wrote in."""

from __future__ import annotations

import pytest
from tests.privacy import canaries

from gongkai.cases import parties
from gongkai.cases.models import Case, Party

pytestmark = pytest.mark.sweep


def test_a_dump_of_the_database_holds_no_canary(played):
    found = canaries.dump()
    assert played.number in found
    assert canaries.found_in(found, played.code, played.code.replace("-", "")) == []


def test_the_search_would_find_one(played):
    """The sweep itself is tried: one name in the clear is seen."""
    Case.objects.filter(number=played.number).update(text=f"请寄给{canaries.NAME}")
    assert canaries.found_in(canaries.dump()) == [canaries.NAME]


def test_the_data_are_there_for_whoever_has_the_key(played):
    told = parties.opened(Party.objects.get(cases__number=played.number).sealed)
    assert {told["name"], told["identity"], told["phone"]} < set(canaries.WORDS)
