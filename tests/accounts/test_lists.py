"""Saved filters: one name each, shared with the own unit only, refused in words; the view of a list is one's own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.accounts.actions import AccountRefused, NotAllowed, end_appointment
from gongkai.accounts.actions.lists import (
    MOST_FILTERS,
    choose_columns,
    choose_first_filter,
    delete_filter,
    save_filter,
    share_filter,
    take_over_filter,
)
from gongkai.accounts.models import Appointment, SavedFilter
from gongkai.accounts.queries import list_facts
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM


@pytest.fixture
def save(cast):
    def save(name="草稿", query="state=drafting", who="agri.officer", unit=None, code="items"):
        unit_id = cast.units[unit] if unit else None
        return save_filter(
            list_code=code,
            name=name,
            query=query,
            unit_id=unit_id,
            by=cast.standing(who),
            at=timezone.now(),
        )

    return save


def names(cast, who, code="items"):
    facts = list_facts(by=cast.standing(who), list_code=code, today=timezone.localdate())
    return [one.name for one in facts.filters]


def test_the_same_name_again_replaces_the_filter(cast, save):
    assert save(query="state=drafting") == save(name="  草稿 ", query="state=returned")
    assert SavedFilter.objects.get().query == "state=returned"
    assert save(code="publications") != save()


@pytest.mark.parametrize(
    ("name", "query"), [("", "a=1"), ("字" * 41, "a=1"), ("草稿", ""), ("草稿", "a" * 1001)]
)
def test_names_and_conditions_have_limits(save, name, query):
    with pytest.raises(AccountRefused):
        save(name=name, query=query)


def test_nobody_keeps_more_than_the_page_can_show(save):
    for n in range(MOST_FILTERS):
        save(name=f"第{n}个")
    save(name="第0个", query="state=returned")
    with pytest.raises(AccountRefused, match="先删掉"):
        save(name="多一个")


def test_a_filter_is_shared_with_the_own_unit_alone(cast, save):
    with pytest.raises(NotAllowed):
        save(unit="housing")
    filter_id = save()
    assert names(cast, "agri.publisher") == []
    share_filter(
        filter_id=filter_id,
        unit_id=cast.units["agri"],
        by=cast.standing("agri.officer"),
        at=timezone.now(),
    )
    assert names(cast, "agri.publisher") == ["草稿"]
    assert names(cast, "housing.officer") == names(cast, "agri.publisher", "publications") == []
    share_filter(filter_id=filter_id, unit_id=None, by=cast.standing("agri.officer"), at=timezone.now())
    assert names(cast, "agri.publisher") == []


def test_private_filters_leave_no_row_and_shared_ones_do(cast, save):
    filter_id = save()
    by, at = cast.standing("agri.officer"), timezone.now()
    acts = LedgerRow.objects.filter(act__startswith="list_filter.").order_by("id")
    assert not acts.exists()
    share_filter(filter_id=filter_id, unit_id=cast.units["agri"], by=by, at=at)
    save(unit="agri", query="state=returned")
    delete_filter(filter_id=filter_id, by=by, at=at)
    assert [row.act for row in acts] == ["list_filter.share", "list_filter.save", "list_filter.delete"]


def test_only_its_owner_changes_a_filter(cast, save):
    filter_id = save(unit="agri")
    other, at = cast.standing("agri.publisher"), timezone.now()
    for act in (
        lambda: delete_filter(filter_id=filter_id, by=other, at=at),
        lambda: share_filter(filter_id=filter_id, unit_id=None, by=other, at=at),
        lambda: take_over_filter(filter_id=filter_id, by=cast.standing("housing.officer"), at=at),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(AccountRefused, match="还在"):
        take_over_filter(filter_id=filter_id, by=other, at=at)


def test_who_no_longer_works_in_the_unit_leaves_the_filter_to_it(cast, save):
    filter_id = save(unit="agri")
    post = Appointment.objects.get(user=cast.people["agri.officer"])
    end_appointment(
        appointment_id=post.pk,
        on=timezone.localdate() - timedelta(days=1),
        by=SYSTEM,
        at=timezone.now(),
    )
    other = cast.standing("agri.publisher")
    [one] = list_facts(by=other, list_code="items", today=timezone.localdate()).filters
    assert one.owner_gone
    save(name="草稿", who="agri.publisher")
    with pytest.raises(AccountRefused, match="已经有一个"):
        take_over_filter(filter_id=filter_id, by=other, at=timezone.now())
    delete_filter(filter_id=SavedFilter.objects.latest("id").pk, by=other, at=timezone.now())
    take_over_filter(filter_id=filter_id, by=other, at=timezone.now())
    assert SavedFilter.objects.get(id=filter_id).owner_id == other.user_id


def test_the_first_filter_is_one_that_the_person_may_use(cast, save):
    filter_id = save()
    with pytest.raises(NotAllowed):
        choose_first_filter(list_code="items", filter_id=filter_id, by=cast.standing("agri.publisher"))
    by = cast.standing("agri.officer")
    choose_first_filter(list_code="items", filter_id=filter_id, by=by)
    assert list_facts(by=by, list_code="items", today=timezone.localdate()).first.id == filter_id
    choose_first_filter(list_code="items", filter_id=None, by=by)
    assert list_facts(by=by, list_code="items", today=timezone.localdate()).first is None


def test_a_first_filter_that_is_shared_no_longer_opens_nothing(cast, save):
    filter_id = save(unit="agri")
    other = cast.standing("agri.publisher")
    choose_first_filter(list_code="items", filter_id=filter_id, by=other)
    share_filter(filter_id=filter_id, unit_id=None, by=cast.standing("agri.officer"), at=timezone.now())
    assert list_facts(by=other, list_code="items", today=timezone.localdate()).first is None


@pytest.mark.parametrize(("columns", "rows"), [([], 50), (["title"], 51)])
def test_a_view_without_columns_or_with_other_rows_is_refused(cast, columns, rows):
    with pytest.raises(AccountRefused):
        choose_columns(list_code="items", columns=columns, rows=rows, by=cast.standing("agri.officer"))
