"""One register of one unit in one year, as its page shows it; its entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gongkai.accounts.policies import Standing
from gongkai.registers.declaring import Register
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.models import RegisterCount, RegisterEntry, RegisterSheet, RegisterYear
from gongkai.registers.policies import may_enter, may_read
from gongkai.registers.rules import needs_reason
from gongkai.units.queries import unit_by_id


@dataclass(frozen=True)
class Sheet:
    """`cells`: (month, key) → number, None for 不适用; an absent cell wasn't entered. Month 0 is the whole year."""

    register: Register
    unit_id: int
    unit_name: str
    year: int
    revision: int
    states_none: bool
    cells: Mapping[tuple[int, str], Decimal | None]
    changed_by: str
    changed_at: datetime | None
    is_frozen: bool
    needs_reason: bool
    may_enter: bool
    opened_on: date
    closed_on: date | None


def sheet_for(by: Standing, *, unit_id: int, register: str, year: int, today: date) -> Sheet | None:
    """None for a unit whose registers this person may not read, or a register that isn't there."""
    unit = unit_by_id(unit_id)
    if unit is None or register not in REGISTERS or not may_read(by, unit_id):
        return None
    row = RegisterSheet.objects.filter(unit=unit_id, register=register, year=year).order_by("id").first()
    cells = RegisterCount.objects.filter(unit=unit_id, register=register, year=year)
    frozen = RegisterYear.objects.filter(unit=unit_id, year=year).exists()
    return Sheet(
        register=REGISTERS[register],
        unit_id=unit_id,
        unit_name=unit.name,
        year=year,
        revision=row.revision if row else 0,
        states_none=bool(row and row.states_none),
        cells={(month, key): number for month, key, number in cells.values_list("month", "key", "number")},
        changed_by=row.changed_by if row else "",
        changed_at=row.changed_at if row else None,
        is_frozen=frozen,
        needs_reason=needs_reason(year=year, today=today, is_frozen=frozen),
        may_enter=may_enter(by, unit_id),
        opened_on=unit.opened_on,
        closed_on=unit.closed_on,
    )


@dataclass(frozen=True)
class EntryFacts:
    """An entry with its values by column key, numbers among them."""

    id: int
    register: Register
    unit_id: int
    unit_name: str
    on: date
    until: date | None
    kind: str
    title: str
    about: str
    about_type: str
    about_id: int | None
    values: Mapping[str, Any]
    revision: int
    changed_by: str
    changed_at: datetime

    @property
    def kind_label(self) -> str:
        return self.register.kind_words(self.kind)


def entries_of(by: Standing, *, unit_id: int, register: str, year: int) -> list[EntryFacts]:
    """Entries of a unit that concern a year, newest first: dated in it, or begun before and not ended by its start."""
    if register not in REGISTERS or not may_read(by, unit_id):
        return []
    rows = RegisterEntry.objects.filter(unit=unit_id, register=register, on__lte=date(year, 12, 31))
    begun = date(year, 1, 1)
    lasts = bool(REGISTERS[register].until_label)
    rows = rows.exclude(until__lt=begun) if lasts else rows.filter(on__gte=begun)
    rows = rows.select_related("unit").prefetch_related("numbers").order_by("-on", "-id")
    return [facts_of(row) for row in rows]


def entry_for(by: Standing, entry_id: int) -> EntryFacts | None:
    row = RegisterEntry.objects.filter(id=entry_id).select_related("unit").order_by("id").first()
    if row is None or row.register not in REGISTERS or not may_read(by, row.unit_id):
        return None
    return facts_of(row)


def facts_of(row: RegisterEntry) -> EntryFacts:
    register = REGISTERS[row.register]
    numbers = {one.key: one.number for one in row.numbers.all()}
    values: dict[str, Any] = {}
    for column in register.columns:
        value: Any = numbers.get(column.key) if column.is_number else row.values.get(column.key)
        if column.type == "integer" and value is not None:
            value = int(value)
        elif column.type == "date" and value:
            value = date.fromisoformat(value)
        values[column.key] = value
    return EntryFacts(
        row.pk, register, row.unit_id, row.unit.name, row.on, row.until, row.kind, row.title, row.about,
        row.about_type, row.about_id, values, row.revision, row.changed_by, row.changed_at,
    )  # fmt: skip
