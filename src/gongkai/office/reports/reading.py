"""A finished report from elsewhere: read, looked through by the rules, and, where it is last year's, kept to compare with."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from gongkai.accounts.policies import Standing
from gongkai.files.checking import FileRefused
from gongkai.files.waiting import Upload, keep_upload, note_result, result_of, upload_of
from gongkai.office.one_form import choice_field, offer, press
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.reports import printing
from gongkai.reports.actions.filing import take_in
from gongkai.reports.asjson import brought_back, kept
from gongkai.reports.checks import RULES, SEVERITIES, Around, check
from gongkai.reports.facts import Number, ReportFacts
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.layouts.shapes import from_cells
from gongkai.reports.policies import may_run_reports
from gongkai.reports.reading import read_report
from gongkai.units.queries import open_units, unit_by_id
from gongkai.units.rules import folded

WHAT = "report"
MOST = 60
_WHOLE, _AMOUNT = re.compile(r"-?\d{1,12}"), re.compile(r"\d{1,12}(\.\d{1,6})?")


def may_read(by: Standing) -> bool:
    return may_run_reports(by) or bool(by.unit_ids("officer", "leader"))


only_readers = needs(may_read, "成文的报告由本单位信息员、主要领导或者政务公开办读入。")


class ReportFileForm(forms.Form):
    unit = choice_field("哪个单位的报告")
    file = forms.FileField(
        label="报告文件",
        help_text="DOCX、XLSX、HTML、PDF、TXT，例如去年发布的年度报告。",
        error_messages={"required": "选报告文件", "empty": "文件是空的"},
    )


@staff_required
@only_readers
@require_http_methods(["GET", "POST"])
def read_new(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    form = ReportFileForm(request.POST or None, request.FILES or None)
    own = now.standing.unit_ids("officer", "leader")
    units = [one for one in open_units() if may_run_reports(now.standing) or one.pk in own]
    offer(form, "unit", ((one.pk, one.name) for one in units))
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        told = {"unit": int(form.cleaned_data["unit"])}
        try:
            upload = keep_upload(
                owner_id=now.standing.user_id,
                name=sent.name,
                stream=sent.file,
                what=WHAT,
                told=told,
                at=now.at,
            )
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            if problem := _read(upload):
                form.add_error("file", problem)
            else:
                return HttpResponseRedirect(reverse("office:report_read", args=[upload.token]))
    page = {
        "form": form,
        "title": "读入成文的报告",
        "label": "读入",
        "back": reverse("office:reports"),
        "intro": "读出表格和文字，按规则查一遍。往年的报告可以留作对照，核对今年的上年结转。",
    }
    return render(request, "office/parts/form.html", page, status=422 if form.is_bound else 200)


def _read(upload: Upload) -> str:
    """What the file holds is put aside beside it; returns in words why it can't be read, empty when it can."""
    unit = unit_by_id(upload.told["unit"])
    if unit is None:
        return "没有这个单位。"
    found = read_report(upload.path)
    if found.problem:
        return found.problem
    named, notes = found.facts.unit_name, list(found.notes)
    if named and folded(named) not in {folded(unit.name), folded(unit.short_name)}:
        notes.insert(0, f"文件里写的单位是“{named}”，选的是“{unit.name}”。不是同一个单位的，重新读入。")
    facts = replace(
        found.facts,
        unit_code=unit.code,
        unit_name=named or unit.name,
        sections=tuple(
            one for one in found.facts.sections if one.no
        ),  # what stands before the first part is the title
    )
    note_result(upload, {"facts": kept(facts), "notes": notes})
    return ""


@staff_required
@only_readers
@require_http_methods(["GET", "POST"])
def read_shown(request: HttpRequest, token: str) -> HttpResponse:
    """What was read, what is asked for, what the rules find; POST keeps it to compare with."""
    now = moment_of(request)
    upload = upload_of(token=token, owner_id=now.standing.user_id)
    told = result_of(upload) if upload and upload.what == WHAT else None
    if upload is None or not told:
        raise Http404
    facts = brought_back(told["facts"])
    typed = (
        {a: request.POST.get(f"cell:{a}", "").strip() for a in facts.asked}
        if request.method == "POST"
        else {}
    )
    facts, wrong = _filled_in(facts, typed)
    if request.method == "POST" and not wrong:
        made: list[int] = []

        def act() -> None:
            made.append(
                take_in(kind="annual", unit_id=upload.told["unit"], facts=facts, by=now.standing, at=now.at)
            )

        answer = press(request, act, done="已存档，今年的报告会和它对照。", back=request.path)
        return HttpResponseRedirect(reverse("office:report", args=made)) if made else answer
    found = check(facts, Around(as_of=now.today)) if facts.template in TEMPLATES else []
    page = {
        "title": upload.name,
        "facts": facts,
        "template": TEMPLATES.get(facts.template),
        "notes": told["notes"],
        "paper": printing.page(facts, titled=False) if facts.template in TEMPLATES else "",
        "asked": [(a, _label(facts, a), typed.get(a, ""), wrong.get(a, "")) for a in facts.asked],
        "unsure": [
            (_label(facts, a), round(c * 100))
            for a, c in sorted(facts.confidence.items(), key=lambda x: x[1])
        ][:MOST],
        "found": [(one.message, SEVERITIES[one.severity], RULES[one.rule].words) for one in found[:MOST]],
        "found_count": len(found),
        "wrong": len(wrong),
        "back": reverse("office:report_read_new"),
    }
    return render(request, "office/reports/read.html", page, status=422 if wrong else 200)


def _label(facts: ReportFacts, address: str) -> str:
    template = TEMPLATES.get(facts.template)
    cell = template.by_address.get(address) if template else None
    return (
        f"{cell.row.short}·{cell.column.label}"
        if cell and cell.column.label
        else cell.label
        if cell
        else address
    )


def _filled_in(facts: ReportFacts, typed: dict[str, str]) -> tuple[ReportFacts, dict[str, str]]:
    """The facts with what a person filled in, and what is wrong with it by cell."""
    if not typed:
        return facts, {}
    wrong: dict[str, str] = {}
    values: dict[str, Number] = dict(facts.cells())
    for address, text in typed.items():
        amount = address.endswith(".amount")
        if text == "不适用":
            values[address] = None
        elif (_AMOUNT if amount else _WHOLE).fullmatch(text):
            values[address] = Decimal(text) if "." in text else int(text)
        else:
            wrong[address] = "填一个数，没有的填 0，不适用的写“不适用”"
    given: dict[str, Any] = {
        "unit_code": facts.unit_code, "unit_name": facts.unit_name, "year": facts.year, "template": facts.template,
    }  # fmt: skip
    whole = from_cells(values, **given)
    left = tuple(wrong)
    return replace(whole, sections=facts.sections, confidence=facts.confidence, asked=left or ()), wrong


urls = [
    path("reports/read/", read_new, name="report_read_new"),
    path("reports/read/<str:token>/", read_shown, name="report_read"),
]
