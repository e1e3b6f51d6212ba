"""Imports into registers, looked back on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongkai.accounts.policies import Standing
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.models import BatchChange, RegisterBatch
from gongkai.registers.policies import may_enter, readable_by


@dataclass(frozen=True)
class BatchFacts:
    id: int
    register: str
    label: str
    file_name: str
    made_by: str
    made_at: datetime
    imported: int
    updated: int
    undone_at: datetime | None
    may_undo: bool


def batches_for(by: Standing, *, limit: int = 200) -> list[BatchFacts]:
    """Batches that wrote into units whose registers this person may read, newest first."""
    rows = RegisterBatch.objects.select_related("made_by").order_by("-id")
    if not by.sees_all:
        mine = BatchChange.objects.filter(readable_by(by)).values("batch_id")
        rows = rows.filter(id__in=mine)
    found = list(rows[:limit])
    units: dict[int, set[int]] = {row.pk: set() for row in found}
    changes = BatchChange.objects.filter(batch__in=found).order_by()
    for batch_id, unit_id in changes.values_list("batch_id", "unit_id").distinct():
        units[batch_id].add(unit_id)
    return [_facts(row, by, units[row.pk]) for row in found]


def batch_for(by: Standing, batch_id: int) -> BatchFacts | None:
    row = RegisterBatch.objects.select_related("made_by").filter(id=batch_id).order_by("id").first()
    if row is None:
        return None
    changes = BatchChange.objects.filter(batch=row).order_by()
    if not by.sees_all and not changes.filter(readable_by(by)).exists():
        return None
    return _facts(row, by, set(changes.values_list("unit_id", flat=True).distinct()))


def _facts(row: RegisterBatch, by: Standing, unit_ids: set[int]) -> BatchFacts:
    register = REGISTERS.get(row.register)
    return BatchFacts(
        row.pk,
        row.register,
        register.label if register else row.register,
        row.file_name,
        row.made_by.full_name if row.made_by else "命令行",
        row.made_at,
        row.counts.get("imported", 0),
        row.counts.get("updated", 0),
        row.undone_at,
        row.undone_at is None and all(may_enter(by, unit_id) for unit_id in unit_ids),
    )
