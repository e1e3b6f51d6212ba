"""The inbox: after login one page with what waits for this person, oldest due first, and plain counts."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.components.parts import Stat
from gongkai.disclosure.queries.office import (
    VIEWS,
    Line,
    is_filer,
    lines,
    ordered,
    view_items,
    with_names,
)
from gongkai.disclosure.queries.urgent import urgent_facts
from gongkai.office.frame import counts_of, work_of, works
from gongkai.office.lines import inbox_table
from gongkai.office.standing import moment_of, staff_required

PER_PAGE = 50


@staff_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first view that holds something for this person; administrators go to their own pages."""
    by = moment_of(request).standing
    if not works(by):
        name = "people" if by.has("system_admin", "security_admin") else "ledger"
        return render(request, "office/inbox/administrator.html", {"name": name})
    counts = counts_of(request)
    for code in ("review", "returned", "overdue", "mine"):
        if counts.get(code):
            return inbox(request, code)
    return inbox(request, "mine" if is_filer(by) else "review")


@staff_required
@require_safe
def inbox(request: HttpRequest, code: str) -> HttpResponse:
    moment = moment_of(request)
    if code not in VIEWS or not works(moment.standing):
        raise Http404
    request._office_view = code  # type: ignore[attr-defined]
    found = view_items(moment.standing, code=code, today=moment.today)
    default = "published" if code == "published" else "due"
    found = ordered(with_names(found), request.GET.get("sort", ""), default=default)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = lines(page.object_list, today=moment.today, work=work_of(request))
    counts = counts_of(request)
    return render(
        request,
        "office/inbox/inbox.html",
        {
            "view": VIEWS[code],
            "page_of": page,
            "table": inbox_table(VIEWS[code].label, rows, _urgent_reasons(rows)),
            "first_peek": reverse("office:peek", args=[rows[0].id]) if rows else "",
            "rows": rows,
            "stats": _stats(counts, moment.standing.sees_all),
            "may_file": is_filer(moment.standing),
        },
    )


def _urgent_reasons(rows: Sequence[Line]) -> dict[int, str]:
    """Asked only where something on the page was urgent."""
    found = urgent_facts(row.id for row in rows if row.urgent)
    return {item_id: facts.reason for item_id, facts in found.items()}


def _stats(counts: dict[str, int], sees_all: bool) -> list[Stat]:
    whose = "全部单位" if sees_all else "本单位"
    shown = (
        ("review", "条等我审核", ""),
        ("overdue", "条已逾期", "late"),
        ("due", "条三个工作日内到期", "soon"),
        ("published", f"条本月已公开（{whose}）", ""),
    )
    return [
        Stat(
            str(counts.get(code, 0)),
            words,
            reverse("office:inbox", args=[code]),
            level if counts.get(code) else "",
        )
        for code, words, level in shown
    ]


urls = [
    path("", home, name="home"),
    path("inbox/<slug:code>/", inbox, name="inbox"),
]
