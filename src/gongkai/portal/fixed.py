"""Pages that hardly change, and the one that answers whether the site is up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.components.parts import Link
from gongkai.portal.answering import revalidated, show
from gongkai.units.queries import reading_points, site_facts


@revalidated
def points(request: HttpRequest) -> HttpResponse:
    page = {"points": list(reading_points()), "trail": [Link("首页", "/"), Link("查阅点")]}
    return show(request, "portal/points.html", page)


@revalidated
def accessibility(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/accessibility.html", {"trail": [Link("首页", "/"), Link("无障碍说明")]})


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """我为政府网站找错: whom to tell; `page` is the page that one comes from, if it is one of ours."""
    page = request.GET.get("page", "")
    ours = page if page.startswith("/") and not page.startswith("//") and len(page) < 300 else ""
    trail = [Link("首页", "/"), Link("我为政府网站找错")]
    return show(request, "portal/report.html", {"page_path": ours, "trail": trail})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    site_facts()
    answer = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer
