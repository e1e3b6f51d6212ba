"""All items that one may see, with search, filters and order; also what the bar's search field finds."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from gongkai.components.parts import FilterGroup, FilterOption
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.queries.office import (
    STATE_LABELS,
    Narrowing,
    all_items,
    choices_in,
    is_filer,
    lines,
    narrowed,
    ordered,
    with_names,
)
from gongkai.office.frame import works
from gongkai.office.lines import item_table
from gongkai.office.standing import moment_of, staff_required
from gongkai.units.queries import unit_names

PER_PAGE = 50


def number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else None


def narrowing_of(request: HttpRequest) -> Narrowing:
    """The filters of the address; what makes no sense narrows nothing."""
    get = request.GET.get
    return Narrowing(
        text=get("q", "").strip()[:100],
        state=get("state", "") if get("state", "") in STATE_LABELS else "",
        kind=get("kind", "") if get("kind", "") in ITEM_KINDS else "",
        unit_id=number(get("unit", "")),
        topic_id=number(get("topic", "")),
        year=number(get("year", "")) if (number(get("year", "")) or 0) in range(1990, 2100) else None,
        validity=get("validity", "")[:12],
        urgent=get("urgent", "") == "1",
    )


def filter_groups(request: HttpRequest, found: QuerySet) -> list[FilterGroup]:  # type: ignore[type-arg]
    """State, kind and unit with their numbers among what was found."""
    units = choices_in(found, "unit_id")
    names = unit_names(int(value) for value, _ in units)
    on = request.GET.get
    groups = [
        FilterGroup("状态", "state", [
            FilterOption(STATE_LABELS[v], v, n, on("state") == v) for v, n in choices_in(found, "state")
        ]),
        FilterGroup("种类", "kind", [
            FilterOption(ITEM_KINDS[v].label, v, n, on("kind") == v)
            for v, n in choices_in(found, "kind") if v in ITEM_KINDS
        ]),
        FilterGroup("单位", "unit", [FilterOption(names[int(v)], v, n, on("unit") == v) for v, n in units]),
    ]  # fmt: skip
    return [group for group in groups if len(group.options) > 1 or any(o.on for o in group.options)]


@staff_required
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    if not works(moment.standing):
        raise Http404
    found = narrowed(all_items(moment.standing), narrowing_of(request))
    shown = ordered(with_names(found), request.GET.get("sort", ""), default="changed")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    groups = filter_groups(request, found)
    return render(
        request,
        "office/items/list.html",
        {
            "table": item_table("全部信息", lines(page.object_list, today=moment.today)),
            "page_of": page,
            "groups": groups,
            "chosen": sum(o.on for g in groups for o in g.options),
            "q": request.GET.get("q", ""),
            "may_file": is_filer(moment.standing),
        },
    )


urls = [path("items/", items, name="items")]
