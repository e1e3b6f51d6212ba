"""Values that an act works out from what else is on file, named by `Act.derives`; kept with the event, as they were that day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from gongkai.cases.declaring import Act
from gongkai.cases.models import Case, CaseEvent
from gongkai.cases.refusals import NotNow
from gongkai.cases.rules.fees import (
    By,
    Fee,
    fee_by_items,
    fee_by_pages,
    items_before,
    tariff_on,
    why_not_charge,
)

Derive = Callable[[Case, Mapping[str, Any], date, Mapping[str, Any]], dict[str, Any]]
"""Of the case, what was filled in, the day, and what the same act kept the time before (empty: never done)."""


def derived(case: Case, act: Act, values: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What the act works out for a case on file; nothing for acts that work out nothing. Raises NotNow."""
    if not act.derives:
        return {}
    last = CaseEvent.objects.filter(case=case, act=act.act).order_by("-no").first()
    return DERIVES[act.derives](case, values, on, last.values if last else {})


def same_person(case: Case) -> Q:
    """Cases of whoever has the same number or the same telephone; nothing for somebody unknown."""
    found = Q(pk__in=[])
    if case.party is None:
        return found
    if case.party.identity_index:
        found |= Q(party__identity_index=case.party.identity_index)
    if case.party.contact_index:
        found |= Q(party__contact_index=case.party.contact_index)
    return found


def _fee(case: Case, values: Mapping[str, Any], on: date, last: Mapping[str, Any]) -> dict[str, Any]:
    """The fee with its tiers. By items the applicant's other applications to this organ in the same month come first.

    Raises NotNow where nothing may be charged. 国办函〔2020〕109号第三条至第五条
    """
    by: By = "items" if values.get("tariff") == "items" else "pages"
    refusal = why_not_charge(by, charged_by=str(last.get("tariff", "")), outcome=case.outcome)
    tariff = tariff_on(by, case.received_on or on)
    if refusal or tariff is None:
        raise NotNow(refusal or "收到申请那天还没有信息处理费的规定，不收费。")
    quantity = int(values["quantity"])
    fee = (
        fee_by_pages(quantity, tariff=tariff)
        if by == "pages"
        else fee_by_items(quantity, before=_earlier_items(case, on), tariff=tariff)
    )
    if not fee.total:
        raise NotNow(fee.words)
    return _kept(fee)


def _earlier_items(case: Case, on: date) -> int:
    earlier = (
        Case.objects.filter(same_person(case), kind=case.kind, unit_id=case.unit_id)
        .filter(Q(id__lt=case.pk) if case.pk else Q())
        .exclude(received_on=None)
        .values_list("received_on", flat=True)
    )
    return items_before([day for day in earlier if day], case.received_on or on)


def _kept(fee: Fee) -> dict[str, Any]:
    return {
        "amount_yuan": fee.total,
        "fee_lines": [
            f"{tier.label}：{tier.quantity}{fee.unit} × {tier.unit_price} 元 = {tier.amount} 元"
            for tier in fee.tiers
        ],
        "fee_words": fee.words,
    }


DERIVES: dict[str, Derive] = {"fee": _fee}
