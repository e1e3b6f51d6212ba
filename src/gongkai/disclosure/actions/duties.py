"""A duty met by reference: an upper organ's public item stands under one's own heading, and follows its source."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.catalogue.models import Duty
from gongkai.catalogue.policies import may_state
from gongkai.disclosure.actions.common import need
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.models import DutyReference
from gongkai.disclosure.policies import public_items
from gongkai.disclosure.referring import is_upper
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Subject

_WHO = "由本单位的信息员、公开岗、主要领导或者政务公开办办理。"


def meet_by_reference(*, duty_id: int, item_id: int, by: Standing, at: datetime) -> int:
    """Let a public item of an upper organ meet a duty; returns the reference's id. Twice does no harm.

    The item is shown in place and counted once, with its source. Raises ItemRefused when the item isn't public or
    its organ doesn't stand above the unit.
    """
    with transaction.atomic():
        duty = _duty(duty_id)
        need(may_state(by, unit_id=duty.unit_id, co_unit_id=duty.co_unit_id), _WHO)
        item = public_items().select_related("unit").filter(id=item_id).order_by("id").first()
        if item is None:
            raise ItemRefused("这条信息现在没有公开，不能引用。")
        unit = duty.unit
        if not is_upper(kind=unit.kind, path=unit.path, source_id=item.unit_id, source_kind=item.unit.kind):
            raise ItemRefused(f"“{item.unit.name}”不是{unit.name}的上级机关，只能引用上级机关公开的信息。")
        row, made = DutyReference.objects.get_or_create(
            duty=duty, item=item, defaults={"made_by_id": by.user_id, "made_at": at}
        )
        if made:
            _tell("duty.meet_by_reference", duty, by, at, item=item.index_no, item_id=item.pk)
    return row.pk


def drop_reference(*, reference_id: int, by: Standing, at: datetime) -> None:
    """Take a reference off again; the upper organ's item stays as it is."""
    with transaction.atomic():
        row = (
            DutyReference.objects.select_related("duty__unit", "duty__topic", "item")
            .filter(id=reference_id)
            .order_by("id")
            .first()
        )
        if row is None:
            raise ItemRefused("这条引用已经取消了。")
        need(may_state(by, unit_id=row.duty.unit_id, co_unit_id=row.duty.co_unit_id), _WHO)
        _tell("duty.drop_reference", row.duty, by, at, item=row.item.index_no, item_id=row.item_id)
        row.delete()


def _duty(duty_id: int) -> Duty:
    rows = Duty.objects.select_for_update(of=("self",)).select_related("unit", "topic")
    duty = rows.filter(id=duty_id, to_on=None).order_by("id").first()
    if duty is None:
        raise ItemRefused("没有这项公开责任，可能已被别人结束，刷新后再看。")
    if duty.audience == "own_staff":
        raise ItemRefused("对内公开的责任不能用引用来满足。")
    return duty


def _tell(act: str, duty: Duty, by: Standing, at: datetime, **payload: object) -> None:
    subject = Subject("duty", str(duty.pk), duty.topic.name)
    record(actor=by.actor(), act=act, subject=subject, at=at, payload={"unit": duty.unit_id, **payload})
