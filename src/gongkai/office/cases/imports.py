"""Importing cases from a former system: table, upload, trial run, import by a job, report, undo of the whole batch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.importing import undo_batch
from gongkai.cases.declaring import CaseKind
from gongkai.cases.import_jobs import IMPORT
from gongkai.cases.importing.sheets import case_template, importable, maps_for
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.policies import may_take_in
from gongkai.cases.queries.batches import (
    CaseBatchFacts,
    batch_facts,
    batch_for,
    batches_for,
    case_ids_of_batch,
)
from gongkai.cases.queries.lists import lines_of
from gongkai.components.dates import file_size, moment
from gongkai.components.parts import Cell, Column, Confirm, HeadLine, Link, Row, Table
from gongkai.disclosure.importing.sheets import marked_up
from gongkai.disclosure.importing.trial import refusals_in
from gongkai.files.checking import FileRefused
from gongkai.files.waiting import (
    Upload,
    edits_of,
    forget_upload,
    keep_upload,
    result_of,
    tell,
    uploads_of,
)
from gongkai.jobs.actions import enqueue
from gongkai.office.cases.import_checking import WHAT, check, mine, params_of
from gongkai.office.cases.kinds_offered import kinds_for, units_for
from gongkai.office.cases.listing import case_table
from gongkai.office.import_report import XLSX, downloaded, problem_list, problem_table
from gongkai.office.one_form import choice_field, confirmed, offer
from gongkai.office.standing import forbidden, moment_of, needs, staff_required
from gongkai.tables.problems import UnreadableTable

PER_PAGE = 50
ONLY_CLERKS = "由承办人、政务公开办导入来件。"


def kinds_offered(by: Standing) -> list[CaseKind]:
    return [kind for kind in kinds_for(by) if importable(kind)]


def may_import_any(by: Standing) -> bool:
    return bool(kinds_offered(by))


class UploadForm(forms.Form):
    kind = choice_field("来件的种类")
    unit = choice_field("承办单位", help_text="表里写了承办单位的行，按表里的。")
    file = forms.FileField(
        label="文件",
        help_text="XLSX、CSV、JSONL，50 MB 以内。先检查，看过结果再决定导不导。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.json,.jsonl,.gz"}),
        error_messages={"required": "先选择文件", "empty": "这个文件是空的，0 个字节。重新选择。"},
    )
    map = choice_field("列的对照", required=False, help_text="按模板填的、认得出的表不用选。")


# ---- beginning -----------------------------------------------------------------------------------------


@staff_required
@needs(may_import_any, ONLY_CLERKS)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Uploads that wait for a decision, and the batches so far."""
    now = moment_of(request)
    waiting = [one for one in uploads_of(owner_id=now.standing.user_id) if one.what == WHAT]
    page = Paginator(batches_for(now.standing), PER_PAGE).get_page(request.GET.get("page"))
    found = [batch_facts(row, now.standing) for row in page.object_list]
    columns = [
        Column("文件"), Column("种类", hide=True), Column("单位", hide=True), Column("状态"),
        Column("新增", numeric=True), Column("更新", numeric=True), Column("不合格", numeric=True, hide=True),
        Column("时间", hide=True),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(one.file_name, reverse("office:case_import_batch", args=[one.id]), note=f"第 {one.id} 批"),
            one.kind_label, one.unit_name, Cell(state=one.state), f"{one.imported:,}", f"{one.updated:,}",
            f"{one.refused:,}", Cell(moment(one.made_at), note=one.made_by),
        ])
        for one in found
    ]  # fmt: skip
    return render(
        request,
        "office/imports/list.html",
        {
            "title": "导入来件",
            "tools": [Link("导入来件", reverse("office:case_import_new"))],
            "waiting": [
                (reverse("office:case_import", args=[one.token]), one.name, parse_datetime(one.at))
                for one in waiting
            ],
            "table": Table("导入的批次", columns, rows),
            "page_of": page,
            "empty": "还没有导入过来件。",
            "hint": "从“导入来件”开始，先下载模板。",
        },
    )


@staff_required
@needs(may_import_any, ONLY_CLERKS)
@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    declared = CASE_KINDS.get(kind)
    if declared is None or not importable(declared):
        raise Http404
    return downloaded(case_template(declared), f"{declared.label}导入模板.xlsx", XLSX)


