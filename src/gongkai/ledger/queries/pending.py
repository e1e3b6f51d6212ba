"""Rows that stand in no seal yet. Membership decides, not the id: ids commit out of order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from gongkai.ledger.models import LedgerRow, Seal
from gongkai.ledger.rules import LEAF_FIELDS

# How long a transaction may last before its rows are found by the full look only.
RECENT = timedelta(minutes=2)
_BELOW_ALL = -(2**63)  # a forged row may have any id


def last_seal() -> Seal | None:
    return Seal.objects.order_by("-id").first()


def last_row_id() -> int:
    return LedgerRow.objects.aggregate(top=Max("id"))["top"] or 0


def pending_rows(*, at: datetime, limit: int, full: bool = False) -> list[tuple[Any, ...]]:
    """Up to `limit` unsealed rows in the order of their ids, each as LEAF_FIELDS.

    First those behind the last seal; where that leaves room, those that came late (see `_gap_floor`).
    """
    last = _last_sealed_row()
    rows = _rows(LedgerRow.objects.filter(id__gt=last), limit)
    if len(rows) < limit:
        floor = _BELOW_ALL if full else _gap_floor(last=last, at=at)
        if floor < last:
            rows += _rows(_unsealed(after=floor).filter(id__lte=last), limit - len(rows))
    return sorted(rows)


def unsealed_count(*, up_to: int, at: datetime) -> int:
    """How many rows up to that id stand in no seal; rows older than the last minutes are taken as sealed."""
    floor = _gap_floor(last=_last_sealed_row(), at=at)
    return _unsealed(after=floor).filter(id__lte=up_to).count()


def _last_sealed_row() -> int:
    return Seal.objects.order_by("-id").values_list("last_row", flat=True).first() or 0


def _gap_floor(*, last: int, at: datetime) -> int:
    """Above which id rows may have been committed after a higher one was sealed.

    SQLite has one writer: ids commit in order. With PostgreSQL: what was sealed RECENT ago.
    """
    if connection.vendor == "sqlite":
        return last
    older = Seal.objects.filter(sealed_at__lte=at - RECENT).order_by("-id")
    return older.values_list("last_row", flat=True).first() or 0


def _unsealed(*, after: int) -> QuerySet[LedgerRow]:
    return LedgerRow.objects.filter(id__gt=after, sealmember=None)


def _rows(rows: QuerySet[LedgerRow], limit: int) -> list[tuple[Any, ...]]:
    return list(rows.order_by("id").values_list(*LEAF_FIELDS)[:limit])
