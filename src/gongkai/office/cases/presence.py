"""Who else has this case open: shown above it, renewed while the page stays open."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from gongkai.cases.actions.attending import note_case_presence
from gongkai.cases.queries.presence import others_at
from gongkai.cases.refusals import NotAllowed
from gongkai.office.standing import moment_of, staff_polled


def presence_at(request: HttpRequest, case_id: int, doing: str, *, arriving: bool = True) -> dict[str, Any]:
    """Notes that this person is here and says who else is: the context of `office/cases/presence.html`."""
    moment = moment_of(request)
    note_case_presence(case_id=case_id, doing=doing, arriving=arriving, by=moment.standing, at=moment.at)
    others = others_at(moment.standing, case_id, moment.at)
    key = ".".join(f"{one.user_id}{one.doing[0]}" for one in others)
    return {
        "url": f"{reverse('office:case_presence', args=[case_id])}?doing={doing}&shown={key}",
        "shown": key,
        "editing": "、".join(one.name for one in others if one.doing == "editing"),
        "looking": "、".join(one.name for one in others if one.doing == "looking"),
    }


@staff_polled
@require_POST
def presence(request: HttpRequest, case_id: int) -> HttpResponse:
    """Asked every twenty seconds by an open page; 204 while the same people are here, so nothing is read out again."""
    doing = "editing" if request.GET.get("doing") == "editing" else "looking"
    try:
        here = presence_at(request, case_id, doing, arriving=False)
    except NotAllowed:
        raise Http404 from None
    if here["shown"] == request.GET.get("shown"):
        return HttpResponse(status=204)
    return render(request, "office/cases/presence.html", {"presence": here})


urls = [path("cases/<int:case_id>/presence/", presence, name="case_presence")]
