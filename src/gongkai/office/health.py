"""How the installation is, for the system administrator: the same facts as `gongkai doctor`, with what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.policies import Standing
from gongkai.components.dates import moment
from gongkai.components.parts import HeadLine
from gongkai.disclosure.queries.health import PROGRAMS, examine
from gongkai.jobs.actions import enqueue
from gongkai.jobs.queries import latest_done, open_count
from gongkai.office.standing import moment_of, needs, staff_required


def runs_system(by: Standing) -> bool:
    return by.has("system_admin")


only_system = needs(runs_system, "运行状况由系统管理员查看。")


@staff_required
@only_system
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    found = examine(today=now.today, at=now.at)
    lacking = [f"{name}：{PROGRAMS[name]}" for name, where in found.report["programs"].items() if not where]
    return render(
        request,
        "office/health/health.html",
        {
            "found": found,
            "facts": _facts(found.report),
            "lacking": lacking,
            "gaps": len(found.report.get("staffing_gaps", ())),
        },
    )


def _facts(report: dict[str, Any]) -> list[HeadLine]:
    first, last = report.get("calendar_years", [None, None])
    checked = latest_done("ledger.verify")
    free = report["disk_free_mb"]
    equal = report.get("index_equals_database", True)
    lost = report.get("files", {}).get("lost", 0)
    stuck = report.get("outbox_stuck", 0)
    return [
        HeadLine("版本", report["version"], note=f"Python {report['python']}，{report['database']}"),
        HeadLine("数据目录", report["home"]),
        HeadLine("磁盘剩余", f"{free / 1024:.1f} GB", level="late" if free < 1024 else ""),
        HeadLine("放假通知", f"{first}—{last} 年" if first else "没有载入", level="" if first else "late"),
        HeadLine("检索索引", "和数据库一致" if equal else "和数据库不一致", level="" if equal else "late"),
        HeadLine("附件", f"丢失 {lost} 个" if lost else "都在", level="late" if lost else ""),
        _scanner(report.get("scanner", {})),
        HeadLine("等着投递", f"{report.get('outbox_waiting', 0):,} 件", note=f"{stuck} 件投不出去" if stuck else ""),
        HeadLine("后台任务", f"{open_count()} 个没做完", reverse("office:jobs")),
        HeadLine("台账", f"{report.get('ledger_unsealed', 0):,} 行等封存", note=_checked(checked)),
        HeadLine("摘要算法", report["digest"], note="" if report["sm3"] else "系统的 OpenSSL 没有 SM3"),
    ]  # fmt: skip


def _scanner(told: dict[str, Any]) -> HeadLine:
    if not told.get("set_up"):
        return HeadLine(
            "查毒", "没有设置", note=f"{told['waiting']} 个文件等着" if told.get("waiting") else ""
        )
    words = f"{told['waiting']} 个文件等着" if told["up"] else f"没有应答，{told['waiting']} 个文件等着"
    note = f"{told['bad']} 个有病毒，没有给任何人" if told["bad"] else ""
    return HeadLine("查毒", words, note=note, level="" if told["up"] else "late")


def _checked(job: Any) -> str:
    if job is None or job.finished_at is None:
        return "还没有在页面上校验过，由审计管理员校验"
    return f"{moment(job.finished_at)} 校验，{'没有改动' if job.result.get('ok') else '有对不上的地方'}"


@staff_required
@only_system
@require_POST
def index_rebuild(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    job_id = enqueue(
        kind="search.rebuild", title="重建检索索引", params={}, by=now.standing.actor(), at=now.at
    )
    return HttpResponseRedirect(reverse("office:job", args=[job_id]))


urls = [
    path("health/", health, name="health"),
    path("health/index/rebuild/", index_rebuild, name="index_rebuild"),
]
