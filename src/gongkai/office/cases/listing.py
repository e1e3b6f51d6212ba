"""The lists of cases: views with their numbers, narrowed, ordered, with the columns that the person chose; a preview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.accounts.policies import Standing
from gongkai.accounts.queries import ListFacts, list_facts
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.queries.cards import card_counts, watches_cards
from gongkai.cases.queries.case_lists import (
    CARDS,
    CODE,
    SORT_LABELS,
    FoundCases,
    found_cases,
    narrowing_from,
    ordered,
    units_offered,
)
from gongkai.cases.queries.desk import CASE_VIEWS, CaseLine, lines_of, view_cases
from gongkai.cases.queries.notices import failed_count, own_notices
from gongkai.cases.rules.cards import LABELS, Card
from gongkai.components.parts import Cell, Column, Row, Table
from gongkai.lists.declaring import ListColumn, columns_of
from gongkai.lists.registry import kept_query, list_of
from gongkai.office.bulk import bulk_buttons
from gongkai.office.cases.doors import CARD_LEVEL, admitted, case_url, due_of, page_or_404
from gongkai.office.cases.kinds_offered import may_take_in_any
from gongkai.office.frame import case_counts_of, work_of
from gongkai.office.list_tools import opens_with, tools_of
from gongkai.office.long_select import LongSelect
from gongkai.office.standing import Moment, moment_of, staff_required

REMINDERS, REMINDED_WITHIN = 5, timedelta(days=7)
FIRST = ("review", "overdue", "due", "mine", "help", "unclaimed")
FITTING = 6  # columns between the side list and the preview on a screen 1366 wide


class FilterForm(forms.Form):
    """What narrows a list: GET, so that the address says what is shown. Odd values narrow nothing."""

    q = forms.CharField(label="编号或者词", required=False, max_length=100)
    kind = forms.ChoiceField(label="种类", required=False)
    unit = forms.ChoiceField(label="单位", required=False, widget=LongSelect)
    card = forms.ChoiceField(
        label="黄牌、红牌", required=False, choices=[("", "全部"), *((card, LABELS[card]) for card in CARDS)]
    )
    sort = forms.ChoiceField(label="顺序", required=False, choices=SORT_LABELS)

    use_required_attribute = False

    def __init__(self, data: object, *, units: Sequence[tuple[int, str]], default: str) -> None:
        super().__init__(data, auto_id="filter_%s")  # type: ignore[arg-type]
        kinds = [(kind.code, kind.label) for kind in CASE_KINDS.values()]
        self.fields["kind"].choices = [("", "全部"), *kinds]  # type: ignore[attr-defined]
        if units:
            offered = [("", "全部"), *((str(pk), name) for pk, name in units)]
            self.fields["unit"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]
        self.initial["sort"] = default

    def value(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "") if self.is_valid() or self.cleaned_data else ""


class CasePages(Paginator):  # type: ignore[type-arg]
    """Pages of what was found; `more` when there are more than were counted."""

    def __init__(self, found: FoundCases, rows: int) -> None:
        super().__init__(found.ids, rows)
        self.count = found.total
        self.more = found.more


@staff_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One's own first filter; what the address narrows; else the first view that holds something for this person."""
    moment = admitted(request)
    code = request.GET.get("in", "")
    if code in CASE_VIEWS:
        return _list(request, code)
    if (elsewhere := opens_with(request, list_of(CODE), _facts(request))) is not None:
        return elsewhere
    if any(request.GET.get(name) for name in ("q", "kind", "unit", "card")):
        return _list(request, "all")
    counts = case_counts_of(request)
    code = next((code for code in FIRST if counts.get(code)), _usual(moment.standing))
    return _list(request, code)


@staff_required
@require_safe
def cases_in(request: HttpRequest, view: str) -> HttpResponse:
    if view not in CASE_VIEWS:
        raise Http404
    return _list(request, view)


def _facts(request: HttpRequest) -> ListFacts:
    """The person's columns and filters, read once for each request."""
    kept: ListFacts | None = getattr(request, "_case_list", None)
    if kept is None:
        moment = moment_of(request)
        kept = list_facts(by=moment.standing, list_code=CODE, today=moment.today)
        request._case_list = kept  # type: ignore[attr-defined]
    return kept


def _usual(by: Standing) -> str:
    return "open" if by.sees_all else "mine"


