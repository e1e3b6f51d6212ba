"""Beside every list of the office: columns and rows, saved filters, tables out. All of it works without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.accounts.actions.lists import (
    ROWS,
    choose_columns,
    choose_first_filter,
    delete_filter,
    save_filter,
    share_filter,
    take_over_filter,
)
from gongkai.accounts.queries import ListFacts, list_facts
from gongkai.components.parts import Confirm
from gongkai.lists.actions.exporting import FORMATS, begin_export, note_export
from gongkai.lists.declaring import OfficeList, columns_of
from gongkai.lists.refusals import ListRefused
from gongkai.lists.registry import (
    EXPORT_AT_ONCE,
    EXPORT_MOST,
    asked_in,
    kept_query,
    known_lists,
)
from gongkai.office.one_form import confirmed
from gongkai.office.standing import Moment, carry_out, moment_of, staff_required
from gongkai.tables.writing import write_csv, write_xlsx
from gongkai.units.queries import unit_names

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def list_for(request: HttpRequest, code: str) -> tuple[Moment, OfficeList]:
    """The list, for who may look at it; else there is no such page."""
    moment, one = moment_of(request), known_lists().get(code)
    if one is None or not one.may_look(moment.standing):
        raise Http404
    return moment, one


def opens_with(request: HttpRequest, one: OfficeList, facts: ListFacts) -> HttpResponse | None:
    """The bare address of a list leads to the person's first filter, so that the address says what is shown."""
    if request.GET or facts.first is None:
        return None
    return HttpResponseRedirect(f"{reverse(f'office:{one.code}')}?view={facts.first.id}&{facts.first.query}")


def tools_of(
    moment: Moment, one: OfficeList, facts: ListFacts, *, query: str, found: int, more: bool = False
) -> dict[str, Any]:
    """What stands above a list: saved filters with their numbers, columns and rows, ways out.

    `query`: the kept part of the address. `more`: there are more than `found`, nobody counted them.
    """
    here = reverse(f"office:{one.code}")
    columns = [column.code for column in columns_of(one, facts.columns)]
    return {
        "code": one.code,
        "measure": one.measure,
        "filters": [
            {**row, "on": row["facts"].query == query} for row in _filter_rows(moment, one, facts, here)
        ],
        "all_url": f"{here}?all=1",
        "is_all": not query,
        "query": query,
        "manage_url": reverse("office:list_filters", args=[one.code]),
        "columns": [(column.code, column.label, column.code in columns) for column in one.columns.values()],
        "rows": facts.rows,
        "rows_offered": ROWS,
        "found": found,
        "more": more,
        "at_once": EXPORT_AT_ONCE,
        "most": EXPORT_MOST,
    }


def _filter_rows(moment: Moment, one: OfficeList, facts: ListFacts, here: str) -> list[dict[str, Any]]:
    asked = [asked_in(one, kept.query) for kept in facts.filters]
    counts = one.counts(moment.standing, asked, moment.today)
    return [
        {"facts": kept, "count": count, "url": f"{here}?view={kept.id}&{kept.query}"}
        for kept, count in zip(facts.filters, counts, strict=True)
    ]


def _back(request: HttpRequest, one: OfficeList) -> str:
    """The list as it was; only what narrows it, whatever else the address held."""
    query = kept_query(one, request.GET.dict())
    return f"{reverse(f'office:{one.code}')}?{query or 'all=1'}"


@staff_required
@require_POST
def list_view(request: HttpRequest, code: str) -> HttpResponse:
    """Columns and rows, remembered for this person and this list."""
    moment, one = list_for(request, code)
    rows = request.POST.get("rows", "")
    chosen = [column for column in request.POST.getlist("columns") if column in one.columns]
    return carry_out(
        request,
        lambda: choose_columns(
            list_code=code,
            columns=chosen,
            rows=int(rows) if rows in ("20", "50", "100") else 0,
            by=moment.standing,
        ),
        done="",
        back=_back(request, one),
        to=_back(request, one),
    )


