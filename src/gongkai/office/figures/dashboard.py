"""The dashboard: what is late and who, how it goes by month, this year beside the last. Of all units, or of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.components.parts import Cell, Column, Row, Stat, Table
from gongkai.figures.declaring import Figure, Reckoned
from gongkai.figures.headlines import KEY_FIGURES, TRENDS
from gongkai.figures.queries.kept import Counted, counted
from gongkai.figures.queries.scopes import tree_on
from gongkai.figures.queries.snapshot import snapshot
from gongkai.figures.rules.ranking import Place
from gongkai.office.figures.common import (
    Asked,
    asked,
    change_words,
    figure_url,
    for_workers,
    middle_words,
    parts_words,
    period_select,
    period_words,
    place_of,
    rank_words,
    unit_select,
    whole_year,
    with_unit,
)
from gongkai.office.figures.late import SHOWN, late_now, late_stats, late_table
from gongkai.office.standing import moment_of, staff_required
from gongkai.reports.printing.by_month import by_month


@dataclass(frozen=True)
class KeyLine:
    """A key figure beside last year's and those of the others."""

    declared: Figure
    now: Reckoned
    before: Reckoned
    place: Place


@staff_required
@for_workers
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Of all units for those who supervise them; everybody else goes to the own unit."""
    by = moment_of(request).standing
    if not by.sees_all:
        return HttpResponseRedirect(reverse("office:figures_unit", args=[min(by.unit_ids())]))
    return _page(request, asked(request), may_choose=True)


@staff_required
@for_workers
@require_safe
def unit_page(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The same of one unit and what is below it, for its own people."""
    by = moment_of(request).standing
    if not by.sees_all and unit_id not in by.unit_ids():
        raise Http404
    return _page(request, asked(request, unit_id=unit_id), may_choose=by.sees_all)


def _page(request: HttpRequest, chosen: Asked, *, may_choose: bool) -> HttpResponse:
    now = moment_of(request)
    ids, year = chosen.unit_ids, whole_year(chosen.period)
    whole = ids is None
    with snapshot():
        tree = chosen.tree if chosen.period.last == now.today else tree_on(now.today)
        late = late_now(now.standing, tree=tree, unit_id=chosen.unit_id, today=now.today)
        found = counted(KEY_FIGURES, chosen.period, at=now.at)  # by unit: the middle of all is told too
        before = counted(KEY_FIGURES, chosen.period.a_year_earlier(), at=now.at, whole=whole)
        same = year == chosen.period
        trend = found if same else counted(TRENDS, year, at=now.at, whole=whole)
        trend_before = before if same else counted(TRENDS, year.a_year_earlier(), at=now.at, whole=whole)
    lines = [_line(found[code], before[code], chosen) for code in KEY_FIGURES]
    counted_at = min((one.counted_at for one in found.values() if one.counted_at), default=None)
    everyone = request.GET.get("all") == "1"
    return render(
        request,
        "office/figures/dashboard.html",
        {
            "title": f"{chosen.unit_name}的公开情况",
            "list_url": reverse("office:figure_list"),
            "period": period_words(chosen.period),
            "period_select": period_select(request, chosen),
            "unit_select": unit_select(chosen) if may_choose else "",
            "action": reverse("office:figures") if may_choose else request.path,
            "stats": late_stats(late),
            "late": late_table(late, everyone=everyone),
            "late_count": len(late.units),
            "more": len(late.units) > SHOWN and not everyone,
            "more_url": f"{request.path}?{chosen.query(all=1)}#late",
            "keys": [_stat(line, chosen) for line in lines],
            "table": _table(lines, chosen),
            "charts": [by_month(trend[code], trend_before[code], ids) for code in TRENDS],
            "trend": period_words(year),
            "counted_at": counted_at,
        },
    )


def _line(now: Counted, before: Counted, chosen: Asked) -> KeyLine:
    ids = chosen.unit_ids
    return KeyLine(now.declared, now.over(ids), before.over(ids), place_of(now, chosen))


def _stat(line: KeyLine, chosen: Asked) -> Stat:
    words = f"{line.declared.label}，去年同期 {with_unit(line.declared, line.before.value)}"
    return Stat(with_unit(line.declared, line.now.value), words, figure_url(line.declared.code, chosen))


def _table(lines: list[KeyLine], chosen: Asked) -> Table:
    columns = [
        Column("指标"), Column("这一时段", numeric=True), Column("去年同期", numeric=True), Column("比去年"),
        Column("各单位中位数" if chosen.unit_id is None else "同类单位中位数", numeric=True),
        *([Column("在同类里")] if chosen.unit_id is not None else []),
    ]  # fmt: skip
    rows = []
    for one in lines:
        declared, place = one.declared, one.place
        cells: list[Cell | str] = [
            Cell(declared.label, figure_url(declared.code, chosen)),
            Cell(with_unit(declared, one.now.value), note=parts_words(one.now)),
            Cell(with_unit(declared, one.before.value), note=parts_words(one.before)),
            change_words(declared, one.now.value, one.before.value),
            middle_words(declared, place),
        ]
        if chosen.unit_id is not None:
            cells.append(rank_words(place))
        rows.append(Row(cells))
    return Table("主要指标", columns, rows)


urls = [
    path("figures/", dashboard, name="figures"),
    path("figures/unit/<int:unit_id>/", unit_page, name="figures_unit"),
]
