"""Acts on many items: first what would change and what wouldn't, then one job, then how it went, then once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.components import parts
from gongkai.disclosure.actions.bulk import MAX_BULK, begin_bulk, retry_bulk
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.queries.bulk import BULK_ACTS, BulkLine, bulk_lines, bulk_report, reasons
from gongkai.disclosure.queries.filing import topic_choices
from gongkai.disclosure.queries.item_lists import found_in
from gongkai.disclosure.rules import VALIDITIES
from gongkai.office.frame import works
from gongkai.office.standing import Moment, moment_of, staff_required

SHOWN = 200  # lines of a preview; their number is always told
# The acts that each list offers.
ACTS_OF = {
    "items": ("publish", "withdraw", "topic", "validity"),
    "publications": ("withdraw", "topic", "validity"),
}


class BulkPublish(forms.Form):
    """Nothing is asked; the consequence stands above the button."""


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
    topic_id = forms.TypedChoiceField(label="换到栏目", coerce=int, error_messages={"required": "选栏目"})


class BulkValidity(forms.Form):
    validity = forms.ChoiceField(label="有效性", choices=list(VALIDITIES.items()))
    on = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "填从哪天起", "invalid": "日期写成 2026-11-21 这样"},
    )
    basis = forms.CharField(label="依据", max_length=300, error_messages={"required": "写明依据"})


def bulk_buttons(moment: Moment, code: str) -> list[parts.BulkAct]:
    """The buttons under a list; none for whoever only looks on."""
    if not moment.standing.has("officer", "handler", "publisher", "disclosure_office"):
        return []
    return [parts.BulkAct(BULK_ACTS[act].label, act, danger=BULK_ACTS[act].danger) for act in ACTS_OF[code]]


def _chosen(request: HttpRequest, code: str) -> list[int]:
    """What the preview showed, the ticked rows, or everything that the filters of the list found."""
    if request.POST.get("all_found") == "1":
        found = found_in(moment_of(request).standing, code=code, asked=request.GET)
        return list(found.order_by("id").values_list("id", flat=True)[: MAX_BULK + 1])
    given = [*request.POST.get("chosen", "").split(","), *request.POST.getlist("ids")]
    fit = (int(value) for value in given if value.isascii() and value.isdigit() and len(value) < 15)
    return list(dict.fromkeys(fit))[: MAX_BULK + 1]


@staff_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """First what would change and what wouldn't and why; with `confirmed` a job begins."""
    moment, act = moment_of(request), request.POST.get("act", "")
    if not works(moment.standing):
        raise Http404
    code = "items" if request.POST.get("list") == "items" else "publications"
    ids = _chosen(request, code)
    if act not in BULK_ACTS or not ids or len(ids) > MAX_BULK:
        words = f"一次最多 {MAX_BULK:,} 条，先用筛选缩小。" if len(ids) > MAX_BULK else "先选中要办的信息。"
        shown = {"words": words, "back": _back(request, code)}
        return render(request, "office/bulk/nothing.html", shown, status=422)
    listed = bulk_lines(moment.standing, act=act, ids=ids)
    will = [line for line in listed if not line.why_not]
    form = _form(act, request, moment, will)
    if request.POST.get("confirmed") == "1" and form.is_valid():
        try:
            job_id = begin_bulk(
                act=act, ids=ids, given=_plain(form.cleaned_data), by=moment.standing, at=moment.at
            )
        except ItemRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("office:job", args=[job_id]))
    return _preview(request, code, act, listed, form)


def _preview(
    request: HttpRequest, code: str, act: str, listed: Sequence[BulkLine], form: forms.Form
) -> HttpResponse:
    will = [line for line in listed if not line.why_not]
    wont = [line for line in listed if line.why_not]
    page = {
        "code": code,
        "act": act,
        "facts": BULK_ACTS[act],
        "will": will[:SHOWN],
        "wont": wont[:SHOWN],
        "will_count": len(will),
        "wont_count": len(wont),
        "reasons": reasons(wont),
        "chosen": ",".join(str(line.id) for line in listed),
        "form": form,
        "back": _back(request, code),
    }
    return render(request, "office/bulk/preview.html", page)


def _back(request: HttpRequest, code: str) -> str:
    asked = request.GET.urlencode()
    return reverse(f"office:{code}") + (f"?{asked}" if asked else "")


def _form(act: str, request: HttpRequest, moment: Moment, will: Sequence[BulkLine]) -> forms.Form:
    data: Any = request.POST if request.POST.get("confirmed") == "1" else None
    if act == "publish":
        return BulkPublish(data)
    if act == "withdraw":
        return BulkWithdraw(data)
    if act == "validity":
        return BulkValidity(data, initial={"on": moment.today})
    form = BulkTopic(data)
    unit_id = will[0].unit_id if will else 0
    choices = [("", "选择栏目"), *topic_choices(unit_id=unit_id, today=moment.today)]
    form.fields["topic_id"].choices = choices  # type: ignore[attr-defined]
    return form


def _plain(filled: dict[str, Any]) -> dict[str, Any]:
    """What a job can carry."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in filled.items()
    }


@staff_required
@require_safe
def report(request: HttpRequest, job_id: int) -> HttpResponse:
    """How a bulk act went: what was left undone and why, with a button that tries these again."""
    found = bulk_report(moment_of(request).standing, job_id=job_id)
    if found is None:
        raise Http404
    return render(request, "office/bulk/report.html", {"report": found, "undone": found.undone})


@staff_required
@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    moment = moment_of(request)
    if bulk_report(moment.standing, job_id=job_id) is None:
        raise Http404
    try:
        again = retry_bulk(job_id=job_id, by=moment.standing, at=moment.at)
    except ItemRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("office:bulk_report", args=[job_id]))
    return HttpResponseRedirect(reverse("office:job", args=[again]))


urls = [
    path("publications/bulk/", bulk, name="publications_bulk"),
    path("bulk/<int:job_id>/", report, name="bulk_report"),
    path("bulk/<int:job_id>/retry/", retry, name="bulk_retry"),
]
