"""Importing cases from a former system: table, upload, trial run, import by a job, report, undo of the whole batch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
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
from gongkai.components.parts import HeadLine
from gongkai.files.waiting import Upload, result_of
from gongkai.office.cases.import_checking import CASES, ONLY_CLERKS, check, params_of
from gongkai.office.cases.kinds_offered import kinds_for, units_for
from gongkai.office.cases.listing import case_table
from gongkai.office.import_report import XLSX, downloaded
from gongkai.office.import_wizard import PER_PAGE
from gongkai.office.one_form import choice_field, file_field, offer
from gongkai.office.standing import Moment, moment_of, needs, staff_required


def kinds_offered(by: Standing) -> list[CaseKind]:
    return [kind for kind in kinds_for(by) if importable(kind)]


def may_import_any(by: Standing) -> bool:
    return bool(kinds_offered(by))


class UploadForm(forms.Form):
    kind = choice_field("来件的种类")
    unit = choice_field("承办单位", help_text="表里写了承办单位的行，按表里的。")
    file = file_field(
        ".xlsx,.csv,.tsv,.json,.jsonl,.gz",
        help_text="XLSX、CSV、JSONL，50 MB 以内。先检查，看过结果再决定导不导。",
    )
    map = choice_field("列的对照", required=False, help_text="按模板填的、认得出的表不用选。")


# ---- beginning -----------------------------------------------------------------------------------------


@staff_required
@needs(may_import_any, ONLY_CLERKS)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Uploads that wait for a decision, and the batches so far."""
    by = moment_of(request).standing
    page = Paginator(batches_for(by), PER_PAGE).get_page(request.GET.get("page"))
    found = [batch_facts(row, by) for row in page.object_list]
    lines = [(one, [one.kind_label, one.unit_name]) for one in found]
    return CASES.list_page(request, page, ["种类", "单位"], lines)


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
    templates = [(kind.label, reverse("office:case_import_template", args=[kind.code])) for kind in kinds]
    return CASES.new_page(request, "office/cases/import_new.html", form, templates=templates)


def _kept(form: UploadForm, now: Moment) -> Upload | None:
    filled = form.cleaned_data
    if not may_take_in(now.standing, CASE_KINDS[filled["kind"]], int(filled["unit"])):
        form.add_error("unit", "这个单位的这类来件由别人登记。")
        return None
    return CASES.kept(form, now, kind=filled["kind"], unit=int(filled["unit"]), map=filled["map"])


# ---- looking at the trial run --------------------------------------------------------------------------


@staff_required
@require_safe
def checked(request: HttpRequest, token: str) -> HttpResponse:
    """Step two: what the file holds and what is wrong in it; nothing has been written."""
    now, upload = CASES.mine(request, token)
    found = result_of(upload)
    if found is None:
        return CASES.not_tried_yet(upload)
    return CASES.checked_page(
        request,
        "office/cases/import_checked.html",
        upload,
        found,
        facts=_facts(now.standing, upload, found),
        samples=["标题", "来信时间", "办理结果", "答复时间"],
    )


def _facts(by: Standing, upload: Upload, found: dict[str, Any]) -> list[HeadLine]:
    kind = CASE_KINDS[upload.told["kind"]]
    unit = dict(units_for(by, kind)).get(upload.told["unit"], "")
    return [
        HeadLine("种类", kind.label),
        HeadLine("承办单位", unit),
        HeadLine("列的对照", found.get("map_label", "没有认出")),
    ]


# ---- running, looking back, undoing ---------------------------------------------------------------------


@staff_required
@require_POST
def run(request: HttpRequest, token: str) -> HttpResponse:
    """Step three: only now anything is written, by a job."""
    now, upload, found = CASES.mine_checked(request, token)
    may = may_take_in(now.standing, CASE_KINDS[upload.told["kind"]], upload.told["unit"])
    refusal = "" if may else ONLY_CLERKS
    return CASES.run(request, now, upload, found, refusal=refusal, kind=IMPORT, params=params_of(upload))


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
    return CASES.batch_page(
        request,
        "office/cases/import_batch.html",
        batch,
        facts=[HeadLine("种类", batch.kind_label), HeadLine("承办单位", batch.unit_name)],
        kept=[HeadLine("在这里办过，没有改动", f"{batch.kept:,} 件")],
        undone="新增的来件已经去掉；办过的留了下来。",
        table=case_table("这一批的来件", lines_of(list(page.object_list), today=now.today)),
        page_of=page,
    )


@staff_required
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    now = moment_of(request)
    batch = _batch_or_404(request, batch_id)
    return CASES.undo_page(
        request,
        batch,
        lambda: undo_batch(batch_id=batch_id, by=now.standing.actor(), at=now.at, standing=now.standing),
        facts=[HeadLine("承办单位", batch.unit_name)],
        consequence=f"这一批新增的 {batch.imported:,} 件来件从系统里去掉，连同其中的个人信息，不能恢复；"
        "导入以后有人办过的留下来。原来的文件可以再导入一次。",
        refusal="由这个单位的承办人或者政务公开办撤销。",
    )


urls = [
    path("cases/imports/", imports, name="case_imports"),
    path("cases/imports/new/", import_new, name="case_import_new"),
    path("cases/imports/template/<slug:kind>/", template, name="case_import_template"),
    path("cases/imports/batches/<int:batch_id>/", import_batch, name="case_import_batch"),
    path("cases/imports/batches/<int:batch_id>/undo/", undo, name="case_import_undo"),
    path("cases/imports/<str:token>/", checked, name="case_import"),
    path("cases/imports/<str:token>/run/", run, name="case_import_run"),
    *CASES.urls("cases/imports/"),
]
