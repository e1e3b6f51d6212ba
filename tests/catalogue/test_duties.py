from __future__ import annotations

from datetime import date

import pytest
from tests.catalogue.conftest import AT, START

from gongkai.catalogue import actions, policies, queries
from gongkai.catalogue.models import Duty, NoActivityStatement
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM
from gongkai.units import actions as unit_actions
from gongkai.units.rules import NewUnit

TODAY = AT.date()
ALL_ROLES = ("officer", "handler", "leader", "publisher", "disclosure_office", "auditor", "system_admin")


@pytest.fixture
def give(county, topics):
    """`give("012", "news", "regular", months=1)` → the duty."""

    def give(unit: str, topic: str, rhythm: str = "standing", **more) -> Duty:
        if co_unit := more.pop("co_unit", None):
            more["co_unit_id"] = county[co_unit].pk
        new = actions.NewDuty(county[unit].pk, topics[topic].pk, rhythm, **({"from_on": START} | more))
        return actions.add_duty(new=new, by=SYSTEM, at=AT)

    return give


def test_a_topic_is_owed_once_by_a_unit(give):
    give("012", "news")
    with pytest.raises(actions.DutyAlreadyHeld, match="工作动态"):
        give("012", "news", "regular", months=1)
    assert Duty.objects.count() == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"rhythm": "regular"},
        {"rhythm": "regular", "months": 0},
        {"rhythm": "sometimes"},
        {"audience": "nobody"},
        {"co_unit": "012"},
    ],
)
def test_a_duty_that_cannot_be_is_refused(give, fault):
    with pytest.raises(actions.FaultyDuty):
        give("012", "news", **fault)
    give("012", "news", co_unit="111")


def test_a_shared_duty_is_seen_by_both_and_counted_for_the_lead(give, county, topics):
    give("012", "news", co_unit="111")
    lead, shares = (queries.duties_of(county[code].pk, day=TODAY) for code in ("012", "111"))
    assert [d.is_lead for d in (*lead, *shares)] == [True, False]
    assert [d.duty.unit_id for d in queries.debts(None, today=TODAY, last_dates={})] == [county["012"].pk]
    assert queries.debts([county["111"].pk], today=TODAY, last_dates={}) == []
    met_by_the_other = {(county["111"].pk, topics["news"].pk): TODAY}
    assert queries.debts(None, today=TODAY, last_dates=met_by_the_other) == []


def test_debts_name_the_empty_headings_longest_owed_first(give, county, topics):
    give("012", "news", "regular", months=1)
    give("012", "budget.department", from_on=date(2020, 1, 1))
    give("016", "news", "on_occurrence")
    last = {(county["012"].pk, topics["news"].pk): date(2025, 12, 1)}
    found = queries.debts(None, today=TODAY, last_dates=last)
    assert [(d.duty.topic.code, d.owed.what, d.owed.since) for d in found] == [
        ("budget.department", "item", date(2020, 1, 1)),
        ("news", "item", date(2026, 1, 2)),
        ("news", "statement", date(2026, 1, 1)),
    ]


def test_a_statement_of_no_activity_settles_what_is_owed(give, county, person):
    duty = give("016", "news", "on_occurrence")
    statement = actions.state_no_activity(
        duty_id=duty.pk, from_on=date(2025, 1, 1), to_on=date(2025, 12, 31), text="2025年没有发生。",
        on=TODAY, by=person("officer", "016"), at=AT,
    )  # fmt: skip
    assert queries.debts(None, today=TODAY, last_dates={}) == []
    assert queries.statements(county["016"].pk) == [statement]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": " "}, "1到500字"),
        ({"to_on": date(2026, 3, 3)}, "已经过去"),
        ({"from_on": date(2014, 12, 31)}, "从 2015-01-01 开始"),
        ({"from_on": date(2026, 1, 2), "to_on": date(2026, 1, 1)}, "调换"),
    ],
)
def test_a_statement_that_cannot_be_is_refused(give, person, change, words):
    sound = {"from_on": date(2025, 1, 1), "to_on": date(2025, 12, 31), "text": "没有发生。"}
    duty, officer = give("016", "news", "on_occurrence"), person("officer", "016")
    with pytest.raises(actions.FaultyDuty, match=words):
        actions.state_no_activity(duty_id=duty.pk, **(sound | change), on=TODAY, by=officer, at=AT)
    actions.state_no_activity(duty_id=duty.pk, **sound, on=TODAY, by=officer, at=AT)
    with pytest.raises(actions.FaultyDuty, match="已经有情况说明"):
        actions.state_no_activity(duty_id=duty.pk, **sound, on=TODAY, by=officer, at=AT)


