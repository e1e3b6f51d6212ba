"""Batches of imported cases, for whoever may enter cases of that kind for their unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseBatch
from gongkai.cases.policies import may_take_in


@dataclass(frozen=True)
class CaseBatchFacts:
    """`read` … `refused` as the import ended; `kept`: cases that differed from the file and had been worked on here."""

    id: int
    file_name: str
    kind_label: str
    unit_name: str
    made_by: str
    made_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    read: int
    imported: int
    updated: int
    unchanged: int
    kept: int
    refused: int
    may_undo: bool

    @property
    def state(self) -> str:
        if self.undone_at:
            return "已撤销"
        return "已完成" if self.finished_at else "没有做完"


def batches_for(standing: Standing) -> QuerySet[CaseBatch]:
    """Newest first. Of one's own units by the kinds that one takes in there; 政务公开办 and the auditor see all."""
    rows = CaseBatch.objects.select_related("unit", "made_by").order_by("-id")
    if standing.sees_all:
        return rows
    mine = Q(pk__in=[])
    for kind in CASE_KINDS.values():
        mine |= Q(kind=kind.code, unit__in=standing.unit_ids(*kind.intake_roles))
    return rows.filter(mine)


def batch_facts(row: CaseBatch, standing: Standing) -> CaseBatchFacts:
    counts = row.counts or {}
    kind = CASE_KINDS.get(row.kind)
    return CaseBatchFacts(
        id=row.pk,
        file_name=row.file_name,
        kind_label=kind.label if kind else row.kind,
        unit_name=row.unit.name,
        made_by=row.made_by.full_name if row.made_by else "命令行",
        made_at=row.made_at,
        finished_at=row.finished_at,
        undone_at=row.undone_at,
        may_undo=row.undone_at is None and kind is not None and may_take_in(standing, kind, row.unit_id),
        **{name: int(counts.get(name, 0)) for name in ("read", "imported", "updated", "unchanged", "kept", "refused")},
    )  # fmt: skip


def batch_for(standing: Standing, batch_id: int) -> CaseBatchFacts | None:
    row = batches_for(standing).filter(id=batch_id).first()  # one by key
    return batch_facts(row, standing) if row else None


def case_ids_of_batch(standing: Standing, batch_id: int) -> QuerySet[Case, int]:
    """What a batch brought and is still there."""
    return (
        Case.objects.filter(batch__in=batches_for(standing).order_by().filter(id=batch_id).values("id"))
        .order_by("id")
        .values_list("id", flat=True)
    )
