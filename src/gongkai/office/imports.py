"""The import wizard for items: template, upload, which map, trial run, run as a job, report, undo. Batches."""

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

from gongkai.components.dates import file_size, moment
from gongkai.components.parts import Cell, Column, Confirm, HeadLine, Link, Row, Table
from gongkai.disclosure.actions.undoing_imports import undo_batch
from gongkai.disclosure.importing.sheets import item_template, marked_up
from gongkai.disclosure.importing.trial import choosable_maps, refusals_in
from gongkai.disclosure.policies import may_import
from gongkai.disclosure.queries.batches import batch_facts, batch_for, batches_for, items_of_batch
from gongkai.disclosure.queries.filing import filing_units
from gongkai.disclosure.queries.office import is_filer, lines, with_names
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
from gongkai.office.import_checking import ONLY_FILERS, WHAT, check, mine, with_remembered_columns
from gongkai.office.import_report import XLSX, downloaded, problem_list, problem_table
from gongkai.office.lines import item_table
from gongkai.office.one_form import choice_field, confirmed, offer
from gongkai.office.standing import forbidden, moment_of, needs, staff_required
from gongkai.tables.problems import UnreadableTable
from gongkai.units.queries import unit_names

PER_PAGE = 50


class UploadForm(forms.Form):
    unit = choice_field("归属单位")
    file = forms.FileField(
        label="文件",
        help_text="XLSX、CSV、JSONL、TXT，50 MB 以内。先检查，看过结果再决定导不导。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.jsonl,.gz,.txt"}),
        error_messages={"required": "先选择文件", "empty": "这个文件是空的，0 个字节。重新选择。"},
    )
    map = choice_field("列的对照", required=False, help_text="按模板填的、认得出的表不用选。")


# ---- beginning -----------------------------------------------------------------------------------------


