"""Numbers by month or year: entered, corrected, emptied in one act for a whole sheet; "本年没有" stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.ledger.actions import record
from gongkai.registers.actions.checks import (
    By,
    acting,
    reason_for,
    register_of,
    require_period,
    sheet_subject,
    take_sheet,
)
from gongkai.registers.declaring import Register, number_problem
from gongkai.registers.models import RegisterCount, RegisterEntry, RegisterSheet
from gongkai.registers.refusals import NotFilled, RegisterRefused, TooLate
from gongkai.registers.rules import period_problem
from gongkai.units.queries import unit_by_id


class NotApplicable:
    """The mark of a cell that is 不适用."""

    def __repr__(self) -> str:
        return "不适用"


NOT_APPLICABLE: Final = NotApplicable()
Told = Decimal | int | NotApplicable | None
Cells = Mapping[tuple[int, str], Told]


def enter_counts(
    *,
    unit_id: int,
    register: str,
    year: int,
    cells: Cells,
    by: By,
    at: datetime,
    revision: int | None = None,
    reason: str = "",
) -> int:
    """Write cells of a sheet: (month, key) → number, NOT_APPLICABLE, or None to empty it. Returns how many changed.

    Month 0 is the year of a register that is filled in yearly. Cells that aren't named stay. `revision`: the one that
    the person saw; raises TooLate when the sheet was saved since. A change of a year whose report is out needs a reason.
    """
    declared = register_of(register, entries=False)
    actor = acting(by, unit_id)
    unit = unit_by_id(unit_id)
    if unit is None:
        raise RegisterRefused("没有这个单位。")
    _check(declared, year, cells, at)
    with transaction.atomic():
        # First of all: on SQLite the writers' turn, on PostgreSQL the sheet's row.
        take_sheet(unit_id=unit_id, register=register, year=year, actor=actor, at=at, revision=revision)
        before = current_cells(unit_id, register, year)
        changed = {place: told for place, told in cells.items() if not same_cell(before, place, told)}
        if not changed:
            transaction.set_rollback(True)  # nothing was done: the sheet's revision stays
            return 0
        why = reason_for(unit_id=unit_id, year=year, reason=reason, at=at)
        write_cells(unit_id=unit_id, register=register, year=year, cells=changed)
        record(
            actor=actor,
            act="register.enter_counts",
            subject=sheet_subject(declared, unit_id=unit_id, unit_name=unit.name, year=year),
            at=at,
            payload={
                "cells": {
                    cell_words(declared, place): [cell_text(before, place), told_text(told)]
                    for place, told in changed.items()
                },
                "reason": why,
            },
        )
    return len(changed)


def _check(register: Register, year: int, cells: Cells, at: datetime) -> None:
    require_period(year=year, month=0, at=at)
    problems: dict[object, str] = {}
    labels = {measure.key: measure for measure in register.measures}
    for (month, key), told in cells.items():
        if key not in labels or (month == 0) != (register.rhythm == "year") or not 0 <= month <= 12:
            raise RegisterRefused("没有这一格。")
        words = ""
        if isinstance(told, Decimal | int):
            words = number_problem(labels[key].label, labels[key].decimals, Decimal(told))
        if told is not None and not words:
            words = period_problem(year=year, month=month, today=timezone.localdate(at))
        if words:
            problems[month, key] = words
    if problems:
        raise NotFilled(problems)


def current_cells(unit_id: int, register: str, year: int) -> dict[tuple[int, str], Decimal | None]:
    """(month, key) → number, None for 不适用."""
    rows = RegisterCount.objects.filter(unit=unit_id, register=register, year=year)
    return {(month, key): number for month, key, number in rows.values_list("month", "key", "number")}


def same_cell(before: Mapping[tuple[int, str], Decimal | None], place: tuple[int, str], told: Told) -> bool:
    if place not in before:
        return told is None
    number = before[place]
    if isinstance(told, NotApplicable):
        return number is None
    return told is not None and number is not None and Decimal(told) == number


def write_cells(*, unit_id: int, register: str, year: int, cells: Cells) -> None:
    """Part of an act: the rows themselves, in at most two statements."""
    sheet = RegisterCount.objects.filter(unit=unit_id, register=register, year=year)
    emptied = [Q(month=month, key=key) for (month, key), told in cells.items() if told is None]
    if emptied:
        sheet.filter(reduce(or_, emptied)).delete()
    store_cells(cell_rows(unit_id=unit_id, register=register, year=year, cells=cells))


def cell_rows(*, unit_id: int, register: str, year: int, cells: Cells) -> list[RegisterCount]:
    return [
        RegisterCount(
            unit_id=unit_id,
            register=register,
            year=year,
            month=month,
            key=key,
            number=None if isinstance(told, NotApplicable) else Decimal(told),
            not_applicable=isinstance(told, NotApplicable),
        )
        for (month, key), told in cells.items()
        if told is not None
    ]


def store_cells(rows: Iterable[RegisterCount]) -> None:
    """Part of an act: write over what is there."""
    RegisterCount.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["unit", "register", "year", "month", "key"],
        update_fields=["number", "not_applicable"],
    )


def cell_words(register: Register, place: tuple[int, str]) -> str:
    month, key = place
    label = register.measure(key).label
    return f"{month}月 {label}" if month else label


def cell_text(before: Mapping[tuple[int, str], Decimal | None], place: tuple[int, str]) -> str:
    return (
        told_text(before[place] if before[place] is not None else NOT_APPLICABLE) if place in before else ""
    )


def told_text(told: Told) -> str:
    if told is None:
        return ""
    if isinstance(told, NotApplicable):
        return "不适用"
    number = Decimal(told)
    return str(int(number)) if number == number.to_integral_value() else f"{number:.2f}"


# ---- "本年没有" ------------------------------------------------------------------------------------------


def state_none(*, unit_id: int, register: str, year: int, by: By, at: datetime, reason: str = "") -> None:
    """State that a register of entries had none in the year: the difference between 0 and not entered."""
    declared = register_of(register, entries=True)
    actor = acting(by, unit_id)
    unit = unit_by_id(unit_id)
    if unit is None:
        raise RegisterRefused("没有这个单位。")
    require_period(year=year, month=0, at=at)
    with transaction.atomic():
        take_sheet(unit_id=unit_id, register=register, year=year, actor=actor, at=at, revision=None)
        if RegisterEntry.objects.filter(unit=unit_id, register=register, on__year=year).exists():
            raise RegisterRefused(f"{year}年已经登记了条目，先去掉它们再说没有。")
        if not _set_none(unit_id, register, year, stated=True):
            raise TooLate("已经写明没有了。")
        why = reason_for(unit_id=unit_id, year=year, reason=reason, at=at)
        subject = sheet_subject(declared, unit_id=unit_id, unit_name=unit.name, year=year)
        record(actor=actor, act="register.state_none", subject=subject, at=at, payload={"reason": why})


def take_back_none(*, unit_id: int, register: str, year: int, by: By, at: datetime, reason: str = "") -> None:
    """The year stands as not entered again. Entering an entry does it by itself."""
    declared = register_of(register, entries=True)
    actor = acting(by, unit_id)
    unit = unit_by_id(unit_id)
    if unit is None:
        raise RegisterRefused("没有这个单位。")
    with transaction.atomic():
        if not _set_none(unit_id, register, year, stated=False):
            raise TooLate("已经取消了。")
        why = reason_for(unit_id=unit_id, year=year, reason=reason, at=at)
        subject = sheet_subject(declared, unit_id=unit_id, unit_name=unit.name, year=year)
        record(actor=actor, act="register.take_back_none", subject=subject, at=at, payload={"reason": why})


def _set_none(unit_id: int, register: str, year: int, *, stated: bool) -> bool:
    sheet = RegisterSheet.objects.filter(unit=unit_id, register=register, year=year, states_none=not stated)
    return bool(sheet.update(states_none=stated))


def forget_none(unit_id: int, register: str, year: int) -> None:
    """Part of an act: an entry was made after all."""
    _set_none(unit_id, register, year, stated=False)
