"""A date entered wrongly: one person says which is right and why, a second agrees; both see what follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from gongkai.cases.actions.amending import ask_amend, decide_amend
from gongkai.cases.queries.desk import CasePage, change_for, event_for
from gongkai.cases.queries.why import due_if_mended
from gongkai.components.dates import day_long
from gongkai.components.parts import Confirm, HeadLine
from gongkai.office.cases.doors import case_url, page_or_404
from gongkai.office.one_form import bound, confirmed_form, day_field, press, text_field
from gongkai.office.standing import forbidden, moment_of, staff_required


class AmendForm(forms.Form):
    on = day_field("正确的日期")
    reason = text_field("为什么要改", 500, rows=3, help_text="写明依据，例如：签收单上是 11月3日。")


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, case_id: int, event_id: int) -> HttpResponse:
    page = page_or_404(request, case_id)
    moment = moment_of(request)
    event = event_for(moment.standing, case_id, event_id)
    if event is None:
        raise Http404
    if not event.may_amend:
        words = (
            "这个日期已经有人提出更正，先处理那一条。" if event.changes else "由承办单位或者政务公开办更正。"
        )
        return forbidden(request, words)

    def ask(filled: dict[str, Any]) -> Confirm:
        return Confirm(
            title=f"把“{event.label}”的日期改为{day_long(filled['on'])}？",
            consequence="要另一个人同意才生效。" + _follows(request, page, event_id, filled["on"]),
            act="提出更正",
            back_url=reverse("office:case_amend", args=[case_id, event_id]),
            facts=[
                HeadLine("现在登记的", day_long(event.on), wide=True),
                HeadLine("理由", filled["reason"], wide=True),
            ],
        )

    return confirmed_form(
        request,
        bound(AmendForm, request, {"on": event.on}),
        ask,
        lambda filled: ask_amend(event_id=event_id, by=moment.standing, at=moment.at, **filled),
        title=f"更正“{event.label}”的日期",
        label="下一步：看后果",
        back=case_url(case_id),
        intro=f"{page.line.number} · {page.line.title}。现在登记的是{day_long(event.on)}。",
        done="已提出，等另一个人同意。",
    )


def _follows(request: HttpRequest, page: CasePage, event_id: int, on: date) -> str:
    moment = moment_of(request)
    due = due_if_mended(moment.standing, page.line.id, event_id, on, today=moment.today)
    if due is None or due.on == page.line.due_on:
        return "办理期限不变。"
    before = f"从{day_long(page.line.due_on)}" if page.line.due_on else ""
    return f"同意以后，最后一天{before}变为{day_long(due.on)}。"


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, case_id: int, change_id: int) -> HttpResponse:
    """The second person reads what would follow, and agrees or not."""
    page = page_or_404(request, case_id)
    moment = moment_of(request)
    found = change_for(moment.standing, case_id, change_id)
    if found is None:
        raise Http404
    event, change = found
    if not change.may_decide:
        return forbidden(request, "要另一个人同意：承办单位的同事，或者政务公开办。提出的人自己不能定。")
    if request.method == "POST" and request.POST.get("go") in ("agree", "refuse"):
        agrees = request.POST["go"] == "agree"
        return press(
            request,
            lambda: decide_amend(change_id=change_id, agrees=agrees, by=moment.standing, at=moment.at),
            done="已同意，期限按新的日期算。" if agrees else "没有同意，日期不变。",
            back=case_url(case_id),
        )
    shown = {
        "c": page,
        "event": event,
        "change": change,
        "follows": _follows(request, page, event.id, change.on),
        "back": case_url(case_id),
    }
    return render(request, "office/cases/decide.html", shown)


urls = [
    path("cases/<int:case_id>/events/<int:event_id>/amend/", amend, name="case_amend"),
    path("cases/<int:case_id>/changes/<int:change_id>/", decide, name="case_amend_decide"),
]
