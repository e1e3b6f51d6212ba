"""The steps that the wizards for items and for cases share: list, trial run, running, report of a batch, undoing it.

What is a wizard's own stands in its own module: its form, who may, what checks, what writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from gongkai.cases.queries.batches import CaseBatchFacts
from gongkai.components.dates import file_size, moment
from gongkai.components.parts import Cell, Column, Confirm, HeadLine, Link, Row, Table
from gongkai.disclosure.importing.trial import Trial
from gongkai.disclosure.queries.batches import BatchFacts
from gongkai.files.waiting import Upload, forget_upload, note_trial, uploads_of
from gongkai.office import import_uploads
from gongkai.office.import_report import marked_rows, problem_list, problem_table
from gongkai.office.one_form import confirmed
from gongkai.office.standing import Moment, forbidden, moment_of, staff_required

PER_PAGE = 50
Batch = BatchFacts | CaseBatchFacts


@dataclass(frozen=True)
class Wizard:
    """Where a wizard stands and what it brings in.

    `what`: of its uploads. `prefix`: of the names of its addresses. `noun`, `counter`: 信息 are counted in 条.
    """

    what: str
    prefix: str
    title: str
    noun: str
    counter: str

    def url(self, step: str, *args: object) -> str:
        return reverse(f"office:{self.prefix}{step}", args=args)

    def mine(self, request: HttpRequest, token: str) -> tuple[Moment, Upload]:
        return import_uploads.mine(request, token, what=self.what)

    def mine_checked(self, request: HttpRequest, token: str) -> tuple[Moment, Upload, dict[str, Any]]:
        return import_uploads.mine_checked(request, token, what=self.what)

    # ---- beginning -------------------------------------------------------------------------------------

    def list_page(
        self,
        request: HttpRequest,
        page: Page[Any],
        own: Sequence[str],
        lines: Iterable[tuple[Batch, Sequence[str]]],
    ) -> HttpResponse:
        """Uploads that wait for a decision, and the batches so far. `own`: headings of the cells beside each batch."""
        uploads = uploads_of(owner_id=moment_of(request).standing.user_id)
        columns = [
            Column("文件"), *(Column(name, hide=True) for name in own), Column("状态"), Column("新增", numeric=True),
            Column("更新", numeric=True), Column("不合格", numeric=True, hide=True), Column("时间", hide=True),
        ]  # fmt: skip
        rows = [
            Row([
                Cell(one.file_name, self.url("import_batch", one.id), note=f"第 {one.id} 批"), *cells,
                Cell(state=one.state), f"{one.imported:,}", f"{one.updated:,}", f"{one.refused:,}",
                Cell(moment(one.made_at), note=one.made_by),
            ])
            for one, cells in lines
        ]  # fmt: skip
        begin = f"导入{self.noun}"
        shown = {
            "title": self.title,
            "tools": [Link(begin, self.url("import_new"))],
            "waiting": [
                (self.url("import", one.token), one.name, parse_datetime(one.at))
                for one in uploads
                if one.what == self.what
            ],
            "table": Table("导入的批次", columns, rows),
            "page_of": page,
            "empty": f"还没有导入过{self.noun}。",
            "hint": f"从“{begin}”开始，先下载模板。",
        }
        return render(request, "office/imports/list.html", shown)

    def new_page(self, request: HttpRequest, template: str, form: forms.Form, **own: Any) -> HttpResponse:
        shown = {"wizard": self, "back": self.url("imports"), "form": form, **own}
        return render(request, template, shown, status=422 if form.errors else 200)

    def kept(self, form: forms.Form, now: Moment, **told: Any) -> Upload | None:
        return import_uploads.kept(form, now, what=self.what, told=told)

    # ---- looking at the trial run ----------------------------------------------------------------------

    def tried(self, upload: Upload, trial: Trial) -> HttpResponse:
        """Keep what a trial run found, and show it."""
        note_trial(upload, trial.summary, rows=trial.bad, seen=trial.seen)
        return HttpResponseRedirect(self.url("import", upload.token))

    def not_tried_yet(self, upload: Upload) -> HttpResponse:
        """To the job that still checks it; 404 where there is none."""
        if "job" not in upload.told:
            raise Http404
        return import_uploads.to_job(upload.told["job"])

    def checked_page(
        self,
        request: HttpRequest,
        template: str,
        upload: Upload,
        found: dict[str, Any],
        *,
        facts: Sequence[HeadLine],
        samples: Sequence[str],
        **own: Any,
    ) -> HttpResponse:
        """What a file holds and what is wrong in it. `samples`: headings of its first rows as they were read."""
        page = Paginator(found.get("refusals", ()), PER_PAGE).get_page(request.GET.get("page"))
        rows = [Row([Cell(one[0]), *one[1:]]) for one in found.get("samples", ())]
        steps = ("run", "discard", "mend", "marked", "problems")
        shown = {
            "wizard": self,
            "back": self.url("imports"),
            "again": self.url("import_new"),
            "step": {name: self.url(f"import_{name}", upload.token) for name in steps},
            "upload": upload,
            "found": found,
            "facts": [HeadLine("文件", upload.name, note=file_size(upload.size)), *facts],
            "table": problem_table(list(page.object_list)),
            "page_of": page,
            "samples": Table(f"前几{self.counter}", [Column(name) for name in samples], rows),
        }
        return render(request, template, shown | own)

    def _problems(self, request: HttpRequest, token: str) -> HttpResponse:
        return problem_list(self.mine(request, token)[1])

    def _marked(self, request: HttpRequest, token: str) -> HttpResponse:
        return marked_rows(request, self.mine(request, token)[1], back=self.url("import", token))

    def _discard(self, request: HttpRequest, token: str) -> HttpResponse:
        forget_upload(self.mine(request, token)[1])
        messages.success(request, "文件已删除，什么也没有导入。")
        return HttpResponseRedirect(self.url("imports"))

    def urls(self, place: str) -> list[URLPattern]:
        """The steps of an upload in which no wizard has anything of its own."""
        views = {
            "problems": require_safe(self._problems),
            "marked": require_safe(self._marked),
            "discard": require_POST(self._discard),
        }
        return [
            path(f"{place}<str:token>/{step}/", staff_required(view), name=f"{self.prefix}import_{step}")
            for step, view in views.items()
        ]

    # ---- running, looking back, undoing ----------------------------------------------------------------

    def run(
        self,
        request: HttpRequest,
        now: Moment,
        upload: Upload,
        found: dict[str, Any],
        *,
        refusal: str,
        kind: str,
        params: dict[str, Any],
    ) -> HttpResponse:
        """Only now anything is written, by a job. `refusal`: why this person may not; empty for whoever may."""
        if found["fault"] or not found["good"]:
            raise Http404
        if refusal:
            return forbidden(request, refusal)
        keep_good = request.POST.get("keep_good") == "1"
        if found["refused_rows"] and not keep_good:
            words = f"有 {found['refused_rows']} 行没通过检查。改好再上传，或者只导入合格的。"
            messages.error(request, words)
            return HttpResponseRedirect(self.url("import", upload.token))
        params = {**params, "username": now.standing.username, "keep_good": keep_good}
        return import_uploads.run_by_job(now, upload, kind=kind, params=params)

    def batch_page(
        self,
        request: HttpRequest,
        template: str,
        batch: Batch,
        *,
        facts: Sequence[HeadLine],
        kept: Sequence[HeadLine] = (),
        **own: Any,
    ) -> HttpResponse:
        """The report of a batch: its counts, what it brought, and the way back."""
        lines = [
            HeadLine("文件", batch.file_name),
            *facts,
            HeadLine("谁导入的", batch.made_by, note=moment(batch.made_at)),
            HeadLine("读到", f"{batch.read:,} 行"),
            HeadLine("新增", f"{batch.imported:,} {self.counter}"),
            HeadLine("更新", f"{batch.updated:,} {self.counter}"),
            HeadLine("没有变化", f"{batch.unchanged:,} {self.counter}"),
            *kept,
            HeadLine("不合格", f"{batch.refused:,} 行", level="late" if batch.refused else ""),
        ]
        shown = {
            "wizard": self,
            "back": self.url("imports"),
            "undo": self.url("import_undo", batch.id),
            "batch": batch,
            "facts": lines,
            "empty": f"没有新增的{self.noun}",
        }
        return render(request, template, shown | own)

    def undo_page(
        self,
        request: HttpRequest,
        batch: Batch,
        act: Callable[[], Any],
        *,
        facts: Sequence[HeadLine],
        consequence: str,
        refusal: str,
    ) -> HttpResponse:
        """Asks before a batch goes. `refusal`: who undoes it, told to whoever may not."""
        if not (batch.may_undo or batch.undone_at):
            return forbidden(request, refusal)
        back = self.url("import_batch", batch.id)
        asked = Confirm(
            title=f"撤销第 {batch.id} 批导入",
            consequence=consequence,
            act="撤销这一批",
            back_url=back,
            facts=[HeadLine("文件", batch.file_name), *facts],
            danger=True,
        )
        return confirmed(request, asked, act, done=f"第 {batch.id} 批已撤销。", to=back)
