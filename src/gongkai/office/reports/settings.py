"""What the disclosure office sets for reports: inner terms, and who owes one against its kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.components.parts import Cell, Column, Link, Row, Table
from gongkai.office.one_form import bound, choice_field, form_page, number_field, offer, text_field
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.reports.actions import setting
from gongkai.reports.policies import may_run_reports
from gongkai.reports.queries.owing import owing_notes, terms_of
from gongkai.reports.rules import PUBLISH_BY, SCOPES, TERM_ACTS, TERM_SOURCE
from gongkai.units.queries import open_units

only_office = needs(may_run_reports, "报告期限和谁要编报告由政务公开办来定。")


class TermForm(forms.Form):
    scope = choice_field("谁的报告", list(SCOPES.items()))
    act = choice_field("做什么", list(TERM_ACTS.items()))
    month = number_field("月", low=1, high=3, help_text="第二年的几月。")
    day = number_field("日", low=1, high=31)
    source = text_field("依据", 200, help_text="例如 青禾县政务公开办通知。")


class OwingForm(forms.Form):
    unit = choice_field("哪个单位")
    owes = choice_field("要不要编", (("1", "要编年度报告"), ("0", "不编年度报告")), radio=True)
    from_year = number_field("自哪个年度起", low=2008, high=2100)
    reason = text_field("依据", 200)


@staff_required
@only_office
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    law = [
        Row([SCOPES[scope], "发布", f"{month} 月 {day} 日", TERM_SOURCE])
        for scope, (month, day) in PUBLISH_BY.items()
    ]
    own = [
        Row([SCOPES[one.scope], TERM_ACTS[one.act], f"{one.month} 月 {one.day} 日", one.source])
        for one in terms_of("annual")
    ]
    columns = [Column("谁的报告"), Column("做什么"), Column("第二年的"), Column("依据")]
    notes = [
        Row([one.unit_name, Cell(state="要编" if one.owes else "不编"), f"{one.from_year}年度起", one.reason])
        for one in owing_notes()
    ]
    return render(
        request,
        "office/reports/settings.html",
        {
            "title": "报告期限和编制单位",
            "tools": [
                Link("定内部期限", reverse("office:report_term")),
                Link("改哪个单位要编", reverse("office:report_owing")),
            ],
            "terms": Table("期限", columns, [*law, *own]),
            "owing": Table(
                "另作规定的单位",
                [Column("单位"), Column("要不要编"), Column("从哪年"), Column("依据")],
                notes,
            ),
        },
    )


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def term(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    return form_page(
        request,
        bound(TermForm, request),
        lambda filled: setting.set_term(kind="annual", by=now.standing, at=now.at, **filled),
        title="定内部期限",
        intro="可以比法定期限早，不能晚。还没有发布的报告跟着改。",
        label="保存",
        back=reverse("office:report_settings"),
        done="已保存。",
    )


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def owing(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    form = bound(OwingForm, request, {"from_year": now.today.year})
    offer(form, "unit", ((one.pk, one.name) for one in open_units()))

    def save(filled: dict[str, Any]) -> None:
        setting.note_owing(
            unit_id=int(filled["unit"]),
            owes=filled["owes"] == "1",
            from_year=filled["from_year"],
            reason=filled["reason"],
            by=now.standing,
            at=now.at,
        )

    return form_page(
        request,
        form,
        save,
        title="改哪个单位要编",
        intro="通常由单位类型决定：政府、政府部门、乡镇街道要编，村和社区、公共企事业单位不编。",
        label="保存",
        back=reverse("office:report_settings"),
        done="已保存。",
    )


urls = [
    path("reports/settings/", settings, name="report_settings"),
    path("reports/settings/term/", term, name="report_term"),
    path("reports/settings/owing/", owing, name="report_owing"),
]
