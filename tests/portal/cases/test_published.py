"""Answers on the portal: a list with filters, a page with its days, a stub, a feed, in the search, a unit's 常见问题."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from tests.cases.conftest import LETTER

from gongkai.cases.actions.acting import act
from gongkai.cases.actions.hiding_answers import hide_answer
from gongkai.cases.actions.publishing_answers import mark_as_faq, prepare_answer, publish_answer
from gongkai.cases.actions.submitting import submit
from gongkai.cases.models import Case
from gongkai.portal.cases.published import answer_path
from gongkai.search import indexing


@pytest.fixture
def indexed(settings, tmp_path):
    settings.INDEX_ROOT = tmp_path / "index"
    return indexing.rebuild


@pytest.fixture
def public(cast):
    """`public(unit="agri", title=…)`: an answered question that stands on the portal; its number."""

    def made(*, unit: str = "agri", title: str = "老年人优待证在哪里办", faq: bool = False) -> str:
        at = timezone.now()
        case_id = submit(
            kind="online_question", unit_id=cast.units[unit],
            values={**LETTER, "title": title, "text": "要带什么材料。"}, at=at,
        ).case_id  # fmt: skip
        handler, leader = cast.standing(f"{unit}.handler"), cast.standing(f"{unit}.leader")
        words = {"conclusion": "带身份证到政务大厅二楼办理，当场可取。"}
        act(case_id=case_id, act="answer", values=words, by=handler, at=at)
        prepare_answer(case_id=case_id, by=handler, at=at)
        publish_answer(case_id=case_id, office_reason="许多人在问这件事", by=leader, at=at)
        if faq:
            mark_as_faq(case_id=case_id, is_faq=True, by=handler, at=at)
        return Case.objects.get(id=case_id).number or ""

    return made


def words(answer) -> str:
    return answer.content.decode()


def test_the_list_narrows_by_kind_unit_and_words(public):
    public()
    public(unit="housing", title="公租房怎样申请")
    reader = Client()
    whole = words(reader.get("/answers/"))
    assert "共 2 件" in whole
    assert "公租房怎样申请" in whole
    assert "共 1 件" in words(reader.get("/answers/?q=公租房"))
    assert "共 0 件" in words(reader.get("/answers/?kind=letter"))
    assert "共 2 件" in words(reader.get("/answers/?kind=nonsense"))
    assert "没有符合的答复" in words(reader.get("/answers/?q=没有这回事"))


def test_the_list_asks_no_more_for_more_rows(public, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    public()
    Client().get("/answers/")
    with CaptureQueriesContext(connection) as one:
        Client().get("/answers/")
    for n in range(4):
        public(title=f"第{n}个问题怎样办")
    with CaptureQueriesContext(connection) as five:
        Client().get("/answers/")
    assert len(five) <= len(one)


def test_a_page_says_who_answered_when_and_in_how_many_days(public):
    page = words(Client().get(answer_path(public())))
    for part in ("受理日期", "答复日期", "答复部门", "青禾县农业农村局", "当天", "要带什么材料", "当场可取"):
        assert part in page
    assert "李兰" not in page
    assert "13900139000" not in page


def test_what_is_not_public_has_no_page(cast):
    receipt = submit(kind="letter", unit_id=cast.units["agri"], values=LETTER, at=timezone.now())
    assert Client().get(answer_path(receipt.number)).status_code == 404


def test_a_hidden_post_answers_410_with_its_ground_and_nothing_else(public, cast):
    number = public()
    hide_answer(
        case_id=Case.objects.get(number=number).pk, ground="personal_information", reason="有邻居的情况",
        by=cast.standing("office.disclosure_office"), at=timezone.now(),
    )  # fmt: skip
    page = Client().get(answer_path(number))
    assert page.status_code == 410
    assert "个人信息保护法" in words(page)
    assert "优待证" not in words(page)
    assert "优待证" not in words(Client().get("/answers/"))
    assert "优待证" not in words(Client().get("/answers/feed/"))


def test_the_feed_has_it(public):
    number = public()
    feed = Client().get("/answers/feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "老年人优待证在哪里办" in words(feed)
    assert answer_path(number) in words(feed)


def test_the_site_s_search_finds_it(public, indexed):
    public()
    indexed()
    page = words(Client().get("/search/?q=优待证"))
    assert "答复过的来信、提问" in page
    assert "/answers/" in page
    assert "答复过的来信" not in words(Client().get("/search/?q=水库移民"))


def test_what_is_hidden_leaves_the_search_at_once(public, indexed, cast):
    number = public()
    indexed()
    hide_answer(
        case_id=Case.objects.get(number=number).pk, ground="author_asks", reason="本人来电要求",
        by=cast.standing("office.disclosure_office"), at=timezone.now(),
    )  # fmt: skip
    assert "答复过的来信" not in words(Client().get("/search/?q=优待证"))


def test_a_unit_s_questions_stand_on_its_page(public):
    public(faq=True)
    public(title="只公开、不列入的问题")
    page = words(Client().get("/unit/016/faq/"))
    assert "老年人优待证在哪里办" in page
    assert "不列入的问题" not in page
    assert "/unit/016/faq/" in words(Client().get("/unit/016/"))
