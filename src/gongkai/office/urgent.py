"""The report of urgent publications: what went public before its review was done, why, by whom."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.components.dates import moment as moment_words
from gongkai.components.parts import Cell, Column, Row, Table
from gongkai.disclosure.queries.office import Line, lines, ordered, urgent_items, with_names
from gongkai.disclosure.queries.urgent import UrgentFacts, urgent_facts
from gongkai.office.standing import moment_of, needs, staff_required

PER_PAGE = 50


@staff_required
@needs(lambda by: by.sees_all, "紧急公开报告由政务公开办和审计看。")
@require_safe
def urgent(request: HttpRequest) -> HttpResponse:
    """Every item that went public by the urgent way, newest first."""
    moment = moment_of(request)
    found = ordered(with_names(urgent_items(moment.standing)), "", default="published")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = lines(page.object_list, today=moment.today)
    table = _table(rows, urgent_facts(row.id for row in rows))
    return render(request, "office/publications/urgent.html", {"table": table, "page_of": page})


def _table(rows: Sequence[Line], facts: dict[int, UrgentFacts]) -> Table:
    columns = [
        Column("标题"),
        Column("为什么等不了审核"),
        Column("谁公开的"),
        Column("单位", hide=True),
        Column("现在"),
    ]
    return Table("紧急公开", columns, [_row(row, facts.get(row.id)) for row in rows])


def _row(row: Line, why: UrgentFacts | None) -> Row:
    return Row(
        [
            Cell(row.title, reverse("office:desk", args=[row.id]), note=row.number),
            why.reason if why else "",
            Cell(why.who, note=moment_words(why.at)) if why else "",
            row.unit_name,
            Cell(state=row.state_label),
        ],
        label=row.title,
    )


urls = [path("urgent/", urgent, name="urgent")]
