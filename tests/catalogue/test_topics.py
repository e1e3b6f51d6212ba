from __future__ import annotations

from datetime import date

import pytest
from tests.catalogue.conftest import AT, START

from gongkai.catalogue import actions, queries
from gongkai.catalogue.models import Duty, Topic
from gongkai.catalogue.seed import load_subjects, load_topics
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM


def test_the_shipped_catalogue_loads_once_and_keeps_what_the_office_edited(db):
    first = actions.load_seed(by=SYSTEM, at=AT)
    assert (first.topics, first.subjects) == (len(load_topics()), len(load_subjects()))
    topic = queries.topic_by_code("organisation")
    actions.change_topic(topic_id=topic.pk, values={"name": "机构与职能"}, by=SYSTEM, at=AT)
    again = actions.load_seed(by=SYSTEM, at=AT)
    assert (again.topics, again.subjects) == (0, 0)
    assert queries.topic_by_code("organisation").name == "机构与职能"
    assert LedgerRow.objects.filter(act="catalogue.load_seed").count() == 1


def test_every_shipped_topic_hangs_under_its_parent(db):
    actions.load_seed(by=SYSTEM, at=AT)
    for topic in Topic.objects.select_related("parent"):
        above = topic.parent.path if topic.parent else "/"
        assert topic.path == f"{above}{topic.pk}/"


def test_the_tree_costs_a_constant_number_of_queries(db, django_assert_num_queries):
    actions.load_seed(by=SYSTEM, at=AT)
    with django_assert_num_queries(1):
        assert len(queries.topic_tree()) > 10
    with django_assert_num_queries(2):
        assert len(queries.public_topic_tree()) > 10


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"code": "budget"}, actions.TopicCodeTaken),
        ({"code": "预算"}, actions.FaultyTopic),
        ({"parent_code": "nowhere"}, actions.UnknownTopic),
        ({"name": " "}, actions.FaultyTopic),
        ({"name": "长" * 121}, actions.FaultyTopic),
        ({"stage": "dream"}, actions.FaultyTopic),
        ({"term_length": -1}, actions.FaultyTopic),
        ({"term_unit": "year"}, actions.FaultyTopic),
    ],
)
def test_a_topic_that_cannot_be_is_refused(topics, change, refusal):
    sound = {"code": "audit", "name": "审计公开", "parent_code": "budget"}
    count = Topic.objects.count()
    with pytest.raises(refusal):
        actions.add_topic(new=actions.NewTopic(**(sound | change)), by=SYSTEM, at=AT)
    assert Topic.objects.count() == count
    actions.add_topic(new=actions.NewTopic(**sound), by=SYSTEM, at=AT)


def test_a_topic_closes_after_its_branches_and_ends_its_duties(topics, county):
    branch, root = topics["budget.department"], topics["budget"]
    actions.add_duty(new=actions.NewDuty(county["012"].pk, branch.pk, "standing", START), by=SYSTEM, at=AT)
    with pytest.raises(actions.TopicHasBranches, match="1个栏目"):
        actions.close_topic(topic_id=root.pk, on=AT.date(), by=SYSTEM, at=AT)
    assert actions.close_topic(topic_id=branch.pk, on=AT.date(), by=SYSTEM, at=AT) == 1
    assert actions.close_topic(topic_id=branch.pk, on=AT.date(), by=SYSTEM, at=AT) == 0
    assert Duty.objects.get().to_on == AT.date()
    assert [node.code for node in queries.topic_tree()] == ["budget", "inner", "news"]
    assert queries.topic_tree()[0].children == ()
    with pytest.raises(actions.TopicClosed):
        actions.add_topic(new=actions.NewTopic("x", "子栏目", "budget.department"), by=SYSTEM, at=AT)
    with pytest.raises(actions.TopicClosed):
        actions.add_duty(
            new=actions.NewDuty(county["016"].pk, branch.pk, "standing", START), by=SYSTEM, at=AT
        )


def test_only_the_disclosure_office_runs_the_catalogue(topics, person):
    office = person("disclosure_office", "001")
    for role in ("officer", "leader", "system_admin", "auditor"):
        other = person(role, "001")
        with pytest.raises(actions.NotAllowed):
            actions.change_topic(topic_id=topics["news"].pk, values={"name": "动态"}, by=other, at=AT)
        with pytest.raises(actions.NotAllowed):
            actions.close_topic(topic_id=topics["news"].pk, on=AT.date(), by=other, at=AT)
        with pytest.raises(actions.NotAllowed):
            actions.load_seed(by=other, at=AT)
    actions.change_topic(topic_id=topics["news"].pk, values={"name": "动态"}, by=office, at=AT)
    assert queries.topic_by_code("news").name == "动态"


def test_a_topic_owed_to_the_own_staff_alone_is_no_public_heading(topics, county):
    new = actions.NewDuty(county["012"].pk, topics["inner"].pk, "standing", START, audience="own_staff")
    actions.add_duty(new=new, by=SYSTEM, at=AT)
    assert "inner" not in [node.code for node in queries.public_topic_tree()]
    assert "inner" in [node.code for node in queries.topic_tree()]
    open_one = actions.NewDuty(county["016"].pk, topics["inner"].pk, "standing", date(2020, 1, 1))
    actions.add_duty(new=open_one, by=SYSTEM, at=AT)
    assert "inner" in [node.code for node in queries.public_topic_tree()]
