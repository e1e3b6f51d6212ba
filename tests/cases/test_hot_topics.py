"""公众关注热点 kept by week: counted once, shown with the letters that a person may see, without anybody's name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cases.conftest import AT

from gongkai.cases.actions.topics import count_topics, last_week, without_names
from gongkai.cases.models import HotTopic
from gongkai.cases.queries.hot_topics import growth_words, topics_of, weeks_counted

TODAY = AT.date()
MONDAY = AT.date()  # 2026-03-02
MIXER = ("搅拌站夜里噪音太大", "搅拌站粉尘飘进屋里", "搅拌站噪音粉尘没人管", "搅拌站半夜开工噪音大")


@pytest.fixture
def letters(apply):
    """Four letters to two units about one thing, one about another."""
    units = ("agri", "agri", "housing", "housing")
    ids = [
        apply(kind="letter", unit=unit, title=title, text=title, at=AT + timedelta(hours=n)).case_id
        for n, (title, unit) in enumerate(zip(MIXER, units, strict=True))
    ]
    apply(kind="letter", unit="agri", title="图书馆周末不开门", text="想周末看书")
    return ids


def test_a_week_has_its_topics_with_the_letters_behind_them(cast, letters):
    assert count_topics(week_from=MONDAY, at=AT) == 1
    week = topics_of(cast.standing("office.disclosure_office"), MONDAY, today=TODAY)
    assert week.letters == 5
    (topic,) = week.topics
    assert topic.count == 4
    assert "搅拌站" in topic.words
    assert topic.growth == "前四周没有"
    assert len(topic.samples) == 3
    assert topic.unseen == 0
    assert weeks_counted() == [MONDAY]


def test_a_unit_sees_its_own_letters_and_how_many_others_there_are(cast, letters):
    count_topics(week_from=MONDAY, at=AT)
    (topic,) = topics_of(cast.standing("housing.handler"), MONDAY, today=TODAY).topics
    assert {line.id for line in topic.samples} == set(letters[2:])
    assert topic.unseen == 2
    (topic,) = topics_of(cast.standing("town.officer"), MONDAY, today=TODAY).topics
    assert topic.samples == ()
    assert topic.unseen == 4


def test_a_week_is_counted_once_unless_asked_anew(cast, apply, letters):
    count_topics(week_from=MONDAY, at=AT)
    apply(kind="letter", unit="agri", title=MIXER[0], text=MIXER[0], at=AT + timedelta(days=1))
    assert count_topics(week_from=MONDAY, at=AT) == 1
    assert HotTopic.objects.get().count == 4
    assert count_topics(week_from=MONDAY, at=AT, anew=True) == 1
    assert HotTopic.objects.get().count == 5


def test_a_week_without_topics_is_counted_as_well(cast):
    assert count_topics(week_from=MONDAY, at=AT) == 0
    assert topics_of(cast.standing("agri.handler"), MONDAY, today=TODAY).topics == ()


def test_what_is_reported_against_somebody_tells_no_topic(apply):
    for n, title in enumerate(MIXER):
        apply(kind="letter", title=title, text=title, at=AT + timedelta(hours=n), **{"class": "report"})
    assert count_topics(week_from=MONDAY, at=AT) == 0


def test_names_of_persons_are_no_words_of_a_topic():
    texts = ["联系人：陈建国，搅拌站噪音"]
    assert without_names(["搅拌站", "陈建国", "陈建国噪音"], texts) == ["搅拌站"]


def test_growth_in_words():
    assert growth_words(5, [0, 0, 0, 0]) == "前四周没有"
    assert growth_words(10, [10, 10, 10, 10]) == "和前四周差不多（每周约 10 件）"
    assert growth_words(15, [10, 10, 10, 10]) == "比前四周平均多50%"
    assert growth_words(5, [10, 10, 10, 10]) == "比前四周平均少50%"
    assert growth_words(25, [10, 10, 10, 10]) == "是前四周平均的 2.5 倍"


def test_the_last_week_is_the_one_that_is_over():
    assert last_week(date(2026, 3, 9)) == MONDAY
    assert last_week(date(2026, 3, 15)) == MONDAY
