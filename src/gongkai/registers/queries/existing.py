"""What an import compares with."""

from __future__ import annotations

from datetime import date

from gongkai.registers.models import RegisterEntry, RegisterYear


def entries_by_day(unit_id: int, register: str) -> dict[tuple[date, str], RegisterEntry]:
    rows = RegisterEntry.objects.filter(unit=unit_id, register=register).prefetch_related("numbers")
    return {(row.on, row.title): row for row in rows.order_by("id")}


def frozen_years() -> set[tuple[int, int]]:
    return set(RegisterYear.objects.values_list("unit_id", "year"))
