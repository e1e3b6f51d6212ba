"""The records behind a figure: their number for everybody, themselves for whoever may open them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.accounts.policies import Standing
from gongkai.components.dates import day
from gongkai.components.parts import Cell, Column, Row, Table
from gongkai.disclosure.pages import item_path
from gongkai.figures.declaring import Scope, Share
from gongkai.figures.queries.opening import SOURCES, Record, opened
from gongkai.figures.queries.reckoning import record_ids
from gongkai.office.figures.common import asked, figure_or_404, figure_url, for_workers, period_words
from gongkai.office.standing import moment_of, staff_required

PER_PAGE = 100


@staff_required
@for_workers
@require_safe
def records(request: HttpRequest, code: str) -> HttpResponse:
    declared, chosen, by = figure_or_404(code), asked(request), moment_of(request).standing
    part = request.GET.get("part") == "1" and isinstance(declared.aggregate, Share)
    ids = record_ids(code, Scope(chosen.unit_ids, chosen.period), part=part)
    pages = max(1, -(-len(ids) // PER_PAGE))
    page = _page(request.GET.get("page", ""), pages)
    found = opened(declared.source, ids[(page - 1) * PER_PAGE : page * PER_PAGE], by)
    here = f"{request.path}?{chosen.query(**({'part': 1} if part else {}))}"
    return render(
        request,
        "office/figures/records.html",
        {
            "title": f"{declared.label}{'（分子）' if part else ''}",
            "total": len(ids),
            "hidden": found.hidden,
            "unit": chosen.unit_name,
            "period": period_words(chosen.period),
            "source": SOURCES[declared.source].label,
            "table": _table(found.records, by) if found.records else None,
            "page": page,
            "pages": pages,
            "previous": f"{here}&page={page - 1}" if page > 1 else "",
            "next": f"{here}&page={page + 1}" if page < pages else "",
            "back": figure_url(code, chosen),
        },
    )


def _page(text: str, pages: int) -> int:
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return min(max(1, wanted), pages)


def _table(found: tuple[Record, ...], by: Standing) -> Table:
    columns = [Column("编号"), Column("标题"), Column("日期"), Column("单位")]
    rows = [
        Row([one.number or "—", Cell(one.title or "没有标题", _url(one, by)), day(one.on) if one.on else "", one.unit_name])
        for one in found
    ]  # fmt: skip
    return Table("背后的记录", columns, rows)


def _url(one: Record, by: Standing) -> str:
    """Where the person opens it; another unit's public item as everybody reads it."""
    if one.source == "item":
        mine = by.sees_all or one.unit_id in by.unit_ids()
        return reverse("office:desk", args=[one.id]) if mine else item_path(one.number)
    names = {"case": "office:case", "register_entry": "office:register_entry"}
    return reverse(names[one.source], args=[one.id]) if one.source in names else ""


urls = [path("figures/<str:code>/records/", records, name="figure_records")]
