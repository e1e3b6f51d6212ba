"""Batches of imported items, for whoever may import into their unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from gongkai.accounts.policies import Standing
from gongkai.disclosure.models import ImportBatch, Item
from gongkai.disclosure.policies import FILING_ROLES, may_import

_ASKED_AT_ONCE = 500


@dataclass(frozen=True)
class BatchFacts:
    """`read` … `refused` as the import ended; `public` counts its items that are public now."""

    id: int
    file_name: str
    map_name: str
    unit_id: int
    unit_name: str
    made_by: str
    made_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    read: int
    imported: int
    updated: int
    unchanged: int
    refused: int
    may_undo: bool

    @property
    def state(self) -> str:
        if self.undone_at:
            return "已撤销"
        return "已完成" if self.finished_at else "没有做完"


def batches_for(standing: Standing) -> QuerySet[ImportBatch]:
    """Newest first."""
    rows = ImportBatch.objects.select_related("unit", "made_by").order_by("-id")
    if standing.sees_all:
        return rows
    return rows.filter(unit__in=standing.unit_ids(*FILING_ROLES))


def batch_facts(row: ImportBatch, standing: Standing) -> BatchFacts:
    counts = row.counts or {}
    return BatchFacts(
        id=row.pk,
        file_name=row.file_name,
        map_name=row.map_name,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        made_by=row.made_by.full_name if row.made_by else "命令行",
        made_at=row.made_at,
        finished_at=row.finished_at,
        undone_at=row.undone_at,
        read=counts.get("read", 0),
        imported=counts.get("imported", 0),
        updated=counts.get("updated", 0),
        unchanged=counts.get("unchanged", 0),
        refused=counts.get("refused", 0),
        may_undo=row.undone_at is None and may_import(standing, row.unit_id),
    )


def batch_for(standing: Standing, batch_id: int) -> BatchFacts | None:
    row = batches_for(standing).filter(id=batch_id).first()
    return batch_facts(row, standing) if row else None


def items_of_batch(standing: Standing, batch_id: int) -> QuerySet[Item]:
    """What came in with a batch, withdrawn or not."""
    return Item.objects.filter(batch__in=batches_for(standing).filter(id=batch_id).values("id")).order_by(
        "id"
    )


def known_count(unit_id: int, keys: Iterable[str]) -> int:
    """How many of these keys of a source are in the unit already."""
    wanted = list(dict.fromkeys(keys))
    return sum(
        Item.objects.filter(unit=unit_id, source_key__in=wanted[start : start + _ASKED_AT_ONCE]).count()
        for start in range(0, len(wanted), _ASKED_AT_ONCE)
    )
