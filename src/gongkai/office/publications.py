"""What is public: the list, and the report of urgent publications."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from gongkai.disclosure.queries.office import lines, ordered, urgent_items, with_names
from gongkai.office import bulk, list_tools
from gongkai.office.lines import item_table
from gongkai.office.listing import list_page
from gongkai.office.standing import moment_of, needs, staff_required

PER_PAGE = 50


@staff_required
@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    return list_page(request, "publications")


@staff_required
@needs(lambda by: by.sees_all, "紧急公开报告由政务公开办和审计看。")
@require_safe
def urgent(request: HttpRequest) -> HttpResponse:
    """Every item that went public by the urgent way, newest first."""
    moment = moment_of(request)
    found = ordered(with_names(urgent_items(moment.standing)), "", default="published")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    table = item_table("紧急公开", lines(page.object_list, today=moment.today))
    return render(request, "office/publications/urgent.html", {"table": table, "page_of": page})


urls = [
    path("publications/", publications, name="publications"),
    path("urgent/", urgent, name="urgent"),
    *bulk.urls,
    *list_tools.urls,
]
