"""A list taken out as a table: each is in the ledger, since what has left the system can't be called back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.queries.item_lists import EXPORT_MOST, LISTS, found_in
from gongkai.jobs.actions import enqueue
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Subject

EXPORT_JOB = "items.export"
FORMATS = {"csv": "CSV", "xlsx": "Excel"}


def note_export(
    *, code: str, query: str, columns: Sequence[str], format: str, rows: int, by: Standing, at: datetime
) -> None:
    """The ledger row of a table that leaves the system: which list, how narrowed, which columns, how many rows."""
    payload = {"list": code, "query": query, "columns": list(columns), "format": format, "rows": rows}
    with transaction.atomic():
        subject = Subject("list", code, LISTS[code].label)
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
    count = found_in(by, code=code, asked=asked).count()
    if count > EXPORT_MOST:
        raise ItemRefused(f"查到 {count:,} 条，一次最多导出 {EXPORT_MOST:,} 条，先用筛选缩小。")
    params = {
        "list": code,
        "query": query,
        "columns": list(columns),
        "format": format,
        "username": by.username,
    }
    with transaction.atomic():
        note_export(code=code, query=query, columns=columns, format=format, rows=count, by=by, at=at)
        title = f"导出{LISTS[code].label}：{count:,} 条（{FORMATS[format]}）"
        return enqueue(kind=EXPORT_JOB, title=title, params=params, by=by.actor(), at=at)
