"""Imports into registers: which register first, then the wizard that all tables share; what was imported, and the way back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.components.dates import moment
from gongkai.components.parts import Cell, Column, Confirm, HeadLine, Link, Row, Table
from gongkai.office.one_form import confirmed
from gongkai.office.register.common import for_workers
from gongkai.office.register.sheets import ONLY_OFFICERS
from gongkai.office.standing import forbidden, moment_of, needs, staff_required
from gongkai.registers import actions
from gongkai.registers.declaring import RHYTHMS
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.policies import may_enter_somewhere
from gongkai.registers.queries import batch_for, batches_for

for_enterers = needs(may_enter_somewhere, ONLY_OFFICERS)


@staff_required
@for_enterers
@require_safe
def import_choose(request: HttpRequest) -> HttpResponse:
    """One table for each register."""
    rows = [
        Row([
            Cell(register.label, reverse("office:table_new", args=[f"register-{code}"]), note=register.summary),
            RHYTHMS[register.rhythm],
            Cell("下载模板", reverse("office:table_template", args=[f"register-{code}"])),
        ])
        for code, register in REGISTERS.items()
    ]  # fmt: skip
    shown = {
        "title": "导入登记册",
        "intro": "选一本，下载模板，填好再传上来。先检查，看过结果再决定导不导；同一个表导两遍不会重复。",
        "tools": [Link("导入记录", reverse("office:register_batches"), note="plain")],
        "table": Table("登记册", [Column("登记册"), Column("怎样填"), Column("模板")], rows),
    }
    return render(request, "office/parts/register.html", shown)


@staff_required
@for_workers
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    rows = [
        Row([
            Cell(f"第 {one.id} 批 {one.label}", note=one.file_name),
            Cell(one.made_by, note=moment(one.made_at)),
            f"新增 {one.imported}，更新 {one.updated}",
            Cell("", state="已撤销", note=moment(one.undone_at)) if one.undone_at
            else Cell("撤销这一批", reverse("office:register_undo", args=[one.id])) if one.may_undo else "",
        ])
        for one in batches_for(moment_of(request).standing)
    ]  # fmt: skip
    columns = [Column("批次"), Column("谁导入的"), Column("结果"), Column("撤销")]
    shown = {
        "title": "登记册的导入记录",
        "words": f"{len(rows)} 批",
        "tools": [Link("登记册", reverse("office:registers"), note="plain")],
        "table": Table("导入的批次", columns, rows),
        "empty": "还没有导入过",
        "hint": "",
    }
    return render(request, "office/parts/register.html", shown)


@staff_required
@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    now = moment_of(request)
    batch = batch_for(now.standing, batch_id)
    if batch is None:
        raise Http404
    if not (batch.may_undo or batch.undone_at):
        return forbidden(request, "由填这些登记册的信息员或者政务公开办撤销。")
    back = reverse("office:register_batches")
    asked = Confirm(
        title=f"撤销第 {batch_id} 批导入",
        consequence=f"新增的 {batch.imported} 处去掉，更新的 {batch.updated} 处恢复成原来的；这一批以后又改过的不动。",
        act="撤销这一批",
        back_url=back,
        facts=[HeadLine("登记册", batch.label), HeadLine("文件", batch.file_name)],
        danger=True,
    )
    reason = f"撤销第 {batch_id} 批导入"
    return confirmed(
        request,
        asked,
        lambda: actions.undo_batch(batch_id=batch_id, by=now.standing, at=now.at, reason=reason),
        done=f"第 {batch_id} 批已撤销。",
        to=back,
    )


urls = [
    path("registers/import/", import_choose, name="register_import"),
    path("registers/batches/", batches, name="register_batches"),
    path("registers/batches/<int:batch_id>/undo/", undo, name="register_undo"),
]
