"""What is public: the list with its bulk acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from gongkai.office import bulk, list_tools
from gongkai.office.listing import list_page
from gongkai.office.standing import staff_required


@staff_required
@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    return list_page(request, "publications")


urls = [
    path("publications/", publications, name="publications"),
    *bulk.urls,
    *list_tools.urls,
]
