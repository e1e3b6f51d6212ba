"""Messages to people that could not be sent: whom to telephone, and a button that has one sent once more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.cases.actions.noticing import try_again
from gongkai.cases.queries.notices import failed_count, failed_notices, knows_of
from gongkai.office.cases.doors import admitted
from gongkai.office.one_form import press
from gongkai.office.standing import staff_required


@staff_required
@require_safe
def failed(request: HttpRequest) -> HttpResponse:
    """The latest hundred with the number of all."""
    by = admitted(request).standing
    shown = {"notices": failed_notices(by), "count": failed_count(by)}
    return render(request, "office/cases/failed_notices.html", shown)


@staff_required
@require_POST
def again(request: HttpRequest, notice_id: int) -> HttpResponse:
    moment = admitted(request)
    if not knows_of(moment.standing, notice_id):
        raise Http404
    return press(
        request,
        lambda: try_again(notice_id=notice_id, by=moment.standing, at=moment.at),
        done="已放回待发送，一两分钟内再发。没有发出的话，会回到这里。",
        back=reverse("office:notices_failed"),
    )


urls = [
    path("cases/notices/failed/", failed, name="notices_failed"),
    path("cases/notices/<int:notice_id>/again/", again, name="notice_again"),
]
