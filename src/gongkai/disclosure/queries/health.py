"""What this installation is, what it lacks, what is out of order: `gongkai doctor` and the page say the same."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection

from gongkai import __version__
from gongkai.clocks.queries import calendar
from gongkai.crypto.digests import default_algorithm
from gongkai.disclosure.queries.staffing import staffing_gaps
from gongkai.files import recogniser
from gongkai.files.queries import compare_store, scan_queue, waiting_for_recognition
from gongkai.files.scanning import scanner
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
INSTEAD = {"chromium": "chromium-headless-shell"}
"""The same program under the name of a smaller package."""
LITTLE_DISK_MB = 1024


def _where(program: str) -> str | None:
    return shutil.which(program) or shutil.which(INSTEAD.get(program, program))


@dataclass
class Health:
    """`report` holds facts by name, `problems` what is out of order, `remarks` what should be looked at."""

    report: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def examine(*, today: date, at: datetime) -> Health:
    """Look at everything once; reads the whole index and the folder of files."""
    found = Health(problems=[str(m.msg) for m in checks.run_checks() if m.level >= checks.ERROR])
    found.report = {
        "version": __version__,
        "python": sys.version.split()[0],
        "home": str(settings.HOME),
        "database": connection.vendor,
        "sqlite": sqlite3.sqlite_version,
        "digest": default_algorithm(),
        "sm3": "sm3" in hashlib.algorithms_available,
        "programs": {name: _where(name) for name in PROGRAMS},
        "disk_free_mb": shutil.disk_usage(settings.HOME).free // 1024 // 1024,
    }
    if found.report["disk_free_mb"] < LITTLE_DISK_MB:
        found.problems.append(f"磁盘只剩 {found.report['disk_free_mb']} MB，清理或者扩容。")
    if "units_installation" not in connection.introspection.table_names():
        found.problems.append("还没有初始化，先运行 gongkai init 或 gongkai demo build。")
        return found
    _site(found, today)
    _stores(found)
    found.report["ledger_unsealed"] = unsealed_count(up_to=last_row_id(), at=at)
    gaps = staffing_gaps(today=today)
    found.report["staffing_gaps"] = [gap.words for gap in gaps]
    found.remarks += [gap.words for gap in gaps[:5]]
    return found


def _site(found: Health, today: date) -> None:
    site = site_facts()
    found.report["mode"], found.report["site"] = site.mode, site.site_name
    known = calendar()
    years = known.years_loaded
    found.report["calendar_years"] = [min(years, default=None), max(years, default=None)]
    if today.year not in years:
        found.problems.append(f"{today.year} 年的放假通知还没有载入，期限都是暂定的。")


def _stores(found: Health) -> None:
    difference = indexing.compare()
    found.report["index_equals_database"] = difference.is_empty
    if not difference.is_empty:
        found.problems.append("检索索引和数据库不一致，运行 gongkai search rebuild。")
    store = compare_store()
    found.report["files"] = {"lost": len(store.lost), "orphans": len(store.orphans)}
    if store.lost:
        found.problems.append(f"{len(store.lost)} 个附件在数据库里有、在磁盘上没有。")
    _recognition(found)
    _scanner(found)
    waiting = outbox_state()
    found.report["outbox_waiting"] = waiting.waiting
    found.report["outbox_stuck"] = waiting.stuck
    if waiting.stuck:
        found.problems.append(f"{waiting.stuck} 件后台投递多次没有成功，看服务器日志。")


def _recognition(found: Health) -> None:
    scans = len(waiting_for_recognition())
    found.report["recognition"] = {"installed": recogniser.available(), "waiting": scans}
    if not recogniser.available():
        count = f"现在有 {scans} 个扫描件、图片等着，识别以前不能公开。" if scans else ""
        found.remarks.append(recogniser.MISSING + count)


def _scanner(found: Health) -> None:
    port, queue = scanner(), scan_queue()
    is_up = port is not None and port.is_up()
    found.report["scanner"] = {
        "set_up": port is not None, "up": is_up,
        "waiting": queue.waiting, "unjudged": queue.unjudged, "bad": queue.bad,
    }  # fmt: skip
    if port is not None and not is_up:
        found.problems.append(f"查毒程序没有应答，{queue.waiting} 个新文件等着，查过以前谁也下载不到。")
    elif port is None and queue.waiting:
        found.problems.append(f"查毒程序没有设置，但还有 {queue.waiting} 个文件等着查毒，谁也下载不到。")
    if queue.unjudged:
        found.problems.append(f"查毒程序判断不了 {queue.unjudged} 个文件，看它允许的文件大小是不是设小了。")
