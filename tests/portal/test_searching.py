"""Search for citizens: marks, filters, variants of numbers, ways on, suggestions, and nothing that isn't public."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast as casting
from tests.portal.conftest import words

from gongkai.disclosure.actions import correcting
from gongkai.disclosure.models import Item
from gongkai.text.doc_numbers import doc_no_key


@pytest.fixture
def filled(cast, indexed):
    """Four public items, one draft, one under review; an index of the public ones."""
    casting.kept("six items to be searched", lambda: _six_items(cast))
    indexed()
    return cast


def _six_items(cast) -> None:
    before = timezone.now() - timedelta(days=2)
    number = {"doc_no": "青政办发〔2026〕18号"}
    cast.published(
        title="关于印发农机购置补贴实施方案的通知",
        body="<p>补贴标准为每台三千元。</p>",
        head=number,
        at=before,
    )
    cast.published(
        title="农机补贴问答", kind="interpretation", body="<p>谁能领农机补贴？</p>", fields={"form": "text"}
    )
    cast.published(title="停车收费公告", unit="housing", body="<p>停车每小时两元。</p>")
    cast.published(title="<b>尖括号</b>&标题", body="<p>特别的字样</p>")
    cast.draft(title="没写完的农机补贴草稿")
    cast.submitted(title="还在审的农机补贴通知")


def titles(page: str) -> list[str]:
    return [re.sub("<.*?>", "", hit) for hit in re.findall(r'<article class="hit">.*?</h2>', page, re.S)]


def test_hits_are_marked_in_title_and_text(filled, reader):
    page = words(reader.get("/search/?q=农机补贴"))
    assert "<mark>农机</mark>" in page or "<mark>农机补贴</mark>" in page
    assert "找到 2 条" in page
    assert "草稿" not in page
    assert "还在审" not in page


@pytest.mark.parametrize(
    "typed", ["青政办发〔2026〕18号", "青政办发[2026]18号", "青政办发（2026）18号", "青政办发【2026】１８号", "青政辦發〔2026〕18號"]
)  # fmt: skip
def test_a_number_is_found_however_its_brackets_are_written(filled, reader, typed):
    found = titles(words(reader.get("/search/", {"q": typed})))
    assert found
    assert "农机购置补贴实施方案" in found[0]
    assert doc_no_key(typed)


def test_filters_narrow_and_can_be_taken_off(filled, reader):
    page = words(reader.get("/search/?q=农机补贴&kind=interpretation"))
    assert len(titles(page)) == 1
    assert "清除全部筛选（1）" in page
    assert 'aria-current="true"' in page
    both = words(reader.get("/search/?unit=012"))
    assert titles(both) == ["停车收费公告"]


def test_counts_stand_in_the_filters(filled, reader):
    page = words(reader.get("/search/?q=农机补贴"))
    kinds = re.findall(r'kind=(\w+)[^>]*>.*?<span class="n">(\d+)</span>', page, re.S)
    assert ("interpretation", "1") in kinds


def test_no_hit_offers_ways_on(filled, reader):
    page = words(reader.get("/search/?q=农机补贴&unit=012"))
    assert "没有找到" in page
    assert "去掉筛选条件" in page
    empty = words(reader.get("/search/?q=完全没有的字样甲乙丙"))
    assert "/request/" in empty
    assert "/unit/" in empty


def test_the_fallback_is_named(filled, reader):
    page = words(reader.get("/search/?q=农机补贴+停车"))
    assert "没有一条同时含有全部词" in page
    assert len(titles(page)) >= 2


def test_titles_are_escaped_and_words_of_the_reader_too(filled, reader):
    page = words(reader.get("/search/?q=特别的字样"))
    assert "&lt;b&gt;尖括号" in page
    page = words(reader.get("/search/?q=<script>alert(1)</script>"))
    assert "<script>alert" not in page


def test_what_was_withdrawn_a_moment_ago_is_not_shown_though_the_index_has_it(filled, reader):
    item = Item.objects.get(title="停车收费公告")
    correcting.withdraw(
        item_id=item.pk, reason="标准有误，重发", by=filled.standing("housing.publisher"), at=timezone.now()
    )
    assert titles(words(reader.get("/search/?q=停车收费"))) == []
    assert "停车收费公告" not in words(reader.get("/search/suggest/?q=停车"))


def test_suggestions_lead_to_the_page(filled, reader):
    answer = reader.get("/search/suggest/?q=停车")
    item = Item.objects.get(title="停车收费公告")
    assert f'href="/item/{item.index_no}/"' in words(answer)
    assert "<html" not in words(answer)
    assert words(reader.get("/search/suggest/?q=")).strip() == ""


def test_the_name_of_an_organ_leads_to_its_page(filled, reader):
    assert 'href="/unit/016/"' in words(reader.get("/search/?q=青禾县农业农村局"))


def test_newest_first_on_request(filled, reader):
    page = words(reader.get("/search/?q=农机补贴&sort=newest"))
    assert titles(page)[0] == "农机补贴问答"


@pytest.mark.parametrize(
    "query", ["q=" + "长" * 2000, "q=((", "q=-农", 'q="', "q=农&page=99999", "q=农&year=x&sort=x", "q=%F0%9F%98%80"]
)  # fmt: skip
def test_nothing_typed_breaks_the_page(filled, reader, query):
    assert reader.get(f"/search/?{query}").status_code == 200
    assert reader.get(f"/search/suggest/?{query}").status_code == 200


def test_without_an_index_the_page_says_so_and_shows_the_lists(cast, reader, settings, tmp_path):
    settings.INDEX_ROOT = tmp_path / "nothing"
    page = words(reader.get("/search/?q=农"))
    assert "检索正在准备。" in page
    assert 'href="/list/"' in page
