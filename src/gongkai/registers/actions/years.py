"""Freezing a unit's year when its report is published, and opening it again when the report is withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject
from gongkai.registers.actions.checks import By
from gongkai.registers.models import RegisterYear
from gongkai.registers.policies import may_freeze
from gongkai.registers.refusals import NotAllowed, RegisterRefused
from gongkai.units.queries import unit_by_id


def freeze_year(*, unit_id: int, year: int, by: By, at: datetime) -> bool:
    """From now on changes of the unit's registers of this year need a reason. Twice does no harm; False the second time."""
    actor, name = _ready(unit_id, by)
    with transaction.atomic():
        _, fresh = RegisterYear.objects.get_or_create(unit_id=unit_id, year=year, defaults={"frozen_at": at})
        if fresh:
            subject = Subject("register_year", f"{unit_id}/{year}", f"{name} {year}年")
            record(actor=actor, act="register.freeze_year", subject=subject, at=at)
    return fresh


def reopen_year(*, unit_id: int, year: int, by: By, at: datetime) -> bool:
    """The way back; False when the year wasn't frozen."""
    actor, name = _ready(unit_id, by)
    with transaction.atomic():
        gone, _ = RegisterYear.objects.filter(unit=unit_id, year=year).delete()
        if gone:
            subject = Subject("register_year", f"{unit_id}/{year}", f"{name} {year}年")
            record(actor=actor, act="register.reopen_year", subject=subject, at=at)
    return bool(gone)


def _ready(unit_id: int, by: By) -> tuple[Actor, str]:
    if not isinstance(by, Actor) and not may_freeze(by):
        raise NotAllowed("年度由政务公开办封存。")
    unit = unit_by_id(unit_id)
    if unit is None:
        raise RegisterRefused("没有这个单位。")
    return (by if isinstance(by, Actor) else by.actor()), unit.name
