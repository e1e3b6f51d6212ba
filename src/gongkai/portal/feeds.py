"""Ways out for machines: Atom feeds, sitemap, robots.txt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.catalogue.queries import public_topic_tree, topic_by_code
from gongkai.disclosure.pages import full_address, item_path
from gongkai.disclosure.queries.feeding import FEED_LENGTH, feed_lines, sitemap_page, sitemap_pages
from gongkai.disclosure.queries.public import PublicFilter
from gongkai.portal.answering import revalidated, show
from gongkai.portal.listing import needed
from gongkai.text.plain import UNPRINTABLE
from gongkai.units.queries import unit_by_code

ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"


@revalidated
def whole_feed(request: HttpRequest) -> HttpResponse:
    return _feed(request, "最新公开", "/feed/", "/list/", PublicFilter())


@revalidated
def unit_feed(request: HttpRequest, code: str) -> HttpResponse:
    unit = needed(unit_by_code(code))
    narrow = PublicFilter(unit_path=unit.path)
    return _feed(request, f"{unit.name}最新公开", f"/unit/{code}/feed/", f"/unit/{code}/", narrow)


@revalidated
def topic_feed(request: HttpRequest, code: str) -> HttpResponse:
    topic = needed(topic_by_code(code))
    if not any(_has(node, code) for node in public_topic_tree()):
        raise Http404
    narrow = PublicFilter(topic_path=topic.path)
    return _feed(request, f"{topic.name}最新公开", f"/topic/{code}/feed/", f"/topic/{code}/", narrow)


def _has(node: object, code: str) -> bool:
    return node.code == code or any(_has(child, code) for child in node.children)  # type: ignore[attr-defined]


def _feed(request: HttpRequest, title: str, path: str, page: str, narrow: PublicFilter) -> HttpResponse:
    entries = feed_lines(narrow=narrow, limit=FEED_LENGTH)
    changed = max((entry.changed_at for entry in entries), default=_never())
    return _xml(
        request,
        "portal/feed.xml",
        {
            "title": title,
            "address": full_address(path),
            "page": full_address(page),
            "changed": changed,
            "entries": [(entry, full_address(item_path(entry.index_no))) for entry in entries],
        },
        ATOM,
    )


def _xml(request: HttpRequest, template: str, context: dict[str, Any], media_type: str) -> HttpResponse:
    """One sign that XML doesn't know, in whatever name, and no reader takes the whole feed: it is left out."""
    answer = show(request, template, context)
    answer.content = UNPRINTABLE.sub("", answer.content.decode()).encode()
    answer["Content-Type"] = media_type
    return answer


def _never() -> datetime:
    """An empty feed still needs a date: the first day of the regulation."""
    return timezone.make_aware(datetime(2008, 5, 1))


@revalidated
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the sitemap's pages, 5,000 addresses each."""
    pages = [full_address(f"/sitemap-{n}.xml") for n in range(1, sitemap_pages() + 1)]
    return _xml(request, "portal/sitemap_index.xml", {"pages": pages}, XML)


@revalidated
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    rows = sitemap_page(number) if 0 < number < 100_000 else []
    if not rows:
        raise Http404
    shown = [(full_address(item_path(index_no)), changed_at) for index_no, changed_at in rows]
    return _xml(request, "portal/sitemap.xml", {"rows": shown}, XML)


@revalidated
def robots(request: HttpRequest) -> HttpResponse:
    lines = (
        "User-agent: *",
        "Disallow: /office/",
        "Disallow: /theme/",
        "Disallow: /case/",
        "Disallow: /write/*/found/",
        "Disallow: /search/suggest/",
        f"Sitemap: {full_address('/sitemap.xml')}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
