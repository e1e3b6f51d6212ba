"""A list taken out as a table: each is in the ledger, since what has left the system can't be called back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.accounts.policies import Standing
from gongkai.jobs.actions import enqueue
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Subject
from gongkai.lists.refusals import ListRefused
from gongkai.lists.registry import EXPORT_MOST, list_of

EXPORT_JOB = "lists.export"
FORMATS = {"csv": "CSV", "xlsx": "Excel"}


def note_export(
    *, code: str, query: str, columns: Sequence[str], format: str, rows: int, by: Standing, at: datetime
) -> None:
    """The ledger row of a table that leaves the system: which list, how narrowed, which columns, how many rows."""
    payload = {"list": code, "query": query, "columns": list(columns), "format": format, "rows": rows}
    with transaction.atomic():
        subject = Subject("list", code, list_of(code).label)
        record(actor=by.actor(), act="list.export", subject=subject, at=at, payload=payload)


def begin_export(
    *,
    code: str,
    asked: Mapping[str, str],
    query: str,
    columns: Sequence[str],
    format: str,
    by: Standing,
    at: datetime,
) -> int:
    """Ask for a table of many rows; returns the job's id. `query` is the kept part of the address."""
    one = list_of(code)
    count = one.count(by, asked, localdate(at))
    if count > EXPORT_MOST:
        raise ListRefused(
            f"查到 {count:,} {one.measure}，一次最多导出 {EXPORT_MOST:,} {one.measure}，先用筛选缩小。"
        )
    params = {
        "list": code,
        "query": query,
        "columns": list(columns),
        "format": format,
        "username": by.username,
    }
    with transaction.atomic():
        note_export(code=code, query=query, columns=columns, format=format, rows=count, by=by, at=at)
        title = f"导出{one.label}：{count:,} {one.measure}（{FORMATS[format]}）"
        return enqueue(kind=EXPORT_JOB, title=title, params=params, by=by.actor(), at=at)
