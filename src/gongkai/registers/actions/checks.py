"""What every act upon registers asks first: who may, which register, which year, whether a reason is needed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from gongkai.accounts.policies import Standing
from gongkai.ledger.rules import Actor, Subject
from gongkai.registers.declaring import Register
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.models import RegisterSheet, RegisterYear
from gongkai.registers.policies import may_enter
from gongkai.registers.refusals import NotAllowed, NotFilled, ReasonMissing, RegisterRefused, TooLate
from gongkai.registers.rules import needs_reason, period_problem

By = Actor | Standing
REASON_LENGTH = 300


def acting(by: By, unit_id: int) -> Actor:
    """The actor for the ledger; a person must be the unit's officer or of 政务公开办."""
    if isinstance(by, Actor):
        return by
    if not may_enter(by, unit_id):
        raise NotAllowed("登记册由本单位的信息员和政务公开办填写。")
    return by.actor()


def register_of(code: str, *, entries: bool | None = None) -> Register:
    register = REGISTERS.get(code)
    if register is None or (entries is not None and register.has_entries != entries):
        raise RegisterRefused("没有这本登记册。")
    return register


def require_period(*, year: int, month: int, at: datetime) -> None:
    if words := period_problem(year=year, month=month, today=timezone.localdate(at)):
        raise NotFilled({"year": words})


def reason_for(*, unit_id: int, year: int, reason: str, at: datetime) -> str:
    """The reason as it goes into the ledger. Raises ReasonMissing where the year's report is out and none is given."""
    reason = reason.strip()
    if len(reason) > REASON_LENGTH:
        raise NotFilled({"reason": f"原因最多 {REASON_LENGTH} 个字，现在有 {len(reason)} 个"})
    if reason:
        return reason
    frozen = RegisterYear.objects.filter(unit=unit_id, year=year).exists()
    if needs_reason(year=year, today=timezone.localdate(at), is_frozen=frozen):
        raise ReasonMissing(f"{year}年的年报已经公布，改动要写明原因。")
    return ""


def take_sheet(
    *, unit_id: int, register: str, year: int, actor: Actor, at: datetime, revision: int | None
) -> None:
    """Step the sheet's revision. With `revision`: only from that one; raises TooLate when somebody else saved since."""
    RegisterSheet.objects.bulk_create(
        [RegisterSheet(unit_id=unit_id, register=register, year=year, changed_at=at, changed_by=actor.label)],
        ignore_conflicts=True,  # of two that come first together one makes the row
    )
    sheet = RegisterSheet.objects.filter(unit=unit_id, register=register, year=year)
    known = sheet if revision is None else sheet.filter(revision=revision)
    if not known.update(revision=F("revision") + 1, changed_at=at, changed_by=actor.label):
        who = sheet.values_list("changed_by", flat=True).order_by("id").first() or "别人"
        raise TooLate(f"{who}在您打开以后改过这一页。现在的数写在旁边，看过再保存。")


def take_sheets(*, register: str, places: Collection[tuple[int, int]], actor: Actor, at: datetime) -> None:
    """Step many sheets at once: (unit id, year)."""
    RegisterSheet.objects.bulk_create(
        [
            RegisterSheet(
                unit_id=unit_id, register=register, year=year, changed_at=at, changed_by=actor.label
            )
            for unit_id, year in sorted(places)
        ],
        ignore_conflicts=True,
    )
    rows = RegisterSheet.objects.filter(
        register=register,
        unit_id__in={unit_id for unit_id, _ in places},
        year__in={year for _, year in places},
    )
    ids = [
        pk
        for pk, *place in rows.order_by("id").values_list("id", "unit_id", "year")
        if tuple(place) in places
    ]
    RegisterSheet.objects.filter(id__in=ids).update(
        revision=F("revision") + 1, changed_at=at, changed_by=actor.label
    )


def sheet_subject(register: Register, *, unit_id: int, unit_name: str, year: int) -> Subject:
    return Subject("register", f"{unit_id}/{register.code}/{year}", f"{unit_name} {register.label} {year}年")