@staff_required
@needs(may_import_any, ONLY_CLERKS)
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Step one: the kind, the unit, the file, and the map where one chooses it oneself."""
    now = moment_of(request)
    kinds = kinds_offered(now.standing)
    form = UploadForm(request.POST or None, request.FILES or None)
    offer(form, "kind", [(kind.code, kind.label) for kind in kinds])
    units = {pk: name for kind in kinds for pk, name in units_for(now.standing, kind)}
    offer(form, "unit", units.items())
    maps = {one.name: one.label for kind in kinds for one in maps_for(kind)}
    offer(form, "map", maps.items(), empty="按表头认")
    if request.method == "POST" and form.is_valid() and (upload := _kept(form, now)):
        return check(now, upload)
    shown = {
        "form": form,
        "templates": [
            (kind.label, reverse("office:case_import_template", args=[kind.code])) for kind in kinds
        ],
        "back": reverse("office:case_imports"),
    }
    return render(request, "office/cases/import_new.html", shown, status=422 if form.errors else 200)


def _kept(form: UploadForm, now: Any) -> Upload | None:
    filled = form.cleaned_data
    if not may_take_in(now.standing, CASE_KINDS[filled["kind"]], int(filled["unit"])):
        form.add_error("unit", "这个单位的这类来件由别人登记。")
        return None
    try:
        return keep_upload(
            owner_id=now.standing.user_id,
            name=filled["file"].name,
            stream=filled["file"].file,
            what=WHAT,
            told={"kind": filled["kind"], "unit": int(filled["unit"]), "map": filled["map"]},
            at=now.at,
        )
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
        return None


# ---- looking at the trial run --------------------------------------------------------------------------


@staff_required
@require_safe
def checked(request: HttpRequest, token: str) -> HttpResponse:
    """Step two: what the file holds and what is wrong in it; nothing has been written."""
    now, upload = mine(request, token)
    found = result_of(upload)
    if found is None:
        if "job" in upload.told:
            return HttpResponseRedirect(reverse("office:job", args=[upload.told["job"]]))
        raise Http404
    page = Paginator(found.get("refusals", ()), PER_PAGE).get_page(request.GET.get("page"))
    columns = [Column("标题"), Column("来信时间"), Column("办理结果"), Column("答复时间")]
    rows = [Row([Cell(one[0]), *one[1:]]) for one in found.get("samples", ())]
    shown = {
        "upload": upload,
        "found": found,
        "facts": _facts(now.standing, upload, found),
        "table": problem_table(list(page.object_list)),
        "page_of": page,
        "samples": Table("前几件", columns, rows),
    }
    return render(request, "office/cases/import_checked.html", shown)


def _facts(by: Standing, upload: Upload, found: dict[str, Any]) -> list[HeadLine]:
    kind = CASE_KINDS[upload.told["kind"]]
    unit = dict(units_for(by, kind)).get(upload.told["unit"], "")
    return [
        HeadLine("文件", upload.name, note=file_size(upload.size)),
        HeadLine("种类", kind.label),
        HeadLine("承办单位", unit),
        HeadLine("列的对照", found.get("map_label", "没有认出")),
    ]


@staff_required
@require_safe
def problems_csv(request: HttpRequest, token: str) -> HttpResponse:
    _, upload = mine(request, token)
    return problem_list(refusals_in(result_of(upload) or {}), upload.name)


@staff_required
@require_safe
def problems_marked(request: HttpRequest, token: str) -> HttpResponse:
    """The bad rows alone, with their faults marked, to mend and upload again."""
    _, upload = mine(request, token)
    try:
        refusals = refusals_in(result_of(upload) or {})
        content = marked_up(upload.path, upload.name, refusals, edits=edits_of(upload))
    except UnreadableTable as problem:
        messages.error(request, problem.refusal.message)
        return HttpResponseRedirect(reverse("office:case_import", args=[token]))
    return downloaded(content, "要改的行.xlsx", XLSX)


@staff_required
@require_POST
def discard(request: HttpRequest, token: str) -> HttpResponse:
    _, upload = mine(request, token)
    forget_upload(upload)
    messages.success(request, "文件已删除，什么也没有导入。")
    return HttpResponseRedirect(reverse("office:case_imports"))


# ---- running, looking back, undoing ---------------------------------------------------------------------


@staff_required
@require_POST
def run(request: HttpRequest, token: str) -> HttpResponse:
    """Step three: only now anything is written, by a job."""
    now, upload = mine(request, token)
    found = result_of(upload)
    if found is None or found["fault"] or not found["good"]:
        raise Http404
    if not may_take_in(now.standing, CASE_KINDS[upload.told["kind"]], upload.told["unit"]):
        return forbidden(request, ONLY_CLERKS)
    keep_good = request.POST.get("keep_good") == "1"
    if found["refused_rows"] and not keep_good:
        messages.error(request, f"有 {found['refused_rows']} 行没通过检查。改好再上传，或者只导入合格的。")
        return HttpResponseRedirect(reverse("office:case_import", args=[token]))
    if "run" in upload.told:  # pressed twice
        return HttpResponseRedirect(reverse("office:job", args=[upload.told["run"]]))
    job_id = enqueue(
        kind=IMPORT,
        title=f"导入 {upload.name}",
        params={**params_of(upload), "username": now.standing.username, "keep_good": keep_good},
        by=now.standing.actor(),
        at=now.at,
    )
    tell(upload, run=job_id)
    return HttpResponseRedirect(reverse("office:job", args=[job_id]))


def _batch_or_404(request: HttpRequest, batch_id: int) -> CaseBatchFacts:
    found = batch_for(moment_of(request).standing, batch_id)
    if found is None:
        raise Http404
    return found


@staff_required
@require_safe
def import_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The report of a batch: its counts, its cases, and the way back."""
    now = moment_of(request)
    batch = _batch_or_404(request, batch_id)
    page = Paginator(case_ids_of_batch(now.standing, batch_id), PER_PAGE).get_page(request.GET.get("page"))
    facts = [
        HeadLine("文件", batch.file_name),
        HeadLine("种类", batch.kind_label),
        HeadLine("承办单位", batch.unit_name),
        HeadLine("谁导入的", batch.made_by, note=moment(batch.made_at)),
        HeadLine("读到", f"{batch.read:,} 行"),
        HeadLine("新增", f"{batch.imported:,} 件"),
        HeadLine("更新", f"{batch.updated:,} 件"),
        HeadLine("没有变化", f"{batch.unchanged:,} 件"),
        HeadLine("在这里办过，没有改动", f"{batch.kept:,} 件"),
        HeadLine("不合格", f"{batch.refused:,} 行", level="late" if batch.refused else ""),
    ]
    shown = {
        "batch": batch,
        "facts": facts,
        "table": case_table("这一批的来件", lines_of(list(page.object_list), today=now.today)),
        "page_of": page,
    }
    return render(request, "office/cases/import_batch.html", shown)


