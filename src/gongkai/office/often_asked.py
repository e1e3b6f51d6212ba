"""多次申请的信息: what was asked for often becomes proactive disclosure; what the hints while writing came to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.proposing import draft_from_cases
from gongkai.cases.queries.found_counts import found_counts
from gongkai.cases.queries.often_asked import LEAST_ASKERS, MOST_CASES, cases_named, often_asked
from gongkai.components.parts import Column, Row, Table
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.office.one_form import bound, choice_field, form_page, offer, text_field
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.units.queries import open_units

COUNTED = timedelta(days=365)
runs_disclosure = needs(lambda by: by.has("disclosure_office"), "由政务公开办把多次申请的信息转为主动公开。")


def looks_over_all(by: Standing) -> bool:
    return by.has("disclosure_office", "auditor")


class DraftForm(forms.Form):
    title = text_field("标题", 200)
    unit = choice_field("由哪个单位公开")
    kind = choice_field("信息种类")
    case = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput, required=False)


@staff_required
@needs(looks_over_all, "由政务公开办和审计看。")
@require_safe
def often(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    found = found_counts(since=moment.today - COUNTED)
    columns = [
        Column("种类"), Column("提示过", numeric=True), Column("点开看过", numeric=True),
        Column("看了就不用写", numeric=True), Column("占提示的", numeric=True),
    ]  # fmt: skip
    rows = [
        Row([one.kind_label, f"{one.shown:,}", f"{one.opened:,}", f"{one.enough:,}", f"{one.share}%"])
        for one in found
    ]
    shown = {
        "groups": [(one, _draft_url(one.case_ids, one.title, one.unit_id)) for one in often_asked(moment.standing, today=moment.today)],
        "least": LEAST_ASKERS,
        "may_draft": moment.standing.has("disclosure_office"),
        "hints": Table("“也许已经公开”的提示", columns, rows) if rows else None,
    }  # fmt: skip
    return render(request, "office/often_asked/list.html", shown)


def _draft_url(ids: list[int], title: str, unit_id: int) -> str:
    words = [("case", str(pk)) for pk in ids[:100]] + [("title", title), ("unit", str(unit_id))]
    return f"{reverse('office:often_asked_draft')}?{urlencode(words)}"


@staff_required
@runs_disclosure
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """What it will be, of which unit; then on to the editor."""
    moment = moment_of(request)
    given = request.POST if request.method == "POST" else request.GET
    ids = [int(one) for one in given.getlist("case") if one.isascii() and one.isdigit() and len(one) < 15]
    cases = cases_named(moment.standing, ids[:MOST_CASES])
    if not cases:
        raise Http404
    initial = {
        "title": request.GET.get("title", "")[:200] or cases[0].title,
        "unit": request.GET.get("unit", ""),
        "kind": "work_news" if "work_news" in ITEM_KINDS else "",
        "case": [str(one.id) for one in cases],
    }
    form = bound(DraftForm, request, initial)
    offer(form, "unit", open_units().order_by("name", "id").values_list("id", "name"), empty="选一个单位")
    offer(form, "kind", [(kind.code, kind.label) for kind in ITEM_KINDS.values()])
    offer(form, "case", [(one.id, one.number) for one in cases])

    def begin(filled: dict[str, Any]) -> HttpResponse:
        item_id = draft_from_cases(
            case_ids=[one.id for one in cases], kind=filled["kind"], title=filled["title"],
            unit_id=int(filled["unit"]), by=moment.standing, at=moment.at,
        )  # fmt: skip
        return HttpResponseRedirect(reverse("office:item_edit", args=[item_id]))

    return form_page(
        request, form, begin, title="起草主动公开", label="开始起草", back=reverse("office:often_asked"),
        intro=f"{len(cases)} 件申请要的是同样的信息。正文按已经给申请人的内容写，申请人的任何信息都不带过来。",
    )  # fmt: skip


urls = [
    path("often-asked/", often, name="often_asked"),
    path("often-asked/draft/", draft, name="often_asked_draft"),
]
