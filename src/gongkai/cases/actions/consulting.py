"""专家库: whom a consultation about a policy may be put to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.common import need
from gongkai.cases.models import Expert
from gongkai.cases.policies import may_run_experts
from gongkai.cases.refusals import NotFilled, TooLate
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Subject

OFFICE_ONLY = "专家库由政务公开办维护。"


def add_expert(*, name: str, organisation: str, fields: str, by: Standing, at: datetime) -> int:
    need(may_run_experts(by), OFFICE_ONLY)
    _check(name, organisation, fields)
    with transaction.atomic():
        row = Expert.objects.create(
            name=name.strip()[:40],
            organisation=organisation.strip()[:120],
            fields=fields.strip()[:200],
            made_at=at,
        )
        _ledger(row, "add_expert", by, at)
    return row.pk


def change_expert(
    *, expert_id: int, name: str, organisation: str, fields: str, by: Standing, at: datetime
) -> None:
    need(may_run_experts(by), OFFICE_ONLY)
    _check(name, organisation, fields)
    with transaction.atomic():
        row = Expert.objects.select_for_update(of=("self",)).get(id=expert_id)
        Expert.objects.filter(id=expert_id).update(
            name=name.strip()[:40], organisation=organisation.strip()[:120], fields=fields.strip()[:200]
        )
        _ledger(row, "change_expert", by, at, before=f"{row.name}，{row.organisation}，{row.fields}")


def end_expert(*, expert_id: int, by: Standing, at: datetime) -> None:
    """Out of the pool; what was asked of them stays on file."""
    _switch(expert_id, by, at, ended=True)


def resume_expert(*, expert_id: int, by: Standing, at: datetime) -> None:
    _switch(expert_id, by, at, ended=False)


def _switch(expert_id: int, by: Standing, at: datetime, *, ended: bool) -> None:
    need(may_run_experts(by), OFFICE_ONLY)
    with transaction.atomic():
        row = Expert.objects.get(id=expert_id)
        rows = Expert.objects.filter(id=expert_id, ended_at__isnull=ended)
        if not rows.update(ended_at=at if ended else None):
            raise TooLate("已经是这样了。")
        _ledger(row, "end_expert" if ended else "resume_expert", by, at)


def _check(name: str, organisation: str, fields: str) -> None:
    given = {"name": (name, "姓名没有填"), "organisation": (organisation, "单位、职务没有填"), "fields": (fields, "熟悉的领域没有填")}  # fmt: skip
    missing = {key: words for key, (value, words) in given.items() if not value.strip()}
    if missing:
        raise NotFilled(missing)


def _ledger(row: Expert, act: str, by: Standing, at: datetime, **payload: Any) -> None:
    subject = Subject("expert", str(row.pk), row.name)
    record(actor=by.actor(), act=f"expert.{act}", subject=subject, at=at, payload=payload or None)
