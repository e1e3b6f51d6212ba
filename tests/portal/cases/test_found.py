"""“也许已经公开”: hints are counted, looking and leaving with them too."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import FoundCount
from gongkai.disclosure.models import Item
from gongkai.portal.cases import paths
from gongkai.search import indexing

from .conftest import UNIT, answers

KIND = CASE_KINDS["information_application"]


@pytest.fixture
def shown(cast, settings, tmp_path):
    """Somebody writes about what is public: the page with the hint, and their browser."""
    settings.INDEX_ROOT = tmp_path / "index"
    item_id = cast.published(title="柳河镇道路养护资金分配表")
    indexing.rebuild()
    reader = Client()
    first, second = KIND.pages[0], KIND.pages[1]
    about = {"title": "柳河镇道路养护资金分配表"}
    reader.post(paths.page(KIND.code, UNIT, first.code), {**answers(first), **about})
    page = reader.get(paths.page(KIND.code, UNIT, second.code))
    return reader, page.content.decode(), Item.objects.get(id=item_id).index_no


def counts() -> dict[str, int]:
    return dict(FoundCount.objects.values_list("what", "count"))


def test_a_hint_is_counted_when_shown_and_when_looked_at(shown):
    reader, page, index_no = shown
    assert counts() == {"shown": 1}
    link = re.search(r'href="(/write/information_application/found/[^"]+)"', page)
    assert link is not None
    answer = reader.get(link[1].replace("&amp;", "&"))
    assert answer.url.startswith("/item/")
    assert answer.url.endswith("?found=write")
    assert counts() == {"shown": 1, "opened": 1}
    assert reader.get(answer.url).status_code == 200
    assert index_no


def test_leaving_with_it_is_counted_and_drops_what_was_begun(shown):
    reader, page, index_no = shown
    assert "找到了，不用再写" in page
    answer = reader.post("/write/information_application/found/", {"thing": f"item:{index_no}"})
    assert answer.url.endswith("?found=enough")
    assert counts() == {"shown": 1, "enough": 1}
    check = reader.get(paths.page(KIND.code, UNIT, "check"))
    assert check.status_code == 302  # nothing is left to check


def test_what_is_not_public_is_no_way_out(shown):
    reader, _, _ = shown
    for thing in ("", "item:nothing", "answer:1", "https://example.com/"):
        assert reader.get("/write/information_application/found/", {"thing": thing}).status_code == 404
    assert reader.get("/write/opinion_event/found/", {"thing": "item:1"}).status_code == 404
