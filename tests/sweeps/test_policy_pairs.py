"""T05: what may be done to one thing and the filter over many say the same, for any person."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.accounts.policies import Post, Standing, standing_of
from gongkai.accounts.roles import ROLES
from gongkai.cases import policies as cases
from gongkai.cases.models import Case
from gongkai.catalogue import policies as catalogue
from gongkai.catalogue.models import Duty
from gongkai.disclosure import policies as items
from gongkai.disclosure.models import Item, ReviewStep
from gongkai.registers import policies as registers
from gongkai.registers.models import RegisterEntry
from gongkai.units import policies as units
from gongkai.units.models import Unit

EXAMPLES = int(os.environ.get("GONGKAI_EXAMPLES", "1000"))
Pair = tuple[type, Callable[..., bool], Callable[..., Any]]

PAIRS: dict[str, Pair] = {
    "is_public": (Item, lambda by, one: items.is_public(one), lambda by: items.public_items()),
    "may_see": (Item, items.may_see, items.visible_to),
    "may_edit": (Item, items.may_edit, items.editable_by),
    "may_withdraw": (Item, items.may_withdraw, items.withdrawable_by),
    "may_correct": (Item, items.may_correct, items.correctable_by),
    "may_decide": (ReviewStep, items.may_decide, items.decidable_by),
    "may_see_case": (Case, cases.may_see, cases.visible_to),
    "may_prepare_answer": (Case, cases.may_prepare_answer, cases.answers_preparable_by),
    "may_publish_answer": (Case, cases.may_publish_answer, cases.answers_publishable_by),
    "may_hide_answer": (Case, cases.may_hide_answer, cases.answers_hidable_by),
    "may_urge": (Case, cases.may_urge, cases.urgeable_by),
    "may_link_items": (Case, cases.may_link_items, cases.items_linkable_by),
    "may_read": (
        RegisterEntry,
        lambda by, one: registers.may_read(by, one.unit_id),
        lambda by: RegisterEntry.objects.filter(registers.readable_by(by)),
    ),
    "may_enter": (
        RegisterEntry,
        lambda by, one: registers.may_enter(by, one.unit_id),
        lambda by: RegisterEntry.objects.filter(registers.enterable_by(by)),
    ),
    "may_state": (
        Duty,
        lambda by, one: catalogue.may_state(by, unit_id=one.unit_id, co_unit_id=one.co_unit_id),
        lambda by: Duty.objects.filter(catalogue.statable_by(by)),
    ),
    "may_see_duty": (
        Duty,
        lambda by, one: catalogue.may_see_duty(
            by, unit_id=one.unit_id, co_unit_id=one.co_unit_id, audience=one.audience
        ),
        lambda by: Duty.objects.filter(catalogue.visible_duties(by)),
    ),
    "may_change_details": (
        Unit,
        lambda by, one: units.may_change_details(by, one.pk),
        lambda by: Unit.objects.filter(units.changeable_by(by)),
    ),
}
# Rights that don't ask about one thing of many, or only about a unit that the act names.
ALONE = {
    "may_file_for", "may_break_glass", "may_import", "may_deliver", "may_remark", "may_run_catalogue", "may_run_units",
    "may_settle", "may_settle_public", "may_erase", "may_erase_original", "may_enter_somewhere", "may_freeze",
}  # fmt: skip


def disagreements(pair: Pair, by: Standing) -> list[str]:
    model, may, allowed = pair
    many = set(allowed(by).values_list("pk", flat=True))
    things = model.objects.select_related(*(["review__item"] if model is ReviewStep else []))
    return [
        f"{model.__name__} {one.pk}: one says {one.pk not in many}, many say {one.pk in many}"
        for one in things.order_by("pk")
        if bool(may(by, one)) != (one.pk in many)
    ]


@st.composite
def posts(draw, unit_ids, paths):
    unit = draw(st.sampled_from(unit_ids))
    return Post(
        draw(st.sampled_from(list(ROLES))), unit, paths[unit], "单位", acting_for=draw(st.none() | st.just(1))
    )


def persons(world):
    unit_ids = sorted(world.cast.units.values())
    paths = dict(Unit.objects.values_list("id", "path"))
    people = sorted(world.cast.people.values())
    return st.builds(
        lambda user_id, held: standing_of(user_id=user_id, username="x", name="某", posts=held),
        st.sampled_from(people), st.lists(posts(unit_ids, paths), max_size=4),
    )  # fmt: skip


def vary(world) -> None:
    """Rows of attributes, marks and audiences that the acts would not have let come together."""
    from django.db import transaction

    for n, item in enumerate(Item.objects.order_by("id")):
        values = {
            "audience": ("everyone", "group", "own_staff")[n % 3],
            "secret_level": ("none", "internal")[n % 5 == 4],
        }
        try:
            with transaction.atomic():
                Item.objects.filter(id=item.pk).update(**values)
        except Exception:  # the database keeps what is public open; those stay as they are
            continue
    own, other = world.cast.units["agri"], world.cast.units["housing"]
    Duty.objects.filter(unit=own).update(co_unit=other)
    Duty.objects.filter(unit=other, id__in=list(Duty.objects.values_list("id", flat=True)[::3])).update(
        audience="own_staff"
    )


@pytest.mark.sweep
def test_one_and_many_agree_for_anybody(world):
    vary(world)
    each = max(1, EXAMPLES // len(PAIRS))

    for pair in PAIRS.values():
        _agree_for(pair, persons(world), each)


def _agree_for(pair: Pair, anybody: st.SearchStrategy[Standing], examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(anybody)
    def agree(by: Standing) -> None:
        assert disagreements(pair, by) == []

    agree()


@pytest.mark.parametrize(
    "person", ["agri.officer", "town.first_reviewer", "office.auditor", "office.system_admin"]
)
def test_one_and_many_agree_for_the_cast(world, person):
    vary(world)
    for pair in PAIRS.values():
        assert disagreements(pair, world.by(person)) == []


def test_mutant_a_filter_without_its_unit_is_caught(world):
    model, may, _ = PAIRS["may_edit"]
    careless = (model, may, lambda by: Item.objects.filter(state__in=items.EDITABLE_STATES))
    assert disagreements(careless, world.by("agri.officer")) != []


def test_every_right_is_in_the_table_or_declared_to_stand_alone():
    for module in (items, catalogue, units, registers):
        named = {
            n
            for n, f in inspect.getmembers(module, inspect.isfunction)
            if n.startswith(("may_", "is_public"))
        }
        assert named - PAIRS.keys() - ALONE == set(), module.__name__
