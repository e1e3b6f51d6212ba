"""Addresses of the two pages that ours are compared with; the middleware is the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from gongkai.disclosure.policies import public_items

_ROWS = Engine().from_string(
    "<!doctype html><title>rows</title><table>{% for item in items %}<tr><td><a href='/item/{{ item.index_no }}/'>"
    "{{ item.title }}</a></td><td>{{ item.unit.name }}</td><td>{{ item.doc_no }}</td>"
    "<td>{{ item.published_on|date:'Y-m-d' }}</td></tr>{% endfor %}</table>"
)


def fixed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("公开")


def rows(request: HttpRequest) -> HttpResponse:
    items = public_items().select_related("unit").order_by("-published_at", "id")[:20]
    return HttpResponse(_ROWS.render(Context({"items": items})))


urlpatterns = [path("fixed/", fixed), path("rows/", rows)]