@staff_required
@needs(is_filer, ONLY_FILERS)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Uploads that wait for a decision, and the batches so far."""
    now = moment_of(request)
    waiting = [one for one in uploads_of(owner_id=now.standing.user_id) if one.what == WHAT]
    page = Paginator(batches_for(now.standing), PER_PAGE).get_page(request.GET.get("page"))
    found = [batch_facts(row, now.standing) for row in page.object_list]
    columns = [
        Column("文件"), Column("单位", hide=True), Column("状态"), Column("新增", numeric=True),
        Column("更新", numeric=True), Column("不合格", numeric=True, hide=True), Column("时间", hide=True),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(one.file_name, reverse("office:import_batch", args=[one.id]), note=f"第 {one.id} 批"),
            one.unit_name, Cell(state=one.state), f"{one.imported:,}", f"{one.updated:,}",
            f"{one.refused:,}", Cell(moment(one.made_at), note=one.made_by),
        ])
        for one in found
    ]  # fmt: skip
    return render(
        request,
        "office/imports/list.html",
        {
            "title": "批量导入",
            "tools": [Link("导入信息", reverse("office:import_new"))],
            "waiting": [
                (reverse("office:import", args=[one.token]), one.name, parse_datetime(one.at))
                for one in waiting
            ],
            "table": Table("导入的批次", columns, rows),
            "page_of": page,
            "empty": "还没有导入过信息。",
            "hint": "从“导入信息”开始，先下载模板。",
        },
    )


@staff_required
@needs(is_filer, ONLY_FILERS)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return downloaded(item_template(), "信息导入模板.xlsx", XLSX)


@staff_required
@needs(is_filer, ONLY_FILERS)
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Step one: the file, the unit, and the map where one chooses it oneself."""
    now = moment_of(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    offer(form, "unit", filing_units(now.standing, now.today))
    offer(form, "map", [(m.name, m.label) for m in choosable_maps()], empty="按表头认")
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            upload = keep_upload(
                owner_id=now.standing.user_id,
                name=filled["file"].name,
                stream=filled["file"].file,
                what=WHAT,
                told={"unit": int(filled["unit"]), "map": filled["map"]},
                at=now.at,
            )
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return check(now, with_remembered_columns(upload))
    return render(request, "office/imports/new.html", {"form": form}, status=422 if form.errors else 200)


# ---- looking at the trial run --------------------------------------------------------------------------


@staff_required
@require_safe
def checked(request: HttpRequest, token: str) -> HttpResponse:
    """Step two: what the file holds and what is wrong in it; nothing has been written."""
    _, upload = mine(request, token)
    found = result_of(upload)
    if found is None:
        if "job" in upload.told:
            return HttpResponseRedirect(reverse("office:job", args=[upload.told["job"]]))
        raise Http404
    page = Paginator(found.get("refusals", ()), PER_PAGE).get_page(request.GET.get("page"))
    unit = unit_names([upload.told["unit"]]).get(upload.told["unit"], "")
    context = {
        "upload": upload,
        "found": found,
        "facts": _facts(upload, found, unit),
        "table": problem_table(list(page.object_list)),
        "page_of": page,
        "samples": _samples(found),
        "is_remembered": upload.told.get("remembered", False),
        "unit": unit,
    }
    return render(request, "office/imports/checked.html", context)


def _facts(upload: Upload, found: dict[str, Any], unit: str) -> list[HeadLine]:
    return [
        HeadLine("文件", upload.name, note=file_size(upload.size)),
        HeadLine("归属单位", unit),
        HeadLine("列的对照", found.get("map_label", "没有认出")),
        HeadLine("信息种类", "，".join(f"{label} {count} 条" for label, count in found.get("kinds", ()))),
    ]


def _samples(found: dict[str, Any]) -> Table:
    columns = [Column("标题"), Column("种类"), Column("发文字号"), Column("发布日期")]
    return Table("前几条", columns, [Row([Cell(one[0]), *one[1:]]) for one in found.get("samples", ())])


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
        return HttpResponseRedirect(reverse("office:import", args=[token]))
    return downloaded(content, "要改的行.xlsx", XLSX)


@staff_required
@require_POST
def discard(request: HttpRequest, token: str) -> HttpResponse:
    _, upload = mine(request, token)
    forget_upload(upload)
    messages.success(request, "文件已删除，什么也没有导入。")
    return HttpResponseRedirect(reverse("office:imports"))


# ---- running, looking back, undoing ---------------------------------------------------------------------


@staff_required
@require_POST
def run(request: HttpRequest, token: str) -> HttpResponse:
    """Step three: only now anything is written, by a job."""
    now, upload = mine(request, token)
    found = result_of(upload)
    if found is None or found["fault"] or not found["good"]:
        raise Http404
    if not may_import(now.standing, upload.told["unit"]):
        return forbidden(request, ONLY_FILERS)
    keep_good = request.POST.get("keep_good") == "1"
    if found["refused_rows"] and not keep_good:
        messages.error(request, f"有 {found['refused_rows']} 行没通过检查。改好再上传，或者只导入合格的。")
        return HttpResponseRedirect(reverse("office:import", args=[token]))
    if "run" in upload.told:  # pressed twice
        return HttpResponseRedirect(reverse("office:job", args=[upload.told["run"]]))
    job_id = enqueue(
        kind="items.import",
        title=f"导入 {upload.name}",
        params={
            "token": token,
            "unit_id": upload.told["unit"],
            "user_id": now.standing.user_id,
            "username": now.standing.username,
            "map": upload.told["map"],
            "keep_good": keep_good,
        },
        by=now.standing.actor(),
        at=now.at,
    )
    tell(upload, run=job_id)
    return HttpResponseRedirect(reverse("office:job", args=[job_id]))


def _batch_or_404(request: HttpRequest, batch_id: int) -> Any:
    found = batch_for(moment_of(request).standing, batch_id)
    if found is None:
        raise Http404
    return found


@staff_required
@require_safe
def import_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The report of a batch: its counts, its items, and the way back."""
    now = moment_of(request)
    batch = _batch_or_404(request, batch_id)
    items = with_names(items_of_batch(now.standing, batch_id))
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    facts = [
        HeadLine("文件", batch.file_name),
        HeadLine("归属单位", batch.unit_name),
        HeadLine("谁导入的", batch.made_by, note=moment(batch.made_at)),
        HeadLine("读到", f"{batch.read:,} 行"),
        HeadLine("新增", f"{batch.imported:,} 条"),
        HeadLine("更新", f"{batch.updated:,} 条"),
        HeadLine("没有变化", f"{batch.unchanged:,} 条"),
        HeadLine("不合格", f"{batch.refused:,} 行", level="late" if batch.refused else ""),
    ]
    return render(
        request,
        "office/imports/batch.html",
        {
            "batch": batch,
            "facts": facts,
            "table": item_table("这一批的信息", lines(page.object_list, today=now.today)),
            "page_of": page,
        },
    )


@staff_required
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    now = moment_of(request)
    batch = _batch_or_404(request, batch_id)
    if not (batch.may_undo or batch.undone_at):
        return forbidden(request, "由这个单位的信息员、承办人或者政务公开办撤销。")
    back = reverse("office:import_batch", args=[batch_id])
    asked = Confirm(
        title=f"撤销第 {batch_id} 批导入",
        consequence=f"这一批新增的 {batch.imported:,} 条信息全部撤回，公众马上看不到；索引号不再使用。"
        f"更新过的 {batch.updated:,} 条恢复成原来的样子；这一批以后又改过的不动。",
        act="撤销这一批",
        back_url=back,
        facts=[HeadLine("文件", batch.file_name), HeadLine("归属单位", batch.unit_name)],
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
    path("imports/", imports, name="imports"),
    path("imports/template/", template, name="import_template"),
    path("imports/new/", import_new, name="import_new"),
    path("imports/batches/<int:batch_id>/", import_batch, name="import_batch"),
    path("imports/batches/<int:batch_id>/undo/", undo, name="import_undo"),
    path("imports/<str:token>/", checked, name="import"),
    path("imports/<str:token>/problems/", problems_csv, name="import_problems"),
    path("imports/<str:token>/marked/", problems_marked, name="import_marked"),
    path("imports/<str:token>/discard/", discard, name="import_discard"),
    path("imports/<str:token>/run/", run, name="import_run"),
]
