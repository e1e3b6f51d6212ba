"""The same wizard for the two reference tables, units and the standard catalogue: upload, trial run, import."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.accounts.policies import Standing, may_run_catalogue, may_run_units
from gongkai.catalogue import importing as catalogue_import
from gongkai.catalogue.queries import open_topics, topic_by_code
from gongkai.components.dates import file_size
from gongkai.components.parts import HeadLine
from gongkai.files.waiting import Upload, forget_upload, note_result
from gongkai.office.import_report import XLSX, downloaded, marked_rows, problem_list, problem_table
from gongkai.office.import_uploads import kept, mine_checked
from gongkai.office.one_form import (
    NOT_ALLOWED,
    REFUSALS,
    choice_field,
    day_field,
    file_field,
    offer,
    text_field,
)
from gongkai.office.standing import Moment, forbidden, moment_of, staff_required
from gongkai.registers import importing as register_import
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.policies import may_enter_somewhere
from gongkai.tables.columns import Column, headings
from gongkai.tables.outcome import ImportOutcome
from gongkai.tables.writing import write_template
from gongkai.units import importing as unit_import
from gongkai.units.queries import open_units, unit_names

SHOWN = 500  # problems that the page lists; the download has all


class TableForm(forms.Form):
    on = day_field("从哪天起", help_text="没有写日期的行用这一天。")
    file = file_field(".xlsx,.csv", help_text="XLSX 或者 CSV。先检查，看过结果再决定导不导。")


class CatalogueForm(TableForm):
    parent = choice_field("放在哪个栏目下", help_text="表里的一级事项成为它下面的栏目。")
    field_order = ("parent",)


class RegisterForm(TableForm):
    on = None  # type: ignore[assignment]  # rows of a register state their own time
    unit = choice_field("没有写单位的行", required=False, help_text="表里写了单位的，以表里的为准。")
    reason = text_field(
        "为什么改", 300, required=False, help_text="改动的年份年报已经公布时要写，例如补报漏报的件数。"
    )
    field_order = ("unit", "file")


@dataclass(frozen=True)
class Kind:
    """A table that can be imported: its words, its columns, who may, and what runs it."""

    label: str
    columns: tuple[Column, ...]
    form: type[TableForm]
    right: Callable[[Standing], bool]
    refused: str
    back: str
    run: Callable[..., ImportOutcome]
    after: str


def _units(upload: Upload, now: Moment, *, dry_run: bool, keep_good: bool) -> ImportOutcome:
    return unit_import.import_units(
        upload.path, on=date.fromisoformat(upload.told["on"]), by=now.standing, at=now.at, name=upload.name,
        dry_run=dry_run, keep_good=keep_good,
    )  # fmt: skip


def _catalogue(upload: Upload, now: Moment, *, dry_run: bool, keep_good: bool) -> ImportOutcome:
    return catalogue_import.import_catalogue(
        upload.path, parent_code=upload.told["parent"], on=date.fromisoformat(upload.told["on"]),
        by=now.standing, at=now.at, name=upload.name, dry_run=dry_run, keep_good=keep_good,
    )  # fmt: skip


def _register(upload: Upload, now: Moment, *, dry_run: bool, keep_good: bool) -> ImportOutcome:
    told = upload.told
    return register_import.import_register(
        upload.path, register=upload.what.removeprefix("register-"), unit_id=told["unit"], by=now.standing,
        at=now.at, name=upload.name, dry_run=dry_run, keep_good=keep_good, reason=told["reason"],
    )  # fmt: skip


KINDS = {
    "units": Kind(
        "单位", unit_import.COLUMNS, TableForm, may_run_units, "单位由政务公开办和系统管理员导入。", "units",
        _units, "新的编码设立单位，已有的编码更新地址、电话这些资料；更名、划转另办。",
    ),
    "catalogue": Kind(
        "标准目录", catalogue_import.COLUMNS, CatalogueForm, may_run_catalogue, "公开目录由政务公开办导入。",
        "catalogue", _catalogue, "国务院部门和省里印发的标准目录表，表头认得出的直接导；公开主体成为责任单位。",
    ),
} | {
    f"register-{code}": Kind(
        f"登记册：{register.label}", register_import.columns_of(register), RegisterForm, may_enter_somewhere,
        "登记册由本单位的信息员和政务公开办导入。", "registers", _register, register.summary,
    )
    for code, register in REGISTERS.items()
}  # fmt: skip


def _kind(request: HttpRequest, what: str) -> tuple[Kind, HttpResponse | None]:
    if what not in KINDS:
        raise Http404
    kind = KINDS[what]
    may = kind.right(moment_of(request).standing)
    return kind, None if may else forbidden(request, kind.refused)


@staff_required
@require_safe
def table_template(request: HttpRequest, what: str) -> HttpResponse:
    kind, refused = _kind(request, what)
    content = write_template(kind.columns, title=kind.label)
    return refused or downloaded(content, f"{kind.label}导入模板.xlsx", XLSX)


@staff_required
@require_http_methods(["GET", "POST"])
def table_new(request: HttpRequest, what: str) -> HttpResponse:
    kind, refused = _kind(request, what)
    if refused:
        return refused
    now = moment_of(request)
    form = kind.form(request.POST or None, request.FILES or None, initial={"on": now.today})
    if "parent" in form.fields:
        offer(form, "parent", open_topics().values_list("code", "name"))
    if "unit" in form.fields:
        offer(form, "unit", _own_units(now), empty="不收，每行都要写单位")
    if request.method == "POST" and form.is_valid():
        upload = kept(form, now, what=what, told=_told_on_the_form(form.cleaned_data, now))
        if upload is not None and _is_tried(form, kind, upload, now):
            return HttpResponseRedirect(reverse("office:table_checked", args=[what, upload.token]))
    context = {"form": form, "kind": kind, "what": what, "back": reverse(f"office:{kind.back}")}
    return render(request, "office/imports/table_new.html", context, status=422 if form.errors else 200)


def _is_tried(form: forms.Form, kind: Kind, upload: Upload, now: Moment) -> bool:
    """Whether the trial run could be made; what refuses it is told on the form."""
    try:
        note_result(upload, _told(kind.run(upload, now, dry_run=True, keep_good=False)))
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _own_units(now: Moment) -> list[tuple[int, str]]:
    """Units for which this person enters; the own one first."""
    ids = now.standing.unit_ids("officer")
    mine = [(unit.pk, unit.name) for unit in open_units().filter(id__in=ids)]
    if not now.standing.has("disclosure_office"):
        return mine
    return mine + [(unit.pk, unit.name) for unit in open_units() if unit.pk not in ids]


def _told_on_the_form(filled: Mapping[str, Any], now: Moment) -> dict[str, Any]:
    return {
        "on": (filled.get("on") or now.today).isoformat(),
        "parent": filled.get("parent", ""),
        "unit": int(filled["unit"]) if filled.get("unit") else None,
        "reason": filled.get("reason", ""),
    }


def _told(outcome: ImportOutcome) -> dict[str, Any]:
    return {
        "read": outcome.read,
        "imported": outcome.imported,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "refused_rows": len({one.row for one in outcome.refused}),
        "refusals": [asdict(one) for one in outcome.refused],
        "fault": outcome.refused[0].message if outcome.refused and not outcome.read else "",
    }


@staff_required
@require_safe
def table_checked(request: HttpRequest, what: str, token: str) -> HttpResponse:
    kind, refused = _kind(request, what)
    if refused:
        return refused
    _, upload, found = mine_checked(request, token, what=what)
    facts = [HeadLine("文件", upload.name, note=file_size(upload.size))]
    if kind.form.base_fields.get("on"):
        facts.append(HeadLine("从哪天起", upload.told["on"]))
    if upload.told.get("unit"):
        facts.append(
            HeadLine("没有写单位的行", unit_names([upload.told["unit"]]).get(upload.told["unit"], ""))
        )
    if upload.told.get("parent") and (above := topic_by_code(upload.told["parent"])):
        facts.append(HeadLine("放在哪个栏目下", above.name))
    return render(
        request,
        "office/imports/table_checked.html",
        {
            "kind": kind,
            "what": what,
            "upload": upload,
            "found": found,
            "facts": facts,
            "good": found["imported"] + found["updated"] + found["unchanged"],
            "table": problem_table(found["refusals"][:SHOWN]),
            "back": reverse("office:table_new", args=[what]),
        },
    )


@staff_required
@require_safe
def table_problems(request: HttpRequest, what: str, token: str) -> HttpResponse:
    return problem_list(mine_checked(request, token, what=what)[1])


@staff_required
@require_safe
def table_marked(request: HttpRequest, what: str, token: str) -> HttpResponse:
    kind, refused = _kind(request, what)
    if refused:
        return refused
    back = reverse("office:table_checked", args=[what, token])
    upload = mine_checked(request, token, what=what)[1]
    return marked_rows(request, upload, back=back, expected=headings(kind.columns))


@staff_required
@require_POST
def table_run(request: HttpRequest, what: str, token: str) -> HttpResponse:
    """Only now anything is written; should something have changed since the trial run, nothing is."""
    kind, refused = _kind(request, what)
    if refused:
        return refused
    now, upload, _ = mine_checked(request, token, what=what)
    try:
        done = kind.run(upload, now, dry_run=False, keep_good=request.POST.get("keep_good") == "1")
    except NOT_ALLOWED as refusal:
        return forbidden(request, str(refusal))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("office:table_checked", args=[what, token]))
    if done.refused and not done.written:
        note_result(upload, _told(done))
        messages.error(request, "没有写入，看下面的问题。")
        return HttpResponseRedirect(reverse("office:table_checked", args=[what, token]))
    forget_upload(upload)
    messages.success(
        request, f"已导入：新增 {done.imported}，更新 {done.updated}，没有变化 {done.unchanged}。"
    )
    return HttpResponseRedirect(reverse(f"office:{kind.back}"))


urls = [
    path("tables/<slug:what>/", table_new, name="table_new"),
    path("tables/<slug:what>/template/", table_template, name="table_template"),
    path("tables/<slug:what>/<str:token>/", table_checked, name="table_checked"),
    path("tables/<slug:what>/<str:token>/problems/", table_problems, name="table_problems"),
    path("tables/<slug:what>/<str:token>/marked/", table_marked, name="table_marked"),
    path("tables/<slug:what>/<str:token>/run/", table_run, name="table_run"),
]
