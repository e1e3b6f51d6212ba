"""A person's own data: what is kept, a copy to take away, and what should be corrected."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.cases.actions.own_data import take_copy, wish_correction
from gongkai.cases.granting import Grant, typed_number
from gongkai.cases.queries.own_data import OwnData, own_data
from gongkai.cases.refusals import CaseRefused, NotFilled
from gongkai.components.dates import day, moment
from gongkai.portal.cases import paths
from gongkai.portal.cases.answers import page, private, to
from gongkai.portal.cases.holding import grant_of
from gongkai.portal.items import disposition


class WishForm(forms.Form):
    """`field` is one of the case's own; what is right for it the engine says."""

    field = forms.ChoiceField(label="更正哪一项", error_messages={"required": "选一项要更正的信息"})
    value = forms.CharField(
        label="正确的内容",
        max_length=200,
        error_messages={"required": "正确的内容没有填", "max_length": "太长了"},
    )
    reason = forms.CharField(
        label="为什么",
        max_length=500,
        help_text="例如：登记的时候写错了一位数字。",
        error_messages={"required": "为什么要更正没有填", "max_length": "最多 500 个字"},
    )

    def __init__(self, own: OwnData, *args: Any) -> None:
        super().__init__(*args)
        choices = [("", "选一项"), *((one.key, one.label) for one in own.fields)]
        self.fields["field"].choices = choices  # type: ignore[attr-defined]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, number: str) -> HttpResponseBase:
    """GET shows what is kept, masked; POST asks for a correction."""
    found = _opened(request, number)
    if found is None:
        return to(paths.case(number))
    grant, own = found
    if request.method != "POST":
        return _shown(request, own, WishForm(own))
    form = WishForm(own, request.POST)
    if form.is_valid():
        try:
            wish_correction(grant=grant, at=timezone.now(), **form.cleaned_data)
            return to(paths.case(number, "data") + "#wishes")
        except NotFilled as refusal:
            for key, words in refusal.problems.items():
                form.add_error(key, words)
        except CaseRefused as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, own, form, status=422)


def _opened(request: HttpRequest, number: str) -> tuple[Grant, OwnData] | None:
    grant = grant_of(request.session, typed_number(number))
    own = own_data(grant) if grant else None
    return (grant, own) if grant and own else None


def _shown(request: HttpRequest, own: OwnData, form: WishForm, *, status: int = 200) -> HttpResponse:
    context = {
        "own": own,
        "form": form,
        "back": paths.case(own.number),
        "copy": paths.case(own.number, "data", "copy"),
    }
    return page(request, "own_data", context, status=status)


@private
@require_POST
def copy(request: HttpRequest, number: str) -> HttpResponseBase:
    """Everything in the clear, to take away: as a page to read, or as JSON for other programs."""
    found = _opened(request, number)
    if found is None:
        return to(paths.case(number))
    told = take_copy(grant=found[0], at=timezone.now())
    if request.POST.get("as") == "json":
        content, kind, ending = (
            json.dumps(told, ensure_ascii=False, indent=2, default=_for_programs),
            "application/json",
            "json",
        )
    else:
        content = render_to_string(
            "portal/cases/own_copy.html", {"parts": _parts(told), "number": found[1].number}
        )
        kind, ending = "text/html", "html"
    answer = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = disposition(f"{found[1].number} 我的信息.{ending}")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _parts(told: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Heading, then label and words of each line."""
    return [(label, list(_lines(value))) for label, value in told.items()]


def _lines(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield key, _plain(one)
    elif isinstance(value, list):
        for one in value:
            yield "", "；".join(f"{key}：{_plain(part)}" for key, part in one.items())
    else:
        yield "", _plain(value)


def _plain(value: Any) -> str:
    if value in (None, ""):
        return "没有"
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else str(value)


def _for_programs(value: date | datetime) -> str:
    return (
        localtime(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    )