@pytest.mark.parametrize("role", ALL_ROLES)
def test_predicate_and_filter_of_statements_agree_and_rule_the_act(give, person, role):
    duties = [give("012", "news", co_unit="111"), give("016", "news"), give("111", "budget.department")]
    who = person(role, "111")
    allowed = set(Duty.objects.filter(policies.statable_by(who)).values_list("id", flat=True))
    assert allowed == {
        d.pk for d in duties if policies.may_state(who, unit_id=d.unit_id, co_unit_id=d.co_unit_id)
    }
    for duty in duties:
        act = {"from_on": START, "to_on": TODAY, "text": "没有。", "on": TODAY, "by": who, "at": AT}
        if duty.pk in allowed:
            actions.state_no_activity(duty_id=duty.pk, **act)
        else:
            with pytest.raises(actions.NotAllowed):
                actions.state_no_activity(duty_id=duty.pk, **act)
    assert NoActivityStatement.objects.count() == len(allowed)


@pytest.mark.parametrize("role", ALL_ROLES)
def test_internal_duties_show_to_the_unit_and_to_who_sees_all(give, person, role):
    give("012", "inner", audience="own_staff")
    give("016", "inner", audience="own_staff")
    give("016", "news")
    who = person(role, "012")
    seen = {d.id for d in queries.duties_for(who, day=TODAY)}
    assert seen == {
        d.pk
        for d in Duty.objects.all()
        if policies.may_see_duty(who, unit_id=d.unit_id, co_unit_id=d.co_unit_id, audience=d.audience)
    }
    assert (len(seen) == 3) == who.sees_all


def test_an_internal_duty_is_on_no_public_list(give, county, topics):
    give("012", "inner", audience="own_staff")
    assert queries.duties_of(county["012"].pk, day=TODAY) == []
    assert queries.duties_of_topic(topics["inner"].pk, day=TODAY) == []
    assert queries.debts(None, today=TODAY, last_dates={}) == []
    assert len(queries.debts(None, today=TODAY, last_dates={}, with_internal=True)) == 1


def test_a_changed_duty_keeps_only_what_its_rhythm_needs(give):
    duty = give("012", "news", "regular", months=1)
    changed = actions.change_duty(
        duty_id=duty.pk, rhythm="staged", months=3, nodes=["立项", "竣工"], by=SYSTEM, at=AT
    )
    assert (changed.months, changed.nodes) == (None, ["立项", "竣工"])
    actions.end_duty(duty_id=duty.pk, on=TODAY, by=SYSTEM, at=AT)
    actions.end_duty(duty_id=duty.pk, on=TODAY, by=SYSTEM, at=AT)
    assert LedgerRow.objects.filter(act="duty.end").count() == 1
    with pytest.raises(actions.UnknownDuty):
        actions.change_duty(duty_id=duty.pk, rhythm="standing", by=SYSTEM, at=AT)
    give("012", "news")


def test_duties_follow_a_unit_that_is_merged(give, county):
    give("012", "news", co_unit="016")
    give("016", "budget.department")
    give("016", "news")
    give("111", "news", co_unit="016")
    day = date(2025, 7, 1)
    unit_actions.merge(unit_ids=[county["016"].pk], into=county["012"].pk, on=day, by=SYSTEM, at=AT)
    now = {
        (d.unit.code, d.topic.code, d.co_unit.code if d.co_unit else "")
        for d in Duty.objects.filter(to_on=None)
    }
    assert now == {("012", "news", ""), ("012", "budget.department", ""), ("111", "news", "012")}
    assert set(Duty.objects.filter(unit=county["016"]).values_list("to_on", flat=True)) == {day}


def test_duties_of_a_unit_closed_for_good_end(give, county):
    give("016", "news")
    unit_actions.close(unit_id=county["016"].pk, on=TODAY, by=SYSTEM, at=AT)
    assert Duty.objects.get().to_on == TODAY


def test_the_shipped_rules_give_every_unit_its_duties_once(county):
    actions.load_seed(by=SYSTEM, at=AT)
    ids = [unit.pk for unit in county.values()]
    made = actions.apply_duty_rules(unit_ids=ids, on=START, by=SYSTEM, at=AT)
    assert made > 20
    assert actions.apply_duty_rules(unit_ids=ids, on=START, by=SYSTEM, at=AT) == 0
    assert {"normative.county", "organisation.duties"} <= {
        t.code for t in queries.topics_for_unit(county["000"].pk, day=TODAY)
    }


def test_two_thousand_duties_are_added_with_few_queries(county, topics, django_assert_max_num_queries):
    rows = [NewUnit(f"v{i}", f"第{i}村村民委员会", "village", "111") for i in range(500)]
    units = unit_actions.found_many(rows=rows, on=START, by=SYSTEM, at=AT).values()
    new = [actions.NewDuty(u.pk, t.pk, "standing", START) for u in units for t in topics.values()]
    with django_assert_max_num_queries(40):
        actions.add_duties(rows=new, by=SYSTEM, at=AT)
    with django_assert_max_num_queries(2):
        assert len(queries.debts(None, today=TODAY, last_dates={}, with_internal=True)) == 2000


def test_a_duty_that_has_yet_to_begin_never_runs_when_its_topic_closes(give, topics):
    duty = give("012", "news", from_on=date(2026, 6, 1))
    actions.close_topic(topic_id=topics["news"].pk, on=TODAY, by=SYSTEM, at=AT)
    duty.refresh_from_db()
    assert duty.to_on == duty.from_on
