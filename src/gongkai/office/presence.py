"""Who else has this item open: shown above the text, renewed while the page stays open."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from gongkai.disclosure.actions.attending import note_presence
from gongkai.disclosure.actions.refusals import NotAllowed
from gongkai.disclosure.queries.presence import others_here
from gongkai.office.standing import moment_of, staff_polled


def presence_of(request: HttpRequest, item_id: int, doing: str, *, arriving: bool = True) -> dict[str, Any]:
    """Notes that this person is here and says who else is: the context of `office/parts/presence.html`."""
    moment = moment_of(request)
    note_presence(item_id=item_id, doing=doing, arriving=arriving, by=moment.standing, at=moment.at)
    others = others_here(moment.standing, item_id, moment.at)
    key = ".".join(f"{one.user_id}{one.doing[0]}" for one in others)
    return {
        "url": f"{reverse('office:presence', args=[item_id])}?doing={doing}&shown={key}",
        "shown": key,
        "doing": doing,
        "editing": "、".join(one.name for one in others if one.doing == "editing"),
        "looking": "、".join(one.name for one in others if one.doing == "looking"),
    }


@staff_polled
@require_POST
def presence(request: HttpRequest, item_id: int) -> HttpResponse:
    """Asked every twenty seconds by an open page; 204 while the same people are here, so nothing is read out again."""
    doing = "editing" if request.GET.get("doing") == "editing" else "looking"
    try:
        here = presence_of(request, item_id, doing, arriving=False)
    except NotAllowed:
        raise Http404 from None
    if here["shown"] == request.GET.get("shown"):
        return HttpResponse(status=204)
    return render(request, "office/parts/presence.html", {"presence": here})


urls = [path("items/<int:item_id>/presence/", presence, name="presence")]
