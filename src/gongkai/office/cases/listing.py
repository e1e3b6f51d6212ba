"""The inbox of cases: views with their numbers, narrowed by kind, unit and words; a preview beside the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.accounts.policies import Standing
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.queries.cards import card_counts, watches_cards, with_card
from gongkai.cases.queries.desk import (
    CASE_VIEWS,
    SORT_LABELS,
    CaseLine,
    filtered,
    ids_in,
    lines_of,
    ordered,
    units_offered,
    view_cases,
)
from gongkai.cases.queries.notices import failed_count, own_notices
from gongkai.cases.rules.cards import LABELS, Card
from gongkai.components.parts import Cell, Column, Row, Table
from gongkai.office.cases.doors import CARD_LEVEL, admitted, case_url, due_of, page_or_404
from gongkai.office.cases.kinds_offered import may_take_in_any
from gongkai.office.frame import case_counts_of
from gongkai.office.standing import Moment, staff_required

PER_PAGE = 50
REMINDERS, REMINDED_WITHIN = 5, timedelta(days=7)
CARDS: tuple[Card, ...] = ("yellow", "red")
FIRST = ("review", "overdue", "due", "mine", "help", "unclaimed")


class FilterForm(forms.Form):
    """What narrows a list: GET, so that the address says what is shown. Odd values narrow nothing."""

    q = forms.CharField(label="编号或者标题", required=False, max_length=100)
    kind = forms.ChoiceField(label="种类", required=False)
    unit = forms.ChoiceField(label="单位", required=False)
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

    @property
    def narrows(self) -> bool:
        return any(self.value(name) for name in ("q", "kind", "unit", "card"))


@staff_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first view that holds something for this person."""
    moment = admitted(request)
    counts = case_counts_of(request)
    code = next((code for code in FIRST if counts.get(code)), _usual(moment.standing))
    return _list(request, code)


@staff_required
@require_safe
def cases_in(request: HttpRequest, view: str) -> HttpResponse:
    return _list(request, view)


def _usual(by: Standing) -> str:
    return "open" if by.sees_all else "mine"


def _list(request: HttpRequest, code: str) -> HttpResponse:
    moment = admitted(request)
    if code not in CASE_VIEWS:
        raise Http404
    request._case_view = code  # type: ignore[attr-defined]
    default = "-closed" if code == "closed" else "due"
    form = FilterForm(request.GET, units=units_offered(moment.standing), default=default)
    found = filtered(
        view_cases(moment.standing, code=code, today=moment.today),
        kind=form.value("kind"),
        unit_id=int(form.value("unit") or 0) or None,
        words=form.value("q"),
    )
    card = next((card for card in CARDS if card == form.value("card")), None)
    if card is not None:
        found = with_card(found, card, today=moment.today)
    asked = request.GET.get("sort", "")
    paginator = Paginator(ids_in(found, asked, default=default), PER_PAGE)
    if not form.narrows and code in case_counts_of(request):
        paginator.count = case_counts_of(request)[code]  # counted for the side list anyway
    page = paginator.get_page(request.GET.get("page"))
    rows = lines_of(list(page.object_list), today=moment.today)
    view = CASE_VIEWS[code]
    shown = {
        "view": view,
        "form": form,
        "page_of": page,
        "rows": rows,
        "table": case_table(view.label, rows, units=bool(form.fields.get("unit"))),
        "first_peek": reverse("office:case_peek", args=[rows[0].id]) if rows else "",
        "here": reverse("office:cases_in", args=[code]),
        "may_enter": may_take_in_any(moment.standing),
        "failed": failed_count(moment.standing),
        "reminders": own_notices(moment.standing, since=moment.at - REMINDED_WITHIN, limit=REMINDERS),
        "cards": _cards(moment),
    }
    return render(request, "office/cases/list.html", shown)


def _cards(moment: Moment) -> dict[Card, int]:
    """How many open cases show each card, for who watches over them."""
    if not watches_cards(moment.standing):
        return {}
    return card_counts(view_cases(moment.standing, code="open", today=moment.today), today=moment.today)


def case_table(caption: str, rows: Sequence[CaseLine], *, units: bool = True) -> Table:
    """What it is, where it stands, till when, whose it is. `units`: for who sees those of several."""
    columns = [Column("来件", "number"), Column("状态"), Column("期限", "due"), Column("承办人", hide=True)]
    return Table(caption, columns, [_row(line, units) for line in rows])


def _row(line: CaseLine, units: bool) -> Row:
    note = " · ".join(
        part for part in (line.number, line.kind_label, line.unit_name if units else "") if part
    )
    cells: list[Cell | str] = [
        Cell(
            line.title,
            case_url(line.id),
            note=note,
            peek=reverse("office:case_peek", args=[line.id]),
        ),
        Cell(state=line.state_label, note=line.outcome_label if line.closed else ""),
        _clock(line),
        line.assignee or ("" if line.closed else "待认领"),
    ]
    return Row(cells, label=line.title)


def _clock(line: CaseLine) -> Cell:
    due = due_of(line)
    if due is None:
        return Cell("没有期限" if line.closed else "还没起算")
    if line.card is None:
        return Cell(due=due)
    return Cell(state=line.card.label, level=CARD_LEVEL[line.card.card], due=due)


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
