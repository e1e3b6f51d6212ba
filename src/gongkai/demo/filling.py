"""What units do about headings that stay empty: refer to an upper organ's item, or state that nothing occurred."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.catalogue.actions.duties import state_no_activity
from gongkai.catalogue.queries import DutyFacts, debts
from gongkai.disclosure.actions.duties import meet_by_reference
from gongkai.disclosure.actions.publishing import deliver
from gongkai.disclosure.queries.public import PublicFilter, last_public_by_duty_key, public_list
from gongkai.disclosure.referring import is_upper
from gongkai.units.queries import reading_points, units_by_id

if TYPE_CHECKING:
    from gongkai.disclosure.models import Item
    from gongkai.units.models import Unit

_REFERRED, _STATED = 0.30, 0.30  # shares of the empty headings; the rest stays a visible debt
_WORDS = (
    "经核实，本单位在这一时期没有发生应在本栏目公开的事项。",
    "本年度没有产生这一类信息，今后产生的将在法定期限内公开。",
    "这一时期没有办理此类事项，特此说明。",
)
_DELIVERED_KINDS = ("normative_document", "plan")


def fill_headings(
    *, officers: Mapping[int, Standing], as_of: date, at: datetime, seed: int
) -> tuple[int, int]:
    """Settle part of the debts; returns how many references and statements were made. `officers` by unit id."""
    dice = random.Random(seed)  # noqa: S311 (a demo)
    sources = _upper_items()
    owed = sorted(debts(None, today=as_of, last_dates=last_public_by_duty_key()), key=lambda d: d.duty.id)
    units = units_by_id([debt.duty.unit_id for debt in owed])
    referred = stated = 0
    with transaction.atomic():
        for debt in owed:
            officer = officers.get(debt.duty.unit_id)
            throw = dice.random()
            if officer is None:
                continue
            upper = _above(units[debt.duty.unit_id], sources.get(debt.duty.topic.pk, []))
            if throw < _REFERRED and upper:
                meet_by_reference(duty_id=debt.duty.id, item_id=dice.choice(upper), by=officer, at=at)
                referred += 1
            elif throw < _REFERRED + _STATED:
                _state(debt.duty, dice.choice(_WORDS), officer, as_of, at)
                stated += 1
    return referred, stated


def _upper_items() -> dict[int, list[Item]]:
    """Topic id → items of organs that others stand under."""
    found: dict[int, list[Item]] = defaultdict(list)
    for item in public_list(narrow=PublicFilter()):
        if item.topic_id and item.unit.kind in ("county_government", "office", "department", "town"):
            found[item.topic_id].append(item)
    return found


def _above(unit: Unit, items: list[Item]) -> list[int]:
    return [
        item.pk
        for item in items
        if is_upper(kind=unit.kind, path=unit.path, source_id=item.unit_id, source_kind=item.unit.kind)
    ]


def _state(duty: DutyFacts, words: str, officer: Standing, as_of: date, at: datetime) -> None:
    year = as_of.year - 1
    state_no_activity(
        duty_id=duty.id, from_on=max(date(year, 1, 1), duty.from_on), to_on=date(year, 12, 31), text=words, on=as_of - timedelta(days=3),
        by=officer, at=at,
    )  # fmt: skip


def deliver_some(
    *, officer_of: Callable[[int], Standing | None], as_of: date, at: datetime, seed: int
) -> int:
    """Hand recent documents over to archive and library, some late, some not yet. Returns how many hand-overs."""
    dice = random.Random(seed + 1)  # noqa: S311 (a demo)
    points = list(reading_points())
    done = 0
    with transaction.atomic():
        for kind in _DELIVERED_KINDS:
            for item in public_list(narrow=PublicFilter(kind=kind, year=as_of.year))[:60]:
                officer = officer_of(item.unit_id)
                if officer is None or item.published_at is None or dice.random() < 0.2:
                    continue
                for point in points[:2]:
                    on = min(item.published_at + timedelta(days=dice.randrange(1, 40)), at)
                    deliver(
                        item_id=item.pk, point_id=point.pk, on=on, receipt_no=f"签{on:%Y%m%d}-{item.pk}", receiver=point.staff_a,
                        by=officer, at=at,
                    )  # fmt: skip
                    done += 1
    return done
