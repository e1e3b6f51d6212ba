"""The lists of items: narrowed, ordered, with the columns and rows that the person chose, saved filters and bulk acts.

Also what the bar's search field finds.
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.accounts.actions.lists import ROWS
from gongkai.accounts.queries import ListFacts, list_facts
from gongkai.components.parts import FilterGroup, FilterOption
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.queries.item_lists import (
    COLUMNS,
    EXPORT_AT_ONCE,
    EXPORT_MOST,
    LISTS,
    columns_of,
    filter_counts,
    found_in,
    in_order,
    kept_query,
)
from gongkai.disclosure.queries.office import STATE_LABELS, choices_in, is_filer, lines
from gongkai.office.bulk import bulk_buttons
from gongkai.office.frame import works
from gongkai.office.lines import chosen_table
from gongkai.office.standing import moment_of, staff_required
from gongkai.units.queries import unit_names

FITTING = 7  # columns beside the filters on a screen 1366 wide


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


def _opens_with(request: HttpRequest, code: str, facts: ListFacts) -> HttpResponse | None:
    """The bare address of a list leads to the person's first filter, so that the address says what is shown."""
    if request.GET or facts.first is None:
        return None
    return HttpResponseRedirect(f"{reverse(f'office:{code}')}?view={facts.first.id}&{facts.first.query}")


def list_page(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
    """A page of one of LISTS. The number of queries depends neither on rows nor on saved filters."""
    moment = moment_of(request)
    if not works(moment.standing):
        raise Http404
    facts = list_facts(by=moment.standing, list_code=code, today=moment.today)
    if (elsewhere := _opens_with(request, code, facts)) is not None:
        return elsewhere
    asked = request.GET.dict()
    found = found_in(moment.standing, code=code, asked=asked)
    page = Paginator(in_order(found, code=code, asked=asked), facts.rows).get_page(request.GET.get("page"))
    columns = columns_of(facts.columns)
    buttons = bulk_buttons(moment, code)
    rows = lines(page.object_list, today=moment.today)
    groups = filter_groups(request, found)
    return render(
        request,
        f"office/{code}/list.html",
        {
            "code": code,
            "table": chosen_table(LISTS[code].label, rows, columns, select=bool(buttons)),
            "page_of": page,
            "shown": len(rows),
            "groups": groups,
            "chosen": sum(o.on for g in groups for o in g.options),
            "acts": buttons,
            "many_columns": len(columns) > FITTING,
            "tools": _tools(request, code, facts, page.paginator.count),
            **more,
        },
    )


def _tools(request: HttpRequest, code: str, facts: ListFacts, found: int) -> dict[str, Any]:
    """What stands above a list: saved filters with their numbers, columns and rows, ways out."""
    moment = moment_of(request)
    now = kept_query(request.GET.dict())
    counts = filter_counts(moment.standing, code=code, queries=[one.query for one in facts.filters])
    here = reverse(f"office:{code}")
    columns = [column.code for column in columns_of(facts.columns)]
    return {
        "filters": [
            {
                "facts": one,
                "count": count,
                "url": f"{here}?view={one.id}&{one.query}",
                "on": one.query == now,
            }
            for one, count in zip(facts.filters, counts, strict=True)
        ],
        "all_url": f"{here}?all=1",
        "is_all": not now,
        "query": now,
        "manage_url": reverse("office:list_filters", args=[code]),
        "columns": [(one.code, one.label, one.code in columns) for one in COLUMNS.values()],
        "rows": facts.rows,
        "rows_offered": ROWS,
        "found": found,
        "at_once": EXPORT_AT_ONCE,
        "most": EXPORT_MOST,
    }


@staff_required
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    return list_page(
        request, "items", q=request.GET.get("q", ""), may_file=is_filer(moment_of(request).standing)
    )


urls = [path("items/", items, name="items")]
