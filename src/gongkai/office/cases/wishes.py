"""What people want corrected in their own data, for whoever handles the case; and how long such data are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.cases.actions.own_data import settle_wish
from gongkai.cases.actions.retaining import set_retention
from gongkai.cases.actions.sharing import open_personal
from gongkai.cases.policies import may_set_retention
from gongkai.cases.queries.own_data import Wish, open_wishes, settles_wishes, wish_for
from gongkai.cases.queries.retention import what_is_asked
from gongkai.cases.refusals import CaseRefused
from gongkai.cases.rules.retention import LEAST, MOST
from gongkai.components.dates import moment
from gongkai.components.parts import Cell, Column, HeadLine, Row, Table
from gongkai.office.cases.doors import case_url
from gongkai.office.one_form import bound, form_page, text_field
from gongkai.office.standing import moment_of, needs, staff_required

only_handlers = needs(settles_wishes, "由承办人、负责人和政务公开办办理。")
only_office = needs(may_set_retention, "保存期限由政务公开办定。")


class AnswerForm(forms.Form):
    answer = text_field("告诉对方的话", 500, rows=3, required=False, help_text="不改的，写明为什么。")


@staff_required
@only_handlers
@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    rows = [
        Row([
            Cell(one.number, reverse("office:data_wish", args=[one.id])), one.label, one.unit, moment(one.made_at),
        ])
        for one in open_wishes(moment_of(request).standing)
    ]  # fmt: skip
    table = Table("更正要求", [Column("编号"), Column("哪一项"), Column("承办单位"), Column("提出")], rows)
    return render(request, "office/cases/wishes.html", {"table": table, "count": len(rows)})


@staff_required
@only_handlers
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest, wish_id: int) -> HttpResponse:
    """Both contents are shown after a press that the ledger keeps, like every look at a person's data."""
    now = moment_of(request)
    found = wish_for(now.standing, wish_id)
    if found is None:
        raise Http404
    pressed = request.POST.get("go", "")
    form = AnswerForm(request.POST if pressed in ("agree", "refuse") else None)
    if pressed == "open":
        open_personal(case_id=found.case_id, reason="办理本人的更正要求", by=now.standing, at=now.at)
    elif form.is_bound and form.is_valid():
        try:
            settle_wish(
                wish_id=wish_id,
                agrees=pressed == "agree",
                answer=form.cleaned_data["answer"],
                by=now.standing,
                at=now.at,
            )
            messages.success(request, "办好了，本人在查询页面上看得到。")
            return HttpResponseRedirect(reverse("office:data_wishes"))
        except CaseRefused as refusal:
            form.add_error("answer", str(refusal))
    shown = {
        "wish": found,
        "lines": _lines(found) if pressed else [],
        "form": form,
        "back": reverse("office:data_wishes"),
        "case_url": case_url(found.case_id),
    }
    return render(request, "office/cases/wish.html", shown, status=422 if form.errors else 200)


def _lines(found: Wish) -> list[HeadLine]:
    return [
        HeadLine("现在登记的", found.now, wide=True),
        HeadLine("要改成", found.value, wide=True),
        HeadLine("为什么", found.reason, wide=True),
    ]


# ---- how long --------------------------------------------------------------------------------------------


@staff_required
@only_office
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    rows = [
        Row(
            [
                Cell(one.kind.label, reverse("office:retention_of", args=[one.kind.code])),
                f"办结以后 {one.words}",
            ]
        )
        for one in what_is_asked(open_to_all=False)
    ]
    table = Table("个人信息保存多久", [Column("种类"), Column("保存")], rows)
    return render(request, "office/cases/retention.html", {"table": table})


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def retention_of(request: HttpRequest, kind: str) -> HttpResponse:
    now = moment_of(request)
    found = next((one for one in what_is_asked(open_to_all=False) if one.kind.code == kind), None)
    if found is None:
        raise Http404
    return form_page(
        request,
        bound(MonthsForm, request, {"months": found.months}),
        lambda filled: _set(kind, filled, now),
        title=f"{found.kind.label}：个人信息保存多久",
        intro="从办结算起。到期以后自动删去姓名、证件号码、联系方式、来件的附件，不能恢复；年度报告的数字不变。",
        label="保存",
        back=reverse("office:retention"),
        done="已保存。",
    )


class MonthsForm(forms.Form):
    months = forms.IntegerField(
        label="几个月",
        min_value=LEAST,
        max_value=MOST,
        help_text=f"最短 {LEAST} 个月：诉讼期限以内不能删。",
        error_messages={
            "required": "几个月没有填",
            "invalid": "写整数",
            "min_value": f"最短 {LEAST} 个月",
            "max_value": f"最长 {MOST} 个月",
        },
    )


def _set(kind: str, filled: dict[str, Any], now: Any) -> None:
    set_retention(kind=kind, months=filled["months"], by=now.standing, at=now.at)


urls = [
    path("cases/wishes/", wishes, name="data_wishes"),
    path("cases/wishes/<int:wish_id>/", wish, name="data_wish"),
    path("cases/retention/", retention, name="retention"),
    path("cases/retention/<slug:kind>/", retention_of, name="retention_of"),
]
