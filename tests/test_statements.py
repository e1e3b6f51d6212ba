"""Statements that are put together once: what they answer is of now, and of the person who asks."""

from datetime import timedelta

from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.accounts.actions import appoint
from gongkai.disclosure.models import Item
from gongkai.disclosure.queries.office import view_counts
from gongkai.ledger.rules import SYSTEM
from gongkai.statements import counted_at_once, made_of, written


def test_numbers_of_several_tables_come_by_one_statement(cast):
    cast.draft()
    cast.submitted()
    items = Item.objects.order_by("title")
    drafts = Count("id", filter=Q(state="drafting"))
    counts = counted_at_once(
        [(items, {"all": Count("id"), "drafts": drafts}), (items.filter(id__in=[]), {"none": Count("id")})]
    )
    with CaptureQueriesContext(connection) as asked:
        assert counts.ask() == {"all": 2, "drafts": 1, "none": 0}
    assert len(asked) == 1


def test_a_condition_that_cannot_be_met_finds_nothing(cast):
    cast.draft()
    assert written(Item.objects.none().values_list("id")).rows() == []


def test_numbers_are_of_now_and_of_the_person_who_asks(cast):
    today, officer, other = (
        timezone.localdate(),
        cast.standing("agri.officer"),
        cast.standing("housing.officer"),
    )
    before = view_counts(officer, today=today), view_counts(other, today=today)
    cast.draft(unit="agri")
    after = view_counts(officer, today=today)
    assert (after["mine"], after["unit"]) == (before[0]["mine"] + 1, before[0]["unit"] + 1)
    assert view_counts(other, today=today) == before[1]


def test_a_new_post_and_a_new_day_are_counted_at_once(cast):
    today = timezone.localdate()
    cast.draft(unit="housing", at=timezone.now() - timedelta(days=1))
    assert view_counts(cast.standing("agri.officer"), today=today)["unit"] == 0
    appoint(
        user_id=cast.people["agri.officer"], unit_id=cast.units["housing"], role="officer", from_on=today,
        by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    assert view_counts(cast.standing("agri.officer"), today=today)["unit"] == 1
    later = view_counts(cast.standing("agri.officer"), today=today + timedelta(days=90))
    assert later["overdue"] == 1


def test_a_statement_is_asked_for_other_values_and_gives_the_framework_s_own(cast):
    at = timezone.now()
    first, second = cast.draft(at=at), cast.draft(at=at - timedelta(days=3))
    names = ("created_at", "signed_on", "id")
    one = written(Item.objects.filter(id=0).values_list(*names))
    for item_id in (first, second):
        item = Item.objects.get(id=item_id)
        assert one.rows(item_id) == [(item.created_at, item.signed_on, item_id)]
    assert one.rows() == []


def test_an_object_is_made_of_a_row_and_fetches_what_was_left_out(cast):
    item_id = cast.draft(unit="agri")
    names = ("title", "unit_id", "id")
    (row,) = written(Item.objects.filter(id=0).values_list(*names)).rows(item_id)
    with CaptureQueriesContext(connection) as asked:
        item = made_of(Item, names, row)
        assert (item.pk, item.title, item.unit_id) == (item_id, row[0], cast.units["agri"])
        assert len(asked) == 0
        assert item.state == "drafting"
        assert len(asked) == 1
