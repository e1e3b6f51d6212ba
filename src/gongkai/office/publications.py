"""What is public: the list with bulk acts, and the report of urgent publications."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from gongkai.components.parts import BulkAct
from gongkai.disclosure.actions import correcting
from gongkai.disclosure.actions.moving import move_to_topic
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.queries.bulk import BulkLine, bulk_lines
from gongkai.disclosure.queries.filing import topic_choices
from gongkai.disclosure.queries.office import (
    lines,
    narrowed,
    ordered,
    public_list_of,
    urgent_items,
    with_names,
)
from gongkai.disclosure.rules import VALIDITIES
from gongkai.office.frame import works
from gongkai.office.lines import item_table
from gongkai.office.listing import filter_groups, narrowing_of
from gongkai.office.standing import Moment, moment_of, needs, staff_required

PER_PAGE = 50
MAX_BULK = 1000
ACTS = {"withdraw": "撤回", "topic": "换栏目", "validity": "标注有效性"}


class BulkWithdraw(forms.Form):
    reason = forms.CharField(
        label="撤回的原因",
        help_text="每条信息原来的网址都会显示这句话。",
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "写明撤回的原因", "min_length": "撤回的原因至少写 5 个字"},
    )


class BulkTopic(forms.Form):
    topic = forms.TypedChoiceField(label="换到栏目", coerce=int, error_messages={"required": "选栏目"})


class BulkValidity(forms.Form):
    validity = forms.ChoiceField(label="有效性", choices=list(VALIDITIES.items()))
    on = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "填从哪天起", "invalid": "日期写成 2026-11-21 这样"},
    )
    basis = forms.CharField(label="依据", max_length=300, error_messages={"required": "写明依据"})


@staff_required
@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    if not works(moment.standing):
        raise Http404
    found = narrowed(public_list_of(moment.standing), narrowing_of(request))
    shown = ordered(with_names(found), request.GET.get("sort", ""), default="published")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    groups = filter_groups(request, found)
    return render(
        request,
        "office/publications/list.html",
        {
            "table": item_table("公开列表", lines(page.object_list, today=moment.today), select=True),
            "page_of": page,
            "shown": len(page.object_list),
            "groups": groups,
            "chosen": sum(o.on for g in groups for o in g.options),
            "acts": [BulkAct(label, code, danger=code == "withdraw") for code, label in ACTS.items()],
        },
    )


@dataclass(frozen=True)
class Outcome:
    line: BulkLine
    words: str


def _chosen_ids(request: HttpRequest, moment: Moment) -> list[int]:
    """The ticked rows, or everything that the filters of the list found."""
    if request.POST.get("all_found") == "1":
        found = narrowed(public_list_of(moment.standing), narrowing_of(request))
        return list(found.order_by("id").values_list("id", flat=True)[: MAX_BULK + 1])
    return [int(value) for value in request.POST.getlist("ids") if value.isascii() and value.isdigit()][
        : MAX_BULK + 1
    ]


@staff_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """First what would change and what wouldn't and why; with `confirmed` it is done, one by one, and reported."""
    moment = moment_of(request)
    act = request.POST.get("act", "")
    ids = _chosen_ids(request, moment)
    if act not in ACTS or not ids or len(ids) > MAX_BULK:
        words = f"一次最多 {MAX_BULK} 条，先用筛选缩小。" if len(ids) > MAX_BULK else "先选中要办的信息。"
        return render(request, "office/publications/nothing.html", {"words": words}, status=422)
    listed = bulk_lines(moment.standing, act=act, ids=ids)
    will = [line for line in listed if not line.why_not]
    form = _form(act, request, moment, will)
    if request.POST.get("confirmed") == "1" and form.is_valid():
        done, failed = _carry_out(act, will, form.cleaned_data, moment)
        page = {
            "label": ACTS[act],
            "done": done,
            "failed": failed,
            "skipped": [x for x in listed if x.why_not],
        }
        return render(request, "office/publications/report.html", page)
    asked: dict[str, Any] = {
        "act": act,
        "label": ACTS[act],
        "will": will,
        "wont": [line for line in listed if line.why_not],
        "form": form,
        "danger": act == "withdraw",
    }
    return render(request, "office/publications/preview.html", asked)


def _form(act: str, request: HttpRequest, moment: Moment, will: Sequence[BulkLine]) -> forms.Form:
    data: Any = request.POST if request.POST.get("confirmed") == "1" else None
    if act == "withdraw":
        return BulkWithdraw(data)
    if act == "validity":
        return BulkValidity(data, initial={"on": moment.today})
    form = BulkTopic(data)
    unit_id = will[0].unit_id if will else 0
    form.fields["topic"].choices = [("", "选择栏目"), *topic_choices(unit_id=unit_id, today=moment.today)]  # type: ignore[attr-defined]
    return form


def _carry_out(
    act: str, will: Sequence[BulkLine], given: dict[str, Any], moment: Moment
) -> tuple[list[Outcome], list[Outcome]]:
    """Each item by itself with its own ledger row: what fails doesn't undo what went well."""
    acts: dict[str, Callable[[int], object]] = {
        "withdraw": lambda pk: correcting.withdraw(item_id=pk, by=moment.standing, at=moment.at, **given),
        "validity": lambda pk: correcting.set_validity(item_id=pk, by=moment.standing, at=moment.at, **given),
        "topic": lambda pk: move_to_topic(
            item_id=pk, topic_id=given["topic"], by=moment.standing, at=moment.at
        ),
    }
    done: list[Outcome] = []
    failed: list[Outcome] = []
    for line in will:
        try:
            acts[act](line.id)
        except ItemRefused as refusal:
            failed.append(Outcome(line, str(refusal)))
        else:
            done.append(Outcome(line, ""))
    return done, failed


@staff_required
@needs(lambda by: by.sees_all, "紧急公开报告由政务公开办和审计看。")
@require_safe
def urgent(request: HttpRequest) -> HttpResponse:
    """Every item that went public by the urgent way, newest first."""
    moment = moment_of(request)
    found = ordered(with_names(urgent_items(moment.standing)), "", default="published")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    table = item_table("紧急公开", lines(page.object_list, today=moment.today))
    return render(request, "office/publications/urgent.html", {"table": table, "page_of": page})


urls = [
    path("publications/", publications, name="publications"),
    path("publications/bulk/", bulk, name="publications_bulk"),
    path("urgent/", urgent, name="urgent"),
]
