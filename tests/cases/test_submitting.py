"""What is written when something comes in: the same that is found by counting anew, and a number that nobody else has."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.cases.conftest import AT, FORM, LETTER, case_of

from gongkai.cases.actions.common import locked, recount
from gongkai.cases.actions.numbering import next_serial, next_serials
from gongkai.cases.actions.submitting import enter
from gongkai.cases.models import Case, CaseCounter, SideTerm

pytestmark = pytest.mark.django_db


def rows(case_id: int) -> tuple[dict, list[dict]]:
    return (
        Case.objects.filter(id=case_id).values().get(),
        list(SideTerm.objects.filter(case=case_id).order_by("id").values()),
    )


@pytest.mark.parametrize("kind", ["information_application", "letter"])
def test_clocks_at_receipt_are_those_that_counting_anew_finds(apply, cast, kind):
    sent = apply(kind=kind).case_id
    entered = enter(
        kind=kind, unit_id=cast.units["agri"], values=FORM if kind == "information_application" else LETTER,
        channel="counter", arrived_on=AT.date(), received_on=AT.date(),
        by=cast.standing("agri.handler", today=AT.date()), at=AT,
    ).case_id  # fmt: skip
    for case_id in (sent, entered):
        before = rows(case_id)
        with transaction.atomic():
            recount(locked(case_id), at=AT)
        assert rows(case_id) == before
    assert Case.objects.get(id=entered).due_on is not None


def test_numbers_begin_anew_by_mark_unit_and_year_and_come_in_order(cast):
    unit, other = cast.units["agri"], cast.units["housing"]
    one = {"unit_id": unit, "mark": "信", "year": 2031}
    with transaction.atomic():
        assert [next_serial(**one) for _ in range(3)] == [1, 2, 3]
        assert next_serials(**one, count=5) == range(4, 9)
        assert next_serial(**one) == 9
        assert next_serial(unit_id=unit, mark="信", year=2032) == 1
        assert next_serial(unit_id=unit, mark="公复", year=2031) == 1
        assert next_serial(unit_id=other, mark="信", year=2031) == 1
    assert CaseCounter.objects.get(**one).last == 9


def test_a_number_is_given_back_with_its_transaction(cast):
    one = {"unit_id": cast.units["agri"], "mark": "信", "year": 2031}
    with transaction.atomic():
        next_serial(**one)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert next_serial(**one) == 1


def test_the_receipt_leaves_one_event_one_message_and_no_second_of_either(apply):
    case = case_of(apply(kind="letter"))
    assert list(case.events.values_list("no", "act", "to_state")) == [(1, "receive", case.state)]
    assert list(case.notices.values_list("once", flat=True)) == [f"receipt:{case.pk}"]
