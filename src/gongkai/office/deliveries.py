"""Hand-over of public items to archive, library and reading points: what is owed, entering, receipts, the rate."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.policies import Standing
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import days_left_words
from gongkai.components.parts import BulkAct, Cell, Column, Due, Link, Row, Stat, Table
from gongkai.disclosure.actions.publishing import deliver_many
from gongkai.disclosure.queries.delivering import (
    DeliveryRate,
    deliveries_of,
    delivery_rate,
    due_on,
    still_to_deliver,
)
from gongkai.office.frame import works
from gongkai.office.one_form import day_field, text_field
from gongkai.office.standing import Moment, forbidden, moment_of, needs, staff_required
from gongkai.units.queries import reading_points

PER_PAGE = 50
AT_ONCE = 500  # hand-overs entered by one press
VIEWS = {"open": "还没送交", "done": "已送交"}


class HandOverForm(forms.Form):
    on = day_field("送交日期", help_text="对方签收的那天。")
    receipt_no = text_field("签收单号", 60)
    receiver = text_field("签收人", 40)


def may_enter(by: Standing) -> bool:
    return by.has("disclosure_office", "publisher", "officer")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def _place(request: HttpRequest, now: Moment) -> tuple[list[Any], Any, int]:
    """The points there are, the one looked at, the year."""
    points = list(reading_points(with_closed=False))
    asked = _number(request.GET.get("point", "") or request.POST.get("point", ""))
    point = next((one for one in points if one.pk == asked), points[0] if points else None)
    year = _number(request.GET.get("year", "") or request.POST.get("year", "")) or now.today.year
    return points, point, year if 2000 <= year <= now.today.year else now.today.year


def _here(point_id: int, year: int, view: str = "open") -> str:
    return f"{reverse('office:deliveries')}?point={point_id}&year={year}&view={view}"


@staff_required
@needs(works, "送交登记由办理信息公开的人员查看。")
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    points, point, year = _place(request, now)
    if point is None:
        return render(request, "office/deliveries/none.html")
    view = "done" if request.GET.get("view") == "done" else "open"
    if view == "done":
        found: Any = deliveries_of(now.standing, point_id=point.pk, year=year)
    else:
        found = still_to_deliver(now.standing, point_id=point.pk, year=year)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rate = delivery_rate(now.standing, point_id=point.pk, year=year, today=now.today)
    entering = view == "open" and may_enter(now.standing)
    return render(
        request,
        "office/deliveries/list.html",
        {
            "points": points,
            "point": point,
            "year": year,
            "years": range(now.today.year, now.today.year - 5, -1),
            "tabs": [Link(label, _here(point.pk, year, code), current=code == view) for code, label in VIEWS.items()],
            "stats": _stats(rate),
            "table": _done(page) if view == "done" else _open(page, now, entering),
            "page_of": page,
            "view": view,
            "bulk": [BulkAct("登记送交", "enter")] if entering else [],
        },
    )  # fmt: skip


def _stats(rate: DeliveryRate) -> list[Stat]:
    percent = "—" if rate.percent is None else f"{rate.percent}%"
    return [
        Stat(percent, f"按期送交，{rate.in_time:,} 条"),
        Stat(f"{rate.late:,}", "条送交晚了", level="soon" if rate.late else ""),
        Stat(f"{rate.overdue:,}", "条过了期限还没送", level="late" if rate.overdue else ""),
        Stat(f"{rate.waiting:,}", "条在期限内等送交"),
    ]


def _open(page: Any, now: Moment, select: bool) -> Table:
    columns = [Column("标题"), Column("单位", hide=True), Column("公开日期"), Column("送交期限")]
    work = calendar()
    rows = []
    for item in page.object_list:
        last = due_on(item.published_on, work)
        left = days_left_words(last, now.today, work)
        rows.append(
            Row(
                [
                    Cell(item.title, reverse("office:desk", args=[item.pk]), note=item.index_no or ""),
                    item.unit.short_name or item.unit.name,
                    f"{item.published_on:%Y-%m-%d}",
                    Cell(due=Due(left.level, left.words, last.on)),
                ],
                id=str(item.pk) if select else "",
                label=item.title,
            )
        )
    return Table("还没送交的信息", columns, rows, select=select)


def _done(page: Any) -> Table:
    columns = [
        Column("标题"), Column("单位", hide=True), Column("送交日期"), Column("签收单号"), Column("签收人"),
        Column("是否按期"),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(row.item.title, reverse("office:desk", args=[row.item_id]), note=row.item.index_no or ""),
            row.item.unit.short_name or row.item.unit.name,
            f"{row.delivered_on:%Y-%m-%d}", row.receipt_no, row.receiver,
            Cell(due=Due("done", "按期") if row.delivered_on <= row.due_on else Due("late", "晚了", row.due_on)),
        ])
        for row in page.object_list
    ]  # fmt: skip
    return Table("已送交的信息", columns, rows)


@staff_required
@needs(may_enter, "由本单位的信息员、公开岗或者政务公开办登记。")
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """First what was ticked and the receipt's form, then the entries; one receipt for all of them."""
    now = moment_of(request)
    _, point, year = _place(request, now)
    if point is None:
        raise Http404
    allowed = still_to_deliver(now.standing, point_id=point.pk, year=year)
    if request.POST.get("all_found") == "1":
        ids = list(allowed.values_list("id", flat=True)[:AT_ONCE])
        if request.POST.get("entered") != "1" and allowed.count() > AT_ONCE:
            messages.info(request, f"一次最多登记 {AT_ONCE} 条，这里是最早公开的 {AT_ONCE} 条。")
    else:
        ids = [_number(one) for one in request.POST.getlist("ids")][:AT_ONCE]
    back = _here(point.pk, year)
    if not ids:
        messages.info(request, "先勾选要登记的信息。")
        return HttpResponseRedirect(back)
    entered = request.POST.get("entered") == "1"
    form = HandOverForm(request.POST) if entered else HandOverForm(initial={"on": now.today})
    if entered and form.is_valid():
        on = datetime.combine(form.cleaned_data.pop("on"), time(12), tzinfo=get_current_timezone())
        seen = set(allowed.filter(id__in=ids).values_list("id", flat=True))
        refused = deliver_many(
            item_ids=[one for one in ids if one in seen], point_id=point.pk, on=on, by=now.standing, at=now.at,
            **form.cleaned_data,
        )  # fmt: skip
        return _answer(request, back, done=len(seen) - len(refused), refused=refused)
    titles = list(allowed.filter(id__in=ids).values_list("id", "title"))
    if not titles:
        return forbidden(request, "这些信息不归您登记，或者已经登记过了。")
    context = {"form": form, "point": point, "year": year, "titles": titles, "back": back}
    return render(request, "office/deliveries/enter.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, back: str, *, done: int, refused: dict[int, str]) -> HttpResponse:
    if done:
        messages.success(request, f"登记了 {done} 条。")
    for words in list(refused.values())[:5]:
        messages.error(request, words)
    if len(refused) > 5:
        messages.error(request, f"还有 {len(refused) - 5} 条没有登记，仍在“还没送交”里。")
    return HttpResponseRedirect(back)


urls = [
    path("deliveries/", deliveries, name="deliveries"),
    path("deliveries/enter/", enter, name="deliveries_enter"),
]
