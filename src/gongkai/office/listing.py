"""The lists of items: narrowed, ordered, with the columns and rows that the person chose, saved filters and bulk acts.

Also what the bar's search field finds.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.accounts.queries import list_facts
from gongkai.cases.queries.case_lists import first_found
from gongkai.cases.queries.desk import CaseLine, takes_part
from gongkai.components.parts import FilterGroup, FilterOption
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.queries.item_lists import found_in, in_order
from gongkai.disclosure.queries.office import STATE_LABELS, choices_in, is_filer, lines
from gongkai.lists.declaring import columns_of
from gongkai.lists.registry import kept_query
from gongkai.office.bulk import bulk_buttons
from gongkai.office.cases.doors import case_url
from gongkai.office.frame import work_of
from gongkai.office.lines import chosen_table
from gongkai.office.list_tools import list_for, opens_with, tools_of
from gongkai.office.standing import moment_of, staff_required
from gongkai.units.queries import unit_names

CASES = 5  # of what the search field finds, above the items
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


def list_page(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
    """A page of one of the lists of items. The number of queries depends neither on rows nor on saved filters."""
    moment, one = list_for(request, code)
    facts = list_facts(by=moment.standing, list_code=code, today=moment.today)
    if (elsewhere := opens_with(request, one, facts)) is not None:
        return elsewhere
    asked = request.GET.dict()
    found = found_in(moment.standing, code=code, asked=asked)
    page = Paginator(in_order(found, code=code, asked=asked), facts.rows).get_page(request.GET.get("page"))
    columns = columns_of(one, facts.columns)
    may = moment.standing.has("officer", "handler", "publisher", "disclosure_office")
    buttons = bulk_buttons(one.bulk) if may else []
    rows = lines(page.object_list, today=moment.today)
    groups = filter_groups(request, found)
    return render(
        request,
        f"office/{code}/list.html",
        {
            "code": code,
            "table": chosen_table(one.label, rows, columns, select=bool(buttons)),
            "page_of": page,
            "shown": len(rows),
            "groups": groups,
            "chosen": sum(o.on for g in groups for o in g.options),
            "acts": buttons,
            "many_columns": len(columns) > FITTING,
            "tools": tools_of(moment, one, facts, query=kept_query(one, asked), found=page.paginator.count),
            **more,
        },
    )


@staff_required
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """All items; asked from the bar's search field, the cases with the same words stand above them."""
    moment, q = moment_of(request), request.GET.get("q", "")
    found: list[CaseLine] = []
    if q and takes_part(moment.standing):
        found = first_found(moment.standing, q, limit=CASES + 1, today=moment.today, work=work_of(request))
    return list_page(
        request,
        "items",
        q=q,
        may_file=is_filer(moment.standing),
        cases=[(line, case_url(line.id)) for line in found[:CASES]],
        all_cases=f"{reverse('office:cases_in', args=['all'])}?{urlencode({'q': q})}"
        if len(found) > CASES
        else "",
    )


urls = [path("items/", items, name="items")]
