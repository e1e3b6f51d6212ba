"""Long jobs: the list, one job with its progress, stop, resume, and where its result is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.policies import Standing
from gongkai.components.dates import moment
from gongkai.components.parts import Cell, Column, HeadLine, Link, Progress, Row, Table
from gongkai.jobs.actions import NotYours, request_stop, resume
from gongkai.jobs.queries import JobView, job_for, jobs_for
from gongkai.jobs.results import result_path
from gongkai.office.standing import moment_of, staff_required

PER_PAGE = 50
FAILED, STOPPED = "failed", "stopped"
# Where the result of a kind of job is looked at: from what it was asked and what it returned.
RESULTS: dict[str, Callable[[JobView], Link]] = {
    "items.check": lambda job: Link("看检查结果", reverse("office:import", args=[job.params["token"]])),
    "items.import": lambda job: Link(
        "看导入结果", reverse("office:import_batch", args=[job.result["batch"]])
    ),
    "cases.check": lambda job: Link("看检查结果", reverse("office:case_import", args=[job.params["token"]])),
    "cases.import": lambda job: Link(
        "看导入结果", reverse("office:case_import_batch", args=[job.result["batch"]])
    ),
    "lists.bulk": lambda job: Link("看办理结果", reverse("office:bulk_report", args=[job.id])),
    "lists.export": lambda job: Link("下载表格", reverse("office:job_file", args=[job.id])),
    "screening.rescan": lambda job: Link("看排查结果", reverse("office:screening")),
    "reports.compute": lambda job: Link(
        "看各单位的报告",
        f"{reverse('office:reports')}?kind={job.params['kind']}&year={job.params['year']}&period={job.params['period']}",
    ),
    "ledger.verify": lambda job: Link("看校验结果", reverse("office:ledger_check", args=[job.id])),
}


def sees_all_jobs(by: Standing) -> bool:
    """The system administrator watches the whole queue; everybody else what they asked for."""
    return by.has("system_admin")


def job_or_404(request: HttpRequest, job_id: int) -> JobView:
    by = moment_of(request).standing
    job = job_for(actor_id=by.actor().id, is_admin=sees_all_jobs(by), job_id=job_id)
    if job is None:
        raise Http404
    return job


@staff_required
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    by = moment_of(request).standing
    before = request.GET.get("before", "")
    found = jobs_for(
        actor_id=by.actor().id,
        is_admin=sees_all_jobs(by),
        limit=PER_PAGE + 1,
        before_id=int(before) if before.isascii() and before.isdigit() and len(before) < 15 else None,
    )
    shown = found[:PER_PAGE]
    columns = [
        Column("任务"), Column("状态"), Column("进度"), Column("谁要的", hide=True), Column("开始", hide=True),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(job.title, reverse("office:job", args=[job.id]), note=job.message),
            Cell(state=job.state_label),
            progress_words(job),
            job.created_by_label,
            moment(job.created_at),
        ])
        for job in shown
    ]  # fmt: skip
    return render(
        request,
        "office/jobs/list.html",
        {
            "title": "后台任务",
            "table": Table("后台任务", columns, rows),
            "empty": "没有后台任务。",
            "hint": "导入、校验台账这类要一会儿的事在这里看进度。",
            "older": shown[-1].id if len(found) > PER_PAGE else None,
        },
    )


def progress_words(job: JobView) -> str:
    if job.total:
        return f"{job.done:,} / {job.total:,}"
    return f"{job.done:,}" if job.done else ""


def progress_of(request: HttpRequest, job: JobView) -> Progress:
    link = RESULTS.get(job.kind)
    return Progress(
        label=job.title,
        state=job.state_label,
        done=job.done,
        total=job.total or None,
        running=job.is_open,
        failed=job.state == FAILED,
        rate=f"每秒 {job.rate:,.0f} 条" if job.rate >= 1 else "",
        left=_left(job),
        log=job.log,
        cancel_url=reverse("office:job_stop", args=[job.id]) if job.is_open else "",
        result=link(job) if link and job.state == "done" else None,
    )


def _left(job: JobView) -> str:
    seconds = job.seconds_left
    if not job.is_open or seconds is None:
        return ""
    return f"还要 {seconds / 60:.0f} 分钟" if seconds >= 90 else f"还要 {seconds:.0f} 秒"


@staff_required
@require_safe
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    found = job_or_404(request, job_id)
    facts = [
        HeadLine("谁要的", found.created_by_label),
        HeadLine("什么时候", moment(found.created_at)),
        HeadLine("开始", moment(found.started_at) if found.started_at else ""),
        HeadLine("结束", moment(found.finished_at) if found.finished_at else ""),
    ]
    return render(
        request,
        "office/jobs/job.html",
        {
            "job": found,
            "facts": facts,
            "progress": progress_of(request, found),
            "poll": reverse("office:job_part", args=[job_id]),
            "may_resume": found.state in (FAILED, STOPPED),
        },
    )


@staff_required
@require_safe
def job_part(request: HttpRequest, job_id: int) -> HttpResponse:
    """The progress alone, asked for every two seconds; when the job has ended the whole page is loaded anew."""
    found = job_or_404(request, job_id)
    context: dict[str, Any] = {
        "job": progress_of(request, found),
        "poll_url": reverse("office:job_part", args=[job_id]),
    }
    answer = render(request, "components/parts/job_progress.html", context)
    if not found.is_open:
        answer["HX-Refresh"] = "true"
    return answer


@staff_required
@require_POST
def job_stop(request: HttpRequest, job_id: int) -> HttpResponse:
    return _manage(request, job_id, request_stop, "已要求停止，做完手上这一步就停。", "任务已经结束了。")


@staff_required
@require_POST
def job_resume(request: HttpRequest, job_id: int) -> HttpResponse:
    return _manage(request, job_id, resume, "接着做，从停下的地方开始。", "任务没有停，不用继续。")


@staff_required
@require_safe
def job_file(request: HttpRequest, job_id: int) -> Any:
    """The file that a job left: for whoever asked for it alone, whatever else one administers."""
    by = moment_of(request).standing
    found = job_for(actor_id=by.actor().id, is_admin=False, job_id=job_id)
    path = result_path(found.result_file) if found else None
    if found is None or path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{found.title}{path.suffix}")


def _manage(
    request: HttpRequest, job_id: int, act: Callable[..., bool], done: str, too_late: str
) -> HttpResponse:
    now = moment_of(request)
    job_or_404(request, job_id)
    try:
        changed = act(job_id=job_id, by=now.standing.actor(), is_admin=sees_all_jobs(now.standing), at=now.at)
    except NotYours as refusal:
        raise Http404 from refusal
    if changed:
        messages.success(request, done)
    else:
        messages.info(request, too_late)
    return HttpResponseRedirect(reverse("office:job", args=[job_id]))


urls = [
    path("jobs/", jobs, name="jobs"),
    path("jobs/<int:job_id>/", job, name="job"),
    path("jobs/<int:job_id>/part/", job_part, name="job_part"),
    path("jobs/<int:job_id>/file/", job_file, name="job_file"),
    path("jobs/<int:job_id>/stop/", job_stop, name="job_stop"),
    path("jobs/<int:job_id>/resume/", job_resume, name="job_resume"),
]
