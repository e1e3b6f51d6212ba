from dataclasses import replace

import pytest
from tests.search.corpus import Thing

from gongkai.search import indexing, registry
from gongkai.search.matching import Query
from gongkai.search.queries import find, suggest


@pytest.fixture
def built(table):
    indexing.rebuild()
    return table


def ask(text: str = "", **filters):
    return find(Query(text, source="thing", **filters))


def test_hits_bring_what_the_database_gave(built):
    results = ask("停水")
    assert [(hit.id, hit.thing) for hit in results.hits] == [(4, Thing("关于城区停水的公告"))]
    assert (results.total, results.mode, results.is_ready) == (1, "all", True)
    assert results.facets["kind"] == {"notice": 1}
    assert results.seconds > 0


def test_what_the_database_no_longer_shows_is_not_shown_although_the_index_has_it(built):
    built.hidden.add(4)
    results = ask("停水")
    assert (results.hits, results.total) == ([], 0)
    assert suggest("停水", source="thing") == []


def test_the_caller_may_bring_a_narrower_recheck(built):
    results = find(Query("农村", source="thing"), recheck=lambda ids: {3: Thing("只有这一件")})
    assert [hit.id for hit in results.hits] == [3]


def test_without_an_index_the_answer_is_empty_and_says_so(table):
    results = ask("停水")
    assert (results.total, results.is_ready) == (0, False)
    assert suggest("停水", source="thing") == []


def test_no_result_under_filters_offers_to_drop_them(built):
    [way, *_] = ask("停水", kinds=["budget"]).suggestions
    assert (way.kind, way.total, way.query.kinds) == ("no_filters", 1, ())


def test_no_result_offers_single_words_that_have_some(built):
    ways = ask("停水 预算", mode="all").suggestions
    assert {way.text for way in ways} == {"停水", "预算"}


def test_a_slip_of_the_pen_gets_another_writing(built):
    ways = ask("城区亭水的公告").suggestions
    assert ("spelling", "城区停水的公告") in {(way.kind, way.text) for way in ways}


def test_a_question_with_answers_needs_no_way_on(built):
    assert ask("农村低保标准是多少？").suggestions == []


@pytest.mark.parametrize("typed", ["低保提", "農村低", "农", "低"])
def test_titles_are_suggested_while_typing(built, typed):
    assert {one.id for one in suggest(typed, source="thing")} >= {1, 2}


@pytest.mark.parametrize("typed", ["清政办发〔2024", "清政办发2024", "清政办发(2024)5", "清政辦發２０２４"])
def test_numbers_are_suggested_while_typing(built, typed):
    [first, *_] = suggest(typed, source="thing")
    assert (first.kind, first.id) == ("number", 1)


@pytest.mark.parametrize("typed", ["", "   ", "“", "(", "[a-z]*", "\\", "😀", "a" * 500, "第年〔"])
def test_any_typing_is_survived(built, typed):
    suggest(typed, source="thing")


def test_names_of_topics_come_from_above_and_duplicates_go(built):
    registry.register_suggester("topic", lambda typed, limit: ["农村低保"] if typed in "农村低保" else [])
    built.docs[7] = replace(built.docs[2], id=7)
    indexing.rebuild()
    try:
        made = suggest("农村", source="thing")
    finally:
        registry.suggesters().pop("topic")
    assert ("topic", "农村低保", None) in {(one.kind, one.text, one.id) for one in made}
    assert len({one.text for one in made}) == len(made)