def _list(request: HttpRequest, code: str) -> HttpResponse:
    moment = admitted(request)
    request._case_view = code  # type: ignore[attr-defined]
    units = units_offered(moment.standing)
    form = FilterForm(request.GET, units=units, default="")
    wanted = {name: form.value(name) for name in form.fields if name != "sort"}
    asked = {**wanted, "sort": request.GET.get("sort", ""), "in": code}
    narrow = narrowing_from(asked)
    facts = _facts(request)
    found = found_cases(
        moment.standing,
        narrow,
        sort=asked["sort"],
        today=moment.today,
        known=None
        if narrow.narrows
        else case_counts_of(request).get(code),  # counted for the side list anyway
        work=work_of(request),
    )
    page = CasePages(found, facts.rows).get_page(request.GET.get("page"))
    rows = lines_of(list(page.object_list), today=moment.today, work=work_of(request))
    one, view = list_of(CODE), CASE_VIEWS[code]
    columns, buttons = (
        columns_of(one, facts.columns),
        bulk_buttons(one.bulk) if _acts(moment.standing) else [],
    )
    shown: dict[str, Any] = {
        "view": view,
        "form": form,
        "narrows": narrow.narrows,
        "page_of": page,
        "found": found,
        "rows": rows,
        "table": case_table(view.label, rows, columns, select=bool(buttons)),
        "many_columns": len(columns) > FITTING,
        "first_peek": reverse("office:case_peek", args=[rows[0].id]) if rows else "",
        "here": reverse("office:cases_in", args=[code]),
        "acts": buttons,
        "tools": tools_of(
            moment, one, facts, query=kept_query(one, asked), found=found.total, more=found.more
        ),
        "may_enter": may_take_in_any(moment.standing),
        "failed": failed_count(moment.standing),
        "reminders": own_notices(moment.standing, since=moment.at - REMINDED_WITHIN, limit=REMINDERS),
        "cards": _cards(request, moment),
    }
    return render(request, "office/cases/list.html", shown)


def _acts(by: Standing) -> bool:
    """The auditor looks on."""
    return by.has("disclosure_office") or bool(by.unit_ids())


def _cards(request: HttpRequest, moment: Moment) -> dict[Card, int]:
    """How many open cases show each card, for who watches over them."""
    if not watches_cards(moment.standing):
        return {}
    found = view_cases(moment.standing, code="open", today=moment.today)
    return card_counts(found, today=moment.today, work=work_of(request))


def case_table(
    caption: str, rows: Sequence[CaseLine], columns: Sequence[ListColumn] = (), *, select: bool = False
) -> Table:
    """The columns that the person chose (without any the usual ones); their text is that of the export, with a link,
    a state or a clock.
    """
    columns = columns or columns_of(list_of(CODE), ())
    heads = [Column(one.label, one.sort, hide=one.minor) for one in columns]
    made = [
        Row([_cell(one, line) for one in columns], id=str(line.id) if select else "", label=line.title)
        for line in rows
    ]
    return Table(caption, heads, made, select=select)


def _cell(column: ListColumn, line: CaseLine) -> Cell | str:
    text = column.text(line)
    if column.code == "title":
        return Cell(text, case_url(line.id), peek=reverse("office:case_peek", args=[line.id]))
    if column.code == "state":
        return Cell(state=text)
    due = due_of(line) if column.code == "due" else None
    if due is None:
        return text
    return (
        Cell(state=line.card.label, level=CARD_LEVEL[line.card.card], due=due) if line.card else Cell(due=due)
    )


@staff_required
@require_safe
def peek(request: HttpRequest, case_id: int) -> HttpResponse:
    """What the list shows beside it: enough to know what it is about and what comes next."""
    page = page_or_404(request, case_id)
    shown = {"c": page, "due": due_of(page.line), "last": page.events[-1] if page.events else None}
    return render(request, "office/cases/peek.html", shown)


@staff_required
@require_safe
def next_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """On to the most urgent one in hand beside this; back to the list when there is none."""
    moment = admitted(request)
    for code in ("review", "mine", "unclaimed"):
        found = view_cases(moment.standing, code=code, today=moment.today).exclude(id=case_id)
        row = ordered(found, "due")[:1]
        for case in row:
            return HttpResponseRedirect(case_url(case.pk))
    return HttpResponseRedirect(reverse("office:cases"))


urls = [
    path("cases/", home, name="cases"),
    path("cases/in/<slug:view>/", cases_in, name="cases_in"),
    path("cases/<int:case_id>/peek/", peek, name="case_peek"),
    path("cases/<int:case_id>/next/", next_case, name="case_next"),
]
