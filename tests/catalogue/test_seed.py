"""The seed of the catalogue: complete, consistent, and every duty points at a heading that exists."""

import re

import pytest

from gongkai.catalogue import seed

TOPICS = seed.load_topics()
BY_CODE = {topic.code: topic for topic in TOPICS}


def test_codes_are_unique_lower_snake_paths():
    assert len(BY_CODE) == len(TOPICS)
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+){0,2}", code) for code in BY_CODE)


def test_parents_come_before_their_children():
    seen = set()
    for topic in TOPICS:
        assert topic.parent is None or topic.parent in seen, topic.code
        seen.add(topic.code)


def test_the_fifteen_items_of_article_20_are_roots():
    numbered = [t for t in TOPICS if t.parent is None and "第二十条第（" in t.article]
    assert len(numbered) == 15


def test_article_21_gives_a_county_list_and_a_town_list():
    assert len([t for t in TOPICS if t.parent == "county_affairs"]) == 7
    assert len([t for t in TOPICS if t.parent == "town_affairs"]) == 8


def test_the_26_fields_have_three_to_ten_matters_each():
    fields = [t for t in TOPICS if t.parent == "grassroots"]
    assert len(fields) == 26
    for field in fields:
        assert 3 <= len([t for t in TOPICS if t.parent == field.code]) <= 10, field.name
        assert field.lead


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
def test_every_topic_says_what_by_when_and_why(topic):
    assert topic.name
    assert topic.article
    assert topic.must_tell
    assert topic.term_length > 0
    assert topic.term_source
    assert topic.stage in seed.STAGES
    assert topic.update_frequency in seed.FREQUENCIES
    assert set(topic.levels) <= set(seed.LEVELS)
    assert set(topic.kinds) <= set(seed.KINDS)
    assert topic.kinds
    assert set(topic.channels) <= set(seed.CHANNELS)


def test_terms_follow_the_law():
    assert (BY_CODE["normative.county"].term_length, BY_CODE["normative.county"].term_unit) == (
        20,
        "working_day",
    )
    assert (BY_CODE["licence.result"].term_length, BY_CODE["licence.result"].term_unit) == (7, "working_day")
    assert (BY_CODE["budget.department"].term_length, BY_CODE["budget.department"].term_unit) == (
        20,
        "calendar_day",
    )


def test_every_kind_has_a_heading():
    assert {kind for topic in TOPICS for kind in topic.kinds} == set(seed.KINDS)


def test_there_are_22_subject_classes():
    subjects = seed.load_subjects()
    assert len([s for s in subjects if s.parent is None]) == 22
    assert len({s.code for s in subjects}) == len(subjects)
    assert "科技、教育" in {s.name for s in subjects}


def test_genres_begin_with_the_fifteen_official_kinds():
    assert len(set(seed.load_genres())) == len(seed.load_genres())
    assert seed.load_genres()[14] == "纪要"


def test_every_duty_names_a_topic_and_a_sensible_rhythm():
    for rule in seed.load_duty_rules():
        assert rule.topic in BY_CODE, rule
        assert rule.rhythm in seed.RHYTHMS
        assert rule.audience in seed.AUDIENCES
        assert (rule.months is not None) == (rule.rhythm == "regular"), rule
        assert bool(rule.nodes) == (rule.rhythm == "staged"), rule
        assert rule.unit_kinds or rule.names, rule


def test_a_town_owes_social_assistance_together_with_the_civil_bureau():
    rules = {rule.topic: rule for rule in seed.duties_of(kind="town", name="清溪县茶坪镇人民政府")}
    assert rules["town_affairs.assistance"].shared_with("清溪县民政局")
    assert not rules["town_affairs.assistance"].shared_with("清溪县财政局")


def test_a_village_owes_its_finances_each_quarter():
    rules = {rule.topic: rule for rule in seed.duties_of(kind="village", name="茶坪镇茶马村民委员会")}
    assert rules["village.finance"].months == 3


def test_the_branch_of_the_environment_bureau_leads_its_field():
    topics = {rule.topic for rule in seed.duties_of(kind="department", name="澜州市生态环境局清溪分局")}
    assert {"supervision.environment", "grassroots.environment.water"} <= topics
