"""The import wizard for items: template, upload, which map, trial run, run as a job, report, undo. Batches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.components.parts import HeadLine
from gongkai.disclosure.actions.undoing_imports import undo_batch
from gongkai.disclosure.importing.sheets import item_template
from gongkai.disclosure.importing.trial import choosable_maps
from gongkai.disclosure.policies import may_import
from gongkai.disclosure.queries.batches import (
    BatchFacts,
    batch_facts,
    batch_for,
    batches_for,
    items_of_batch,
)
from gongkai.disclosure.queries.filing import filing_units
from gongkai.disclosure.queries.office import is_filer, lines, with_names
from gongkai.files.waiting import result_of
from gongkai.office.import_checking import ITEMS, ONLY_FILERS, check, params_of, with_remembered_columns
from gongkai.office.import_report import XLSX, downloaded
from gongkai.office.import_wizard import PER_PAGE
from gongkai.office.lines import item_table
from gongkai.office.one_form import choice_field, file_field, offer
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.units.queries import unit_names


class UploadForm(forms.Form):
    unit = choice_field("归属单位")
    file = file_field(
        ".xlsx,.csv,.tsv,.jsonl,.gz,.txt",
        help_text="XLSX、CSV、JSONL、TXT，50 MB 以内。先检查，看过结果再决定导不导。",
    )
    map = choice_field("列的对照", required=False, help_text="按模板填的、认得出的表不用选。")


# ---- beginning -----------------------------------------------------------------------------------------


@staff_required
@needs(is_filer, ONLY_FILERS)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Uploads that wait for a decision, and the batches so far."""
    by = moment_of(request).standing
    page = Paginator(batches_for(by), PER_PAGE).get_page(request.GET.get("page"))
    found = [batch_facts(row, by) for row in page.object_list]
    return ITEMS.list_page(request, page, ["单位"], [(one, [one.unit_name]) for one in found])


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
        upload = ITEMS.kept(form, now, unit=int(filled["unit"]), map=filled["map"])
        if upload is not None:
            return check(now, with_remembered_columns(upload))
    return ITEMS.new_page(request, "office/imports/items_new.html", form)


# ---- looking at the trial run --------------------------------------------------------------------------


@staff_required
@require_safe
def checked(request: HttpRequest, token: str) -> HttpResponse:
    """Step two: what the file holds and what is wrong in it; nothing has been written."""
    _, upload = ITEMS.mine(request, token)
    found = result_of(upload)
    if found is None:
        return ITEMS.not_tried_yet(upload)
    return ITEMS.checked_page(
        request,
        "office/imports/items_checked.html",
        upload,
        found,
        facts=_facts(upload.told["unit"], found),
        samples=["标题", "种类", "发文字号", "发布日期"],
        is_remembered=upload.told.get("remembered", False),
    )


def _facts(unit_id: int, found: dict[str, Any]) -> list[HeadLine]:
    return [
        HeadLine("归属单位", unit_names([unit_id]).get(unit_id, "")),
        HeadLine("列的对照", found.get("map_label", "没有认出")),
        HeadLine("信息种类", "，".join(f"{label} {count} 条" for label, count in found.get("kinds", ()))),
    ]


# ---- running, looking back, undoing ---------------------------------------------------------------------


@staff_required
@require_POST
def run(request: HttpRequest, token: str) -> HttpResponse:
    """Step three: only now anything is written, by a job."""
    now, upload, found = ITEMS.mine_checked(request, token)
    unit_id = upload.told["unit"]
    return ITEMS.run(
        request,
        now,
        upload,
        found,
        refusal="" if may_import(now.standing, unit_id) else ONLY_FILERS,
        kind="items.import",
        params={**params_of(upload), "unit_id": unit_id},
    )


def _batch_or_404(request: HttpRequest, batch_id: int) -> BatchFacts:
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
    return ITEMS.batch_page(
        request,
        "office/imports/batch.html",
        batch,
        facts=[HeadLine("归属单位", batch.unit_name)],
        undone="新增的全部撤回，更新过的恢复成原来的样子。",
        table=item_table("这一批的信息", lines(page.object_list, today=now.today)),
        page_of=page,
    )


@staff_required
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    now = moment_of(request)
    batch = _batch_or_404(request, batch_id)
    return ITEMS.undo_page(
        request,
        batch,
        lambda: undo_batch(batch_id=batch_id, by=now.standing.actor(), at=now.at, standing=now.standing),
        facts=[HeadLine("归属单位", batch.unit_name)],
        consequence=f"这一批新增的 {batch.imported:,} 条信息全部撤回，公众马上看不到；索引号不再使用。"
        f"更新过的 {batch.updated:,} 条恢复成原来的样子；这一批以后又改过的不动。",
        refusal="由这个单位的信息员、承办人或者政务公开办撤销。",
    )


urls = [
    path("imports/", imports, name="imports"),
    path("imports/template/", template, name="import_template"),
    path("imports/new/", import_new, name="import_new"),
    path("imports/batches/<int:batch_id>/", import_batch, name="import_batch"),
    path("imports/batches/<int:batch_id>/undo/", undo, name="import_undo"),
    path("imports/<str:token>/", checked, name="import"),
    path("imports/<str:token>/run/", run, name="import_run"),
    *ITEMS.urls("imports/"),
]
