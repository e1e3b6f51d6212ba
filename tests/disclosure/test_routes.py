"""Routes as data, and whether different people can walk them."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.disclosure.conftest import AT

from gongkai.accounts.actions import end_appointment
from gongkai.accounts.models import Appointment
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed
from gongkai.disclosure.actions.routes import choose_route, load_shipped_routes
from gongkai.disclosure.models import Route, RouteRule
from gongkai.disclosure.queries.routes import RoutePlans
from gongkai.disclosure.queries.staffing import staffing_gaps, warnings_for_units
from gongkai.disclosure.routing import UnitPlace, unit_of_step, unstaffed
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM


def test_shipped_routes_are_laid_in_once(cast):
    before = Route.objects.count()
    assert load_shipped_routes(by=SYSTEM, at=AT) == before == Route.objects.count()


def test_the_office_chooses_routes_and_nobody_else(cast):
    route = Route.objects.get(code="routine")
    choose = {"unit_kind": "department", "route_class": "standard", "at": AT}
    with pytest.raises(NotAllowed):
        choose_route(route_id=route.pk, by=cast.standing("agri.leader"), **choose)
    with pytest.raises(ItemRefused, match="没有这个审核流程"):
        choose_route(route_id=10**9, by=cast.standing("office.disclosure_office"), **choose)
    running = cast.submitted(at=AT)
    choose_route(route_id=route.pk, by=cast.standing("office.disclosure_office"), **choose)
    assert RouteRule.objects.get(unit_kind="department", route_class="standard").route == route
    assert LedgerRow.objects.filter(act="route.choose").count() == 1
    cast.pass_steps(running, at=AT)  # what runs keeps the route it began with
    assert cast.item(running).reviews.get().steps.count() == 5
    assert cast.item(cast.published(at=AT)).reviews.get().steps.count() == 3


def test_plans_in_memory_say_the_same_as_a_review_laid_out(cast):
    plans = RoutePlans()
    for unit in ("agri", "village"):
        item = cast.item(cast.submitted(unit=unit, at=AT))
        laid = [(s.no, s.code, s.role, s.unit_id) for s in item.reviews.get().steps.order_by("no")]
        planned = plans.steps(unit_id=item.unit_id, route_class="standard")
        assert [(s.no, s.code, s.role, s.unit_id) for s in planned] == laid
        assert plans.label(unit_id=item.unit_id, route_class="standard") == item.reviews.get().route_label


def test_a_step_stands_in_the_own_unit_the_one_above_or_the_office():
    place = UnitPlace(7, "village", "石桥村", 3)
    assert [
        unit_of_step(whose=w, place=place, office_unit_id=1) for w in ("own", "parent", "disclosure_office")
    ] == [7, 3, 1]
    assert (
        unit_of_step(whose="parent", place=UnitPlace(1, "county_government", "县", None), office_unit_id=1)
        == 1
    )


def test_a_fully_staffed_county_has_no_gaps_and_a_leaver_opens_one(cast):
    assert staffing_gaps(today=AT.date()) == []
    post = Appointment.objects.get(user=cast.people["agri.publisher"])
    warnings = end_appointment(appointment_id=post.pk, on=AT.date().replace(day=1), by=SYSTEM, at=AT)
    assert any("青禾县农业农村局" in words and "公开" in words for words in warnings)
    assert warnings_for_units(unit_ids=[cast.units["housing"]], today=AT.date()) == []
    gaps = staffing_gaps(today=AT.date(), unit_ids=[cast.units["agri"]])
    assert {gap.unit_name for gap in gaps} == {"青禾县农业农村局"}


@given(st.lists(st.frozensets(st.integers(0, 4), max_size=4), max_size=5))
def test_matching_fills_as_many_steps_as_any_assignment_of_different_people(could):
    empty = unstaffed(needs=list(enumerate(could, start=1)))
    best = max(
        (
            sum(person in could[n] for n, person in enumerate(order))
            for order in permutations(range(5), len(could))
        ),
        default=0,
    )
    assert len(could) - len(empty) == best