@staff_required
@require_POST
def list_export(request: HttpRequest, code: str) -> Any:
    """What the list shows on all its pages, as a table: at once, or by a job when it is long."""
    moment, one = list_for(request, code)
    kind = request.POST.get("format", "")
    if kind not in FORMATS:
        raise Http404
    facts = list_facts(by=moment.standing, list_code=code, today=moment.today)
    columns = columns_of(one, facts.columns)
    codes = [column.code for column in columns]
    query = kept_query(one, request.GET.dict())
    asked = asked_in(one, query)
    count = one.count(moment.standing, asked, moment.today)
    told: dict[str, Any] = {"code": code, "query": query, "columns": codes, "format": kind}
    told |= {"by": moment.standing, "at": moment.at}
    if count > EXPORT_AT_ONCE:
        try:
            job_id = begin_export(asked=asked, **told)
        except ListRefused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(_back(request, one))
        return HttpResponseRedirect(reverse("office:job", args=[job_id]))
    note_export(rows=count, **told)
    chunks = one.sheet(moment.standing, asked, codes, moment.today)
    rows = [row for chunk in chunks for row in chunk]
    header = [column.label for column in columns]
    parts = write_csv(header, rows) if kind == "csv" else [write_xlsx(header, rows)]
    answer = StreamingHttpResponse(parts, content_type=TYPES[kind])
    name = f"{one.label}-{moment.today:%Y%m%d}.{kind}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def list_filters(request: HttpRequest, code: str) -> HttpResponse:
    """The saved filters of a list: looked after here; POST saves the one in the address."""
    moment, one = list_for(request, code)
    if request.method == "POST":
        return _save(request, one, moment)
    facts = list_facts(by=moment.standing, list_code=code, today=moment.today)
    here = reverse(f"office:{code}")
    rows = _filter_rows(moment, one, facts, here)
    units = unit_names(moment.standing.unit_ids())
    page = {
        "code": code,
        "label": one.label,
        "measure": one.measure,
        "filters": rows,
        "units": sorted(units.items()),
        "back": f"{here}?all=1",
    }
    return render(request, "office/lists/filters.html", page)


def _unit(request: HttpRequest, moment: Moment) -> int | None:
    """The unit to share with; "own" is the one where the person has the first post."""
    value = request.POST.get("share", "")
    if value == "own":
        return moment.standing.home_unit_id
    return int(value) if value.isascii() and value.isdigit() and len(value) < 15 else None


def _save(request: HttpRequest, one: OfficeList, moment: Moment) -> HttpResponse:
    query, code = kept_query(one, request.GET.dict()), one.code

    def act() -> None:
        filter_id = save_filter(
            list_code=code,
            name=request.POST.get("name", ""),
            query=query,
            unit_id=_unit(request, moment),
            by=moment.standing,
            at=moment.at,
        )
        if request.POST.get("first") == "1":
            choose_first_filter(list_code=code, filter_id=filter_id, by=moment.standing)

    back = _back(request, one)
    return carry_out(request, act, done="筛选已存下，在列表上面点它的名字就用。", back=back, to=back)


@staff_required
@require_POST
def list_filter(request: HttpRequest, code: str, filter_id: int) -> HttpResponse:
    """One act on one saved filter: `act` is first, not_first, share, unshare, take_over or delete."""
    moment, one = list_for(request, code)
    facts = list_facts(by=moment.standing, list_code=code, today=moment.today)
    found = next((kept for kept in facts.filters if kept.id == filter_id), None)
    if found is None:
        raise Http404
    back = reverse("office:list_filters", args=[code])
    by: dict[str, Any] = {"by": moment.standing, "at": moment.at}
    acts: dict[str, tuple[str, Callable[[], Any]]] = {
        "first": (
            "打开列表先用这个筛选。",
            lambda: choose_first_filter(list_code=code, filter_id=filter_id, by=moment.standing),
        ),
        "not_first": (
            "打开列表先看全部。",
            lambda: choose_first_filter(list_code=code, filter_id=None, by=moment.standing),
        ),
        "share": (
            "本单位的人现在都能用这个筛选。",
            lambda: share_filter(filter_id=filter_id, unit_id=_unit(request, moment), **by),
        ),
        "unshare": ("不再共用。", lambda: share_filter(filter_id=filter_id, unit_id=None, **by)),
        "take_over": ("这个筛选现在归您改。", lambda: take_over_filter(filter_id=filter_id, **by)),
    }
    act = request.POST.get("act", "")
    if act == "delete":
        lost = f"{found.unit_name}的人也用不了了。" if found.unit_name else "要用得重新筛选再存。"
        asked = Confirm(
            title=f"删除筛选“{found.name}”",
            consequence=f"删除以后{lost}{one.noun}本身不受影响。",
            act="删除",
            back_url=back,
            hidden=[("act", "delete")],
        )
        return confirmed(
            request, asked, lambda: delete_filter(filter_id=filter_id, **by), done="筛选已删除。"
        )
    if act not in acts:
        raise Http404
    done, press = acts[act]
    return carry_out(request, press, done=done, back=back, to=back)


urls = [
    path("lists/<slug:code>/view/", list_view, name="list_view"),
    path("lists/<slug:code>/export/", list_export, name="list_export"),
    path("lists/<slug:code>/filters/", list_filters, name="list_filters"),
    path("lists/<slug:code>/filters/<int:filter_id>/", list_filter, name="list_filter"),
]
