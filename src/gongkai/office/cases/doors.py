"""At the door of every page about cases: who may come in, and the parts that all of them show."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from django.urls import reverse

from gongkai.cases.queries.desk import CaseLine, CasePage, case_page, takes_part
from gongkai.components.parts import Due
from gongkai.office.frame import work_of
from gongkai.office.standing import Moment, moment_of

CARD_LEVEL = {"yellow": "soon", "red": "late", "escalated": "late"}


def admitted(request: HttpRequest) -> Moment:
    """Whoever has nothing to do with cases finds no page here."""
    moment = moment_of(request)
    if not takes_part(moment.standing):
        raise Http404
    return moment


def page_or_404(request: HttpRequest, case_id: int) -> CasePage:
    moment = admitted(request)
    page = case_page(moment.standing, case_id, today=moment.today, work=work_of(request))
    if page is None:
        raise Http404
    return page


def case_url(case_id: int) -> str:
    return reverse("office:case", args=[case_id])


def due_of(line: CaseLine) -> Due | None:
    """The clock in words: running, standing still, or how it ended."""
    if line.paused:
        return Due("paused", "暂停计时")
    if line.days_left is not None:
        return Due(line.days_left.level, line.days_left.words, line.due_on)
    if line.served_on is not None and line.due_on is not None:
        late = line.ended_late
        return Due("late" if late else "done", "逾期办结" if late else "按时办结", line.served_on)
    return None


def day_words(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
