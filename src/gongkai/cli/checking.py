"""`gongkai doctor`: what this installation is, what it lacks, what is out of order."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
from typing import Any

import typer
from django.conf import settings
from django.core import checks
from django.db import connection
from django.utils import timezone

from gongkai import __version__
from gongkai.cli.output import FOUND_PROBLEMS, now, put_json, say
from gongkai.clocks.queries import calendar
from gongkai.crypto.digests import default_algorithm
from gongkai.disclosure.queries.staffing import staffing_gaps
from gongkai.files.queries import compare_store
from gongkai.jobs.queries import outbox_state
from gongkai.ledger.queries import last_row_id, unsealed_count
from gongkai.search import indexing
from gongkai.units.queries import site_facts

PROGRAMS = {
    "chromium": "浏览器测试要用",
    "soffice": "转换 DOC、WPS 文件要用",
    "pdftotext": "另一种 PDF 取字办法",
    "psql": "使用 PostgreSQL 时要用",
}


def doctor(as_json: bool = typer.Option(False, "--json", help="以 JSON 输出")) -> None:
    """检查这套系统：数据库、索引、附件、日历、人员、可选的系统程序。

    例：gongkai doctor --json
    """
    report, problems = examine()
    for line in problems:
        say(f"问题：{line}")
    for name, path in report["programs"].items():
        if not path:
            say(f"没有装 {name}：{PROGRAMS[name]}。不装也能用。")
    say("没有问题。" if not problems else f"{len(problems)} 个问题。")
    if as_json:
        put_json(report | {"problems": problems})
    if problems:
        raise typer.Exit(FOUND_PROBLEMS)


def examine() -> tuple[dict[str, Any], list[str]]:
    """Facts of the installation and what is wrong, in words."""
    problems: list[str] = [str(m.msg) for m in checks.run_checks() if m.level >= checks.ERROR]
    report: dict[str, Any] = {
        "version": __version__,
        "python": sys.version.split()[0],
        "home": str(settings.HOME),
        "database": connection.vendor,
        "sqlite": sqlite3.sqlite_version,
        "digest": default_algorithm(),
        "sm3": "sm3" in hashlib.algorithms_available,
        "programs": {name: shutil.which(name) for name in PROGRAMS},
        "disk_free_mb": shutil.disk_usage(settings.HOME).free // 1024 // 1024,
    }
    if "units_installation" not in connection.introspection.table_names():
        return report, [*problems, "还没有初始化，先运行 gongkai init 或 gongkai demo build。"]
    site = site_facts()
    report["mode"], report["site"] = site.mode, site.site_name
    today = timezone.localdate()
    known = calendar()
    report["calendar_years"] = [min(known.years_loaded, default=None), max(known.years_loaded, default=None)]
    if today.year not in known.years_loaded:
        problems.append(f"{today.year} 年的放假通知还没有载入，期限都是暂定的。")
    difference = indexing.compare()
    report["index_equals_database"] = difference.is_empty
    if not difference.is_empty:
        problems.append("检索索引和数据库不一致，运行 gongkai search rebuild。")
    store = compare_store()
    report["files"] = {"lost": len(store.lost), "orphans": len(store.orphans)}
    if store.lost:
        problems.append(f"{len(store.lost)} 个附件在数据库里有、在磁盘上没有。")
    waiting = outbox_state()
    report["outbox_waiting"] = waiting.waiting
    report["ledger_unsealed"] = unsealed_count(up_to=last_row_id(), at=now())
    gaps = staffing_gaps(today=today)
    report["staffing_gaps"] = [gap.words for gap in gaps]
    for gap in gaps[:5]:
        say(f"注意：{gap.words}")
    return report, problems
