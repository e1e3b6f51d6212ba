"""公众关注热点: what was written about in a week, with the letters behind each that the person may see."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.cases.queries.hot_topics import topics_of, weeks_counted
from gongkai.components.parts import Link
from gongkai.office.cases.doors import admitted
from gongkai.office.standing import staff_required


@staff_required
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The latest week, or the one of the Monday in `week`."""
    moment = admitted(request)
    weeks = weeks_counted()
    chosen = _chosen(request.GET.get("week", ""), weeks)
    here = reverse("office:case_topics")
    shown = {
        "week": topics_of(moment.standing, chosen, today=moment.today) if chosen else None,
        "weeks": [
            Link(f"{one.month}月{one.day}日起", f"{here}?week={one.isoformat()}", one == chosen)
            for one in weeks
        ],
    }
    return render(request, "office/suggestions/topics.html", shown)


def _chosen(asked: str, weeks: list[date]) -> date | None:
    if not asked:
        return weeks[0] if weeks else None
    if asked not in {one.isoformat() for one in weeks}:
        raise Http404
    return date.fromisoformat(asked)


urls = [path("cases/topics/", topics, name="case_topics")]
