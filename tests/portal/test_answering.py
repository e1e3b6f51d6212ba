"""Public pages are the same for everybody and are asked again only when something changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone
from tests.portal.conftest import words

from gongkai.disclosure.actions import correcting
from gongkai.disclosure.queries.freshness import public_state
from gongkai.ledger.models import LedgerRow


def everywhere(cast, item_id: int) -> list[str]:
    """An address for every pattern of the portal."""
    number = cast.item(item_id).index_no
    topic = next(code for code in cast.topics if "." in code)
    return [
        "/", "/guide/", "/rules/", "/proactive/", "/annual-reports/", "/request/", "/unit/", "/unit/016/",
        "/unit/016/guide/", "/unit/016/rules/", "/unit/016/proactive/", "/unit/016/annual-reports/",
        "/unit/016/request/", "/unit/016/list/", "/unit/016/feed/", "/topic/", f"/topic/{topic}/",
        f"/topic/{topic}/feed/", "/kind/", "/kind/notice/", "/stage/", "/stage/result/", "/list/",
        f"/item/{number}/", f"/item/{number}/versions/", f"/item/{number}/versions/1/", f"/item/{number}/qr.svg",
        "/search/", "/search/?q=防疫", "/search/suggest/?q=防疫", "/feed/", "/sitemap.xml", "/sitemap-1.xml",
        "/robots.txt", "/healthz", "/points/", "/calendar/", "/calendar/?term=foi.reply&since=2025-09-26",
        "/accessibility/", "/privacy/", "/report/", "/write/", "/answers/", "/answers/feed/", "/unit/016/faq/",
        "/write/information_application/how/", "/figures/", "/figures/data.csv", "/figures/data.json",
    ]  # fmt: skip


NOT_HERE = {
    "/style/",
    "/theme/",
    "/theme.css",
    "/file/",
    "/case/",
    "/my/",
    "/write/stay/",
    "/write/drop/",
    "/write/<slug:kind>/",
    "/answers/<",
    "/annual-reports/<",
}  # of the component sheet; by cookie; tests/portal/test_items, test_reports; what one person writes: tests/portal/cases


def test_every_address_of_the_portal_stands_in_the_list(cast):
    shown = everywhere(cast, cast.published())
    patterns = [p for p in get_resolver("gongkai.portal.urls").url_patterns if not p.pattern.match("style/")]
    for pattern in patterns:
        hit = any(pattern.pattern.match(path.split("?")[0].lstrip("/")) for path in shown)
        known = any(str(pattern.pattern).startswith(other.strip("/")) for other in NOT_HERE)
        assert hit or known, pattern.pattern


def test_no_public_page_touches_a_session_or_sets_a_cookie(cast, client_of, indexed):
    item_id = cast.published()
    indexed()
    for client in (client_of(""), client_of("agri.officer")):
        for path in everywhere(cast, item_id):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert not answer.cookies, path
            assert "Cookie" not in answer.get("Vary", ""), path


def test_the_page_is_the_same_for_a_stranger_and_for_staff_and_in_care_mode(cast, client_of):
    path = f"/item/{cast.item(cast.published()).index_no}/"
    stranger, officer, careful = client_of(""), client_of("agri.officer"), client_of("")
    careful.cookies["look"] = "care.contrast"
    assert stranger.get(path).content == officer.get(path).content == careful.get(path).content
    assert stranger.get("/").content == officer.get("/").content == careful.get("/").content


@pytest.mark.parametrize("path", ["/", "/list/", "/feed/", "/sitemap.xml", "/unit/016/"])
def test_an_unchanged_page_is_not_sent_again(cast, reader, path):
    cast.published()
    first = reader.get(path)
    assert "no-cache" in first["Cache-Control"]
    again = reader.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_304_costs_two_key_look_ups(cast, reader, django_assert_num_queries):
    path = f"/item/{cast.item(cast.published()).index_no}/"
    etag = reader.get(path)["ETag"]
    with django_assert_num_queries(2):
        assert reader.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_after_a_withdrawal_nobody_keeps_the_old_page(cast, reader):
    item_id = cast.published()
    path = f"/item/{cast.item(item_id).index_no}/"
    seen = {page: reader.get(page)["ETag"] for page in (path, "/", "/list/", "/feed/")}
    correcting.withdraw(
        item_id=item_id, reason="内容有误，重发", by=cast.standing("agri.publisher"), at=timezone.now()
    )
    assert reader.get(path, headers={"If-None-Match": seen[path]}).status_code == 410
    for page in ("/", "/list/", "/feed/"):
        assert reader.get(page, headers={"If-None-Match": seen[page]}).status_code == 200


def test_last_modified_waits_until_its_second_is_over(cast, reader):
    cast.published()
    assert "Last-Modified" not in reader.get("/")


def test_last_modified_is_told_of_what_is_settled(cast, reader):
    cast.published(at=timezone.now() - timedelta(hours=1))
    if timezone.now() - timezone.localtime().replace(hour=0, minute=0, second=0) < timedelta(seconds=5):
        pytest.skip("midnight")
    stamp = reader.get("/").get("Last-Modified")
    assert stamp
    assert reader.get("/", headers={"If-Modified-Since": stamp}).status_code == 304


def test_a_row_that_commits_late_below_the_highest_id_still_changes_the_mark(cast):
    cast.published()
    last = LedgerRow.objects.order_by("-id").first()
    row = LedgerRow(
        id=last.id + 2, actor_id="1", actor_label="a", act="x", subject_type="t", subject_id="1", at=last.at
    )
    LedgerRow.objects.bulk_create([row])
    before = public_state().mark
    row.id = last.id + 1
    LedgerRow.objects.bulk_create([row])
    assert public_state().mark != before
    assert connection.vendor


def test_no_page_has_style_or_script_of_its_own(cast, reader, indexed):
    item_id = cast.published()
    indexed()
    for path in everywhere(cast, item_id):
        page = words(reader.get(path))
        assert " style=" not in page, path
        assert "<style" not in page, path
        assert "onclick" not in page, path
        assert page.count("<script") == page.count("<script src="), path


def test_pages_ask_search_engines_to_leave_the_search_alone(cast, reader, indexed):
    indexed()
    assert 'content="noindex"' in words(reader.get("/search/?q=防疫"))
