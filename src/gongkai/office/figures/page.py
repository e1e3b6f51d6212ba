"""A figure's page: what it counts and where that comes from, its value with both parts, by unit, by month, by what else it may be cut."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from gongkai.components.parts import Cell, Column, HeadLine, Row, Table
from gongkai.figures.declaring import Figure, Middle, Reckoned, Scope, Share
from gongkai.figures.queries.kept import Counted, counted
from gongkai.figures.queries.opening import SOURCES
from gongkai.figures.queries.reckoning import Line, reckon_by
from gongkai.figures.queries.snapshot import snapshot
from gongkai.figures.rules.rounding import ROUNDINGS, SMALL_SAMPLE
from gongkai.office.figures.common import (
    Asked,
    asked,
    change_words,
    figure_or_404,
    for_workers,
    middle_words,
    parts_words,
    period_select,
    period_words,
    place_of,
    rank_words,
    records_url,
    unit_select,
    whole_year,
    with_unit,
)
from gongkai.office.standing import moment_of, staff_required
from gongkai.reports.printing.by_month import by_month
from gongkai.units.rules import UNIT_KINDS

APART = {"referred": "引用上级", "stated": "情况说明"}
MOST_LINES = 300


@staff_required
@for_workers
@require_safe
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody in the office sees the number; the records behind it open by each one's own rights."""
    declared, chosen, at = figure_or_404(code), asked(request), moment_of(request).at
    cuts = {one.code: one.label for one in declared.dimensions if one.code != "month"}
    by = request.GET.get("by", "")
    by = by if by in cuts else "unit"
    ids, year = chosen.unit_ids, whole_year(chosen.period)
    with snapshot():
        now = counted([code], chosen.period, at=at)[code]
        before = counted([code], chosen.period.a_year_earlier(), at=at)[code]
        lines = [] if by == "unit" else reckon_by(code, Scope(ids, chosen.period), by)
        chart = _chart(code, now, before, chosen, year == chosen.period, at) if _has_months(declared) else ""
    value, last = now.over(ids), before.over(ids)
    if by == "unit":
        units = now.by_unit(ids)
        order = [one for one in chosen.tree.units if one in units]
        lines = [Line(one, chosen.tree.units[one].name, units[one]) for one in order]
    return render(
        request,
        "office/figures/figure.html",
        {
            "f": declared,
            "title": declared.label,
            "value": with_unit(declared, value.value),
            "head": [*_head(declared, value, last), *_among(declared, now, chosen)],
            "period": period_words(chosen.period),
            "unit": chosen.unit_name,
            "period_select": period_select(request, chosen),
            "unit_select": unit_select(chosen),
            "cuts": cuts.items(),
            "by": by,
            "small": value.is_small,
            "least": SMALL_SAMPLE,
            "records": records_url(code, chosen) if value.sample else "",
            "part": records_url(code, chosen, part=True) if value.part else "",
            "chart": chart,
            "table": _table(declared, lines[:MOST_LINES], by, cuts.get(by, ""), chosen) if lines else None,
            "counted_at": now.counted_at,
            "back": reverse("office:figures"),
        },
    )


def _has_months(declared: Figure) -> bool:
    return any(one.code == "month" for one in declared.dimensions)


def _chart(code: str, now: Counted, before: Counted, chosen: Asked, same: bool, at: object) -> SafeString:
    year = whole_year(chosen.period)
    if not same:
        now = counted([code], year, at=at)[code]  # type: ignore[arg-type]
        before = counted([code], year.a_year_earlier(), at=at)[code]  # type: ignore[arg-type]
    return by_month(now, before, chosen.unit_ids)


def _head(declared: Figure, now: Reckoned, before: Reckoned) -> list[HeadLine]:
    rounding = ROUNDINGS[declared.rounding]
    rounds = isinstance(declared.aggregate, Share | Middle)
    lines = [
        HeadLine("口径", declared.definition, wide=True),
        HeadLine("依据", declared.article, wide=True),
        HeadLine("数从哪里来", SOURCES[declared.source].label),
        HeadLine("怎样取整", f"{rounding.label}，留 {declared.places} 位小数", note=rounding.words) if rounds else HeadLine("怎样取整", "不取整"),
        HeadLine("分子 / 分母", f"{now.part:,} / {now.whole:,}" if now.whole is not None else ""),
        HeadLine("样本", f"{now.sample:,} 条记录"),
        HeadLine("去年同期", with_unit(declared, before.value), note=parts_words(before)),
        HeadLine("比去年", change_words(declared, now.value, before.value)),
        *(HeadLine(APART.get(key, key), f"{n:,} 个，另列") for key, n in now.apart.items()),
    ]  # fmt: skip
    return [one for one in lines if one.value]


def _among(declared: Figure, now: Counted, chosen: Asked) -> list[HeadLine]:
    """The chosen unit beside those of its kind; out of what was counted for the page anyway."""
    if chosen.unit_id is None:
        return []
    place = place_of(now, chosen)
    kind = UNIT_KINDS[chosen.tree.units[chosen.unit_id].kind].label
    if place.others < 2:
        return [HeadLine("在同类里", "没有可比的同类单位")]
    sense = "低的在前" if declared.lower_is_better else "高的在前"
    return [
        HeadLine("同类中位数", middle_words(declared, place), note=f"{kind} {place.others} 个，自己也在内"),
        HeadLine("在同类里", rank_words(place), note=f"{sense}，同数并列"),
    ]


def _table(declared: Figure, lines: list[Line], by: str, label: str, chosen: Asked) -> Table:
    share = isinstance(declared.aggregate, Share)
    columns = [Column(label), Column("数", numeric=True)]
    columns += [Column("分子", numeric=True), Column("分母", numeric=True)] if share else []
    rows = []
    for one in lines:
        found = one.reckoned
        mine = chosen.of(one.key) if by == "unit" else None
        small = f"样本少（{found.sample}）" if found.is_small else ""
        url = records_url(declared.code, mine) if mine and found.sample else ""
        cells: list[Cell | str] = [one.label]
        if share:
            part = records_url(declared.code, mine, part=True) if mine and found.part else ""
            cells += [
                Cell(with_unit(declared, found.value), note=small),
                Cell(f"{found.part or 0:,}", part),
                Cell(f"{found.whole or 0:,}", url),
            ]
        else:
            cells.append(Cell(with_unit(declared, found.value), url, note=small))
        rows.append(Row(cells))
    return Table(f"{declared.label}，按{label}", columns, rows)


urls = [path("figures/<str:code>/", figure, name="figure")]
