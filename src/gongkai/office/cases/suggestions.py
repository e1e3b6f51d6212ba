"""像是哪一类、可能归哪个单位、相似的来信和答复: beside a letter, loaded by itself; without JavaScript a page of its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.queries.suggestions import Suggestions, suggestions_for_case, suggestions_for_text
from gongkai.office.cases.doors import admitted, case_url, page_or_404
from gongkai.office.cases.intake import ONLY_CLERKS
from gongkai.office.cases.kinds_offered import units_for
from gongkai.office.standing import forbidden, staff_required

LONGEST = 3000  # characters that are read of what is being entered


@staff_required
@require_safe
def suggestions(request: HttpRequest, case_id: int) -> HttpResponse:
    """Of a case; `转给它` opens the form for handing on with the unit chosen, the person decides there."""
    moment = admitted(request)
    found = suggestions_for_case(moment.standing, case_id, today=moment.today)
    if found is None:
        raise Http404
    page = page_or_404(request, case_id)
    shown = {"may_transfer": page.may_work and not page.case.merged_into_id, "back": case_url(case_id)}
    return _show(request, found, back_label="回到来件", **shown)


@staff_required
@require_POST
def suggestions_while_entering(request: HttpRequest, kind: str) -> HttpResponse:
    """Of a letter that isn't entered yet. Sent by POST, so that no letter stands in an address; nothing is kept."""
    moment = admitted(request)
    declared = CASE_KINDS.get(kind)
    if declared is None or not declared.letter_like:
        raise Http404
    if not units_for(moment.standing, declared):
        return forbidden(request, ONLY_CLERKS)
    title, text = (request.POST.get(name, "")[:LONGEST] for name in ("title", "text"))
    found = suggestions_for_text(moment.standing, title, text, today=moment.today)
    return _show(request, found, back=reverse("office:case_enter", args=[kind]), back_label="回到登记")


def _show(request: HttpRequest, found: Suggestions, **more: object) -> HttpResponse:
    part = "found" if request.headers.get("HX-Request") else "page"
    return render(request, f"office/suggestions/{part}.html", {"s": found, **more})


urls = [
    path("cases/<int:case_id>/suggestions/", suggestions, name="case_suggestions"),
    path("cases/new/<slug:kind>/suggestions/", suggestions_while_entering, name="case_enter_suggestions"),
]