@staff_required
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    now = moment_of(request)
    batch = _batch_or_404(request, batch_id)
    if not (batch.may_undo or batch.undone_at):
        return forbidden(request, "由这个单位的承办人或者政务公开办撤销。")
    back = reverse("office:case_import_batch", args=[batch_id])
    asked = Confirm(
        title=f"撤销第 {batch_id} 批导入",
        consequence=f"这一批新增的 {batch.imported:,} 件来件从系统里去掉，连同其中的个人信息，不能恢复；"
        "导入以后有人办过的留下来。原来的文件可以再导入一次。",
        act="撤销这一批",
        back_url=back,
        facts=[HeadLine("文件", batch.file_name), HeadLine("承办单位", batch.unit_name)],
        danger=True,
    )
    return confirmed(
        request,
        asked,
        lambda: undo_batch(batch_id=batch_id, by=now.standing.actor(), at=now.at, standing=now.standing),
        done=f"第 {batch_id} 批已撤销。",
        to=back,
    )


urls = [
    path("cases/imports/", imports, name="case_imports"),
    path("cases/imports/new/", import_new, name="case_import_new"),
    path("cases/imports/template/<slug:kind>/", template, name="case_import_template"),
    path("cases/imports/batches/<int:batch_id>/", import_batch, name="case_import_batch"),
    path("cases/imports/batches/<int:batch_id>/undo/", undo, name="case_import_undo"),
    path("cases/imports/<str:token>/", checked, name="case_import"),
    path("cases/imports/<str:token>/problems/", problems_csv, name="case_import_problems"),
    path("cases/imports/<str:token>/marked/", problems_marked, name="case_import_marked"),
    path("cases/imports/<str:token>/discard/", discard, name="case_import_discard"),
    path("cases/imports/<str:token>/run/", run, name="case_import_run"),
]
