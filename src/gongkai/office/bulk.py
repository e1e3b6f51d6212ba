"""Acts on many: first what would change and what wouldn't, then one job, then how it went, then once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.components import parts
from gongkai.lists.actions.bulk import begin_bulk, retry_bulk
from gongkai.lists.declaring import Bulk, BulkLine, OfficeList
from gongkai.lists.queries import bulk_report, reasons
from gongkai.lists.refusals import ListRefused
from gongkai.office.bulk_forms import FORMS
from gongkai.office.list_tools import list_for
from gongkai.office.standing import Moment, moment_of, staff_required

SHOWN = 200  # lines of a preview; their number is always told


def bulk_buttons(bulk: Bulk | None) -> list[parts.BulkAct]:
    """The buttons under a list."""
    acts = bulk.acts if bulk else {}
    return [parts.BulkAct(act.label, code, danger=act.danger) for code, act in acts.items()]


def _chosen(request: HttpRequest, moment: Moment, one: OfficeList, most: int) -> list[int]:
    """What the preview showed, the ticked rows, or everything that the filters of the list found."""
    if request.POST.get("all_found") == "1":
        return one.ids(moment.standing, request.GET.dict(), moment.today, most)
    given = [*request.POST.get("chosen", "").split(","), *request.POST.getlist("ids")]
    fit = (int(value) for value in given if value.isascii() and value.isdigit() and len(value) < 15)
    return list(dict.fromkeys(fit))[:most]


@staff_required
@require_POST
def bulk(request: HttpRequest, code: str) -> HttpResponse:
    """First what would change and what wouldn't and why; with `confirmed` a job begins."""
    moment, one = list_for(request, code)
    if one.bulk is None:
        raise Http404
    act, most = request.POST.get("act", ""), one.bulk.most
    ids = _chosen(request, moment, one, most + 1)
    if act not in one.bulk.acts or not ids or len(ids) > most:
        words = f"先选中要办的{one.noun}。"
        if len(ids) > most:
            words = f"一次最多 {most:,} {one.measure}，先用筛选缩小。"
        shown = {"words": words, "back": _back(request, code)}
        return render(request, "office/bulk/nothing.html", shown, status=422)
    listed = one.bulk.lines(moment.standing, act, ids)
    make: Callable[..., forms.Form] = FORMS[code, act]
    data: Any = request.POST if request.POST.get("confirmed") == "1" else None
    form = make(data, moment, [line for line in listed if not line.why_not])
    if data is not None and form.is_valid():
        try:
            job_id = begin_bulk(
                code=code, act=act, ids=ids, given=_plain(form.cleaned_data), by=moment.standing, at=moment.at
            )
        except ListRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("office:job", args=[job_id]))
    return _preview(request, one, act, listed, form)


def _preview(
    request: HttpRequest, one: OfficeList, act: str, listed: Sequence[BulkLine], form: forms.Form
) -> HttpResponse:
    if one.bulk is None:
        raise Http404
    will = [line for line in listed if not line.why_not]
    wont = [line for line in listed if line.why_not]
    page = {
        "measure": one.measure,
        "act": act,
        "facts": one.bulk.acts[act],
        "heads": one.bulk.heads,
        "will": will[:SHOWN],
        "rows": [(line, list(zip(one.bulk.heads, line.facts, strict=True))) for line in will[:SHOWN]],
        "wont": wont[:SHOWN],
        "will_count": len(will),
        "wont_count": len(wont),
        "reasons": reasons(wont),
        "chosen": ",".join(str(line.id) for line in listed),
        "form": form,
        "back": _back(request, one.code),
    }
    return render(request, "office/bulk/preview.html", page)


def _back(request: HttpRequest, code: str) -> str:
    asked = request.GET.urlencode()
    return reverse(f"office:{code}") + (f"?{asked}" if asked else "")


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
    page = "office:case" if found.of.code == "cases" else "office:desk"
    undone = [(one, reverse(page, args=[one.id]) if one.title else "") for one in found.undone]
    shown = {"report": found, "undone": undone, "list_url": reverse(f"office:{found.of.code}")}
    return render(request, "office/bulk/report.html", shown)


@staff_required
@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    moment = moment_of(request)
    if bulk_report(moment.standing, job_id=job_id) is None:
        raise Http404
    try:
        again = retry_bulk(job_id=job_id, by=moment.standing, at=moment.at)
    except ListRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("office:bulk_report", args=[job_id]))
    return HttpResponseRedirect(reverse("office:job", args=[again]))


urls = [
    path("lists/<slug:code>/bulk/", bulk, name="list_bulk"),
    path("bulk/<int:job_id>/", report, name="bulk_report"),
    path("bulk/<int:job_id>/retry/", retry, name="bulk_retry"),
]
