"""Cases by words: the office's own index, what never gets into it, and who is told what it found."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.cases.conftest import LETTER

from gongkai.cases.actions.retaining import erase_what_is_due
from gongkai.cases.actions.sharing import ask_help, transfer
from gongkai.cases.actions.submitting import submit
from gongkai.cases.models import Case
from gongkai.cases.policies import visible_to
from gongkai.cases.queries import word_index
from gongkai.cases.queries.word_index import having_words
from gongkai.cases.rules.word_index import words_to_index
from gongkai.jobs import registry as jobs
from gongkai.jobs.actions import delivering
from gongkai.search import indexing
from gongkai.search.queries import NotPublic, Query, find, suggest
from gongkai.search.registry import OFFICE


@pytest.fixture
def come(cast, settings, tmp_path):
    """`come("村口的路灯不亮")`: a letter that came to the unit of agriculture; its id."""
    settings.INDEX_ROOT = tmp_path / "index"

    def made(title: str, *, unit: str = "agri", **more: str) -> int:
        values = {**LETTER, "title": title, **more}
        return submit(kind="letter", unit_id=cast.units[unit], values=values, at=timezone.now()).case_id

    return made


@pytest.fixture
def deliver(come):
    """What the worker does within two seconds."""

    def run() -> None:
        jobs.load()
        [own] = [one for one in jobs.consumers() if one.topic == "search"]
        delivering.deliver(consumer=own, clock=timezone.now)

    return run


def found(cast, who: str, words: str, **narrow) -> list[int]:
    by = cast.standing(who)
    rows = visible_to(by).filter(having_words(by, words, **narrow).q).order_by("id")
    return list(rows.values_list("id", flat=True))


def test_words_of_title_text_and_number_find_a_case_for_who_may_see_it(cast, come, deliver):
    ours = come("村口的路灯不亮", text="从桥头到小学一段")
    theirs = come("路灯不亮", unit="housing")
    deliver()
    number = Case.objects.get(id=ours).number
    assert indexing.index(OFFICE).exists()
    assert found(cast, "agri.handler", "路灯 小学") == [ours]
    assert found(cast, "agri.handler", number) == [ours]
    assert found(cast, "agri.handler", "航天飞机") == []
    assert found(cast, "office.disclosure_office", "路灯") == [ours, theirs]
    assert found(cast, "office.disclosure_office", "路灯", unit_id=cast.units["housing"], closed=False) == [
        theirs
    ]
    assert found(cast, "office.disclosure_office", "路灯", closed=True) == []


def test_the_index_follows_the_case_to_another_unit_and_to_its_helpers(cast, come, deliver):
    moved, helped = come("水渠漏水", unit="housing"), come("水渠淤塞", unit="housing")
    by, at = cast.standing("housing.handler"), timezone.now()
    deliver()
    assert found(cast, "agri.handler", "水渠") == []
    transfer(case_id=moved, unit_id=cast.units["agri"], reason="归农业管", by=by, at=at)
    ask_help(case_id=helped, unit_id=cast.units["agri"], question="去看过吗", due_on=None, by=by, at=at)
    deliver()
    assert found(cast, "agri.handler", "水渠") == [moved, helped]


def test_nothing_by_which_a_person_is_known_is_in_the_index(cast, come, deliver):
    come(
        "王小明反映路灯",
        name="王小明",
        text="王 小明，电话138-0013-8000，身份证110101199003077715，wang@example.com，请回复。",
    )
    deliver()
    [doc] = word_index.load(list(Case.objects.values_list("id", flat=True)))
    whole = f"{doc.title} {doc.text}"
    for personal in ("王小明", "王 小明", "138", "1101", "wang", "example"):
        assert personal not in whole, whole
    assert "路灯" in whole
    assert found(cast, "agri.handler", "小明") == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2025年第12号文件", "2025年第12号文件"),
        ("打 0571-8888 6666 找我", "打   找我"),
        ("卡号 6222 0202 0001 2345 678", "卡号  "),
        ("写信到 a.b@x.gov.cn。", "写信到  。"),
    ],
)
def test_numbers_that_may_be_somebodys_go_and_years_stay(text, kept):
    assert words_to_index(text, {}) == kept


def test_a_case_whose_writer_was_erased_leaves_the_index_and_is_found_by_its_number(cast, come, deliver):
    case_id = come("路灯不亮")
    deliver()
    Case.objects.filter(id=case_id).update(closed_at=timezone.now() - timezone.timedelta(days=365 * 40))
    assert erase_what_is_due(today=timezone.localdate(), at=timezone.now()) == 1
    deliver()
    assert found(cast, "agri.handler", "路灯") == []
    assert found(cast, "agri.handler", Case.objects.get(id=case_id).number) == [case_id]
    assert indexing.compare().is_empty


def test_no_search_of_everybodys_reaches_the_index_of_the_office(cast, come, deliver):
    come("路灯不亮")
    deliver()
    indexing.rebuild()
    assert indexing.index().reader().ids("case") == []
    assert len(indexing.index(OFFICE).reader().ids("case")) == 1
    with pytest.raises(NotPublic):
        find(Query("路灯", source="case"))
    with pytest.raises(NotPublic):
        suggest("路灯", source="case")


def test_without_an_index_the_database_looks_into_titles_and_numbers(cast, come):
    case_id = come("路灯不亮")
    assert found(cast, "agri.handler", "路灯 不亮") == [case_id]
    assert found(cast, "agri.handler", "水渠") == []
