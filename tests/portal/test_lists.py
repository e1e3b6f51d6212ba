"""Lists: what they show, how they narrow, what they cost."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.portal.conftest import words

from gongkai.catalogue.models import Duty
from gongkai.disclosure.models import Item
from gongkai.disclosure.queries.listing import counts, public_rows
from gongkai.disclosure.queries.public import PublicFilter

CHINA = ZoneInfo("Asia/Shanghai")


def publish_some(cast) -> None:
    cast.published(title="防疫公告")
    cast.published(title="农技动态", kind="work_news")
    cast.published(title="停车公告", unit="housing")
    cast.published(title="镇里公告", unit="town")


def queries_of(reader, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(path).status_code == 200
    return len(asked)


@pytest.mark.sweep
@pytest.mark.parametrize(
    "path",
    [
        "/", "/list/", "/unit/", "/unit/016/", "/unit/016/list/", "/unit/016/proactive/", "/proactive/", "/rules/",
        "/kind/", "/kind/notice/", "/stage/", "/topic/{topic}/", "/feed/", "/search/", "/search/?q=公告",
        "/search/suggest/?q=公告", "/sitemap-1.xml", "/annual-reports/",
    ],
)  # fmt: skip
def test_the_number_of_queries_does_not_grow_with_the_rows(cast, reader, indexed, path):
    publish_some(cast)
    indexed()
    path = path.format(topic=Item.objects.filter(public_version__isnull=False)[0].topic.code)
    reader.get(path)
    before = queries_of(reader, path)
    for n in range(4):
        cast.published(title=f"公告之{n}", unit=["agri", "housing", "town", "root"][n])
    indexed()
    assert queries_of(reader, path) == before


def test_lists_narrow_by_unit_with_all_below_it_kind_stage_and_year(cast, reader):
    publish_some(cast)
    old = datetime(2025, 3, 3, 9, tzinfo=CHINA)
    cast.published(title="去年的公告", at=old)
    everything = words(reader.get("/list/"))
    assert all(
        title in everything for title in ("防疫公告", "农技动态", "停车公告", "镇里公告", "去年的公告")
    )
    of_agri = words(reader.get("/unit/016/list/"))
    assert "防疫公告" in of_agri
    assert "停车公告" not in of_agri
    news = words(reader.get("/kind/work_news/"))
    assert "农技动态" in news
    assert "防疫公告" not in news
    last_year = words(reader.get("/list/?year=2025"))
    assert "去年的公告" in last_year
    assert "防疫公告" not in last_year
    both = words(reader.get("/unit/016/list/?kind=work_news"))
    assert "农技动态" in both
    assert "防疫公告" not in both
    of_town = words(reader.get("/list/?unit=111"))
    assert "镇里公告" in of_town
    assert "防疫公告" not in of_town


def test_counts_of_filters_equal_the_lists_that_they_lead_to(cast):
    publish_some(cast)
    today = timezone.localdate()
    counted = counts(narrow=PublicFilter(), today=today)
    assert counted.total == public_rows(narrow=PublicFilter(), today=today).count() == 4
    for kind, n in counted.kinds.items():
        assert public_rows(narrow=PublicFilter(kind=kind), today=today).count() == n
    for stage, n in counted.stages.items():
        assert public_rows(narrow=PublicFilter(stage=stage), today=today).count() == n
    for validity, n in counted.validities.items():
        if validity:
            assert public_rows(narrow=PublicFilter(validity=validity), today=today).count() == n


def test_a_document_counts_as_expired_from_the_day_after_its_last(cast):
    item = cast.item(cast.published())
    today = timezone.localdate()
    Item.objects.filter(id=item.pk).update(validity="valid", expires_on=today)
    assert counts(narrow=PublicFilter(), today=today).validities == {"valid": 1}
    tomorrow = today + timedelta(days=1)
    assert counts(narrow=PublicFilter(), today=tomorrow).validities == {"expired": 1}
    assert not public_rows(narrow=PublicFilter(validity="valid"), today=tomorrow).exists()


@pytest.mark.parametrize(
    "path",
    ["/unit/none/", "/unit/none/guide/", "/topic/none/", "/kind/none/", "/stage/none/", "/topic/none/feed/", "/unit/x/feed/"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(cast, reader, path):
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=999999999999", "page=x", "year=20261", "year=²⁰²⁶", "unit='", "validity=x", "page=-1"]
)  # fmt: skip
def test_odd_parameters_narrow_nothing_and_break_nothing(cast, reader, query):
    cast.published(title="防疫公告")
    answer = reader.get(f"/list/?{query}")
    assert answer.status_code == 200
    assert "防疫公告" in words(answer)


def test_a_heading_for_the_own_staff_has_no_public_page_and_no_place_in_the_tree(cast, reader):
    topic_id = cast.topics["open_work"]
    duty = Duty.objects.filter(topic__kinds__isnull=False).first()
    Duty.objects.filter(topic=duty.topic).update(audience="own_staff")
    code = duty.topic.code
    assert reader.get(f"/topic/{code}/").status_code == 404
    assert reader.get(f"/topic/{code}/feed/").status_code == 404
    assert f'"/topic/{code}/"' not in words(reader.get("/proactive/"))
    assert topic_id


def test_pages_are_cut_after_twenty(cast, reader):
    for n in range(21):
        cast.published(title=f"公告第{n:02d}号")
    first, second = words(reader.get("/list/")), words(reader.get("/list/?page=2"))
    assert first.count("公告第") == 20
    assert second.count("公告第") == 1
    assert "第 2 页，共 2 页，21 条" in second
