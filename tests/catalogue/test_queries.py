from __future__ import annotations

from datetime import date

from tests.catalogue.conftest import AT, START

from gongkai.catalogue import actions, queries
from gongkai.ledger.rules import SYSTEM

TODAY = AT.date()


def give(county, topics, unit, topic, rhythm="standing", **more):
    new = actions.NewDuty(county[unit].pk, topics[topic].pk, rhythm, START, **more)
    return actions.add_duty(new=new, by=SYSTEM, at=AT)


def test_regular_duties_come_with_their_next_day_soonest_first(county, topics):
    give(county, topics, "012", "news", "regular", months=1)
    give(county, topics, "012", "budget.department", "regular", months=12)
    give(county, topics, "012", "budget")
    unit = county["012"].pk
    last = {
        (unit, topics["news"].pk): date(2026, 2, 10),
        (unit, topics["budget.department"].pk): date(2025, 3, 3),
    }
    found = queries.due_dates(unit, today=TODAY, last_dates=last)
    assert [(duty.topic.code, due_on) for duty, due_on in found] == [
        ("budget.department", date(2026, 3, 3)),
        ("news", date(2026, 3, 10)),
    ]
    assert found[1][0].rhythm_label == "定期公开（每1个月）"


def test_the_own_duty_comes_before_a_shared_one(county, topics):
    give(county, topics, "012", "news", co_unit_id=county["016"].pk)
    shared = queries.duty_of(county["016"].pk, topics["news"].pk)
    assert (shared.unit_id, shared.is_lead) == (county["012"].pk, False)
    give(county, topics, "016", "news", "staged", nodes=("立项", "竣工"))
    own = queries.duty_of(county["016"].pk, topics["news"].pk)
    assert (own.unit_id, own.is_lead, own.rhythm_label) == (county["016"].pk, True, "逐段公开（立项、竣工）")
    assert queries.duty_of(county["111"].pk, topics["news"].pk) is None


def test_a_duty_that_one_may_not_see_is_not_there(county, topics, person):
    duty = give(county, topics, "012", "inner", audience="own_staff")
    assert queries.duty_by_id(duty.pk, standing=person("officer", "012")).audience_label == "对内公开"
    assert queries.duty_by_id(duty.pk, standing=person("officer", "016")) is None


def test_topics_and_classes_are_found_by_code_and_name(db):
    actions.load_seed(by=SYSTEM, at=AT)
    topic = queries.topic_by_code("budget")
    below = queries.topic_subtree_ids(topic.pk)
    assert topic.pk in below
    assert len(below) > 1
    assert queries.topics_by_code(["budget", "nowhere"]) == {"budget": topic}
    assert queries.subject_by_code("finance") == queries.subjects_by_name()["财政、金融、审计"]
