"""What is filled in and what is missing: an empty month is a debt that everyone concerned sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.registers.declaring import Register
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.models import RegisterCount, RegisterEntry, RegisterSheet, RegisterYear
from gongkai.registers.policies import may_enter, readable_by
from gongkai.registers.rules import FIRST_YEAR, owed_months, owes_year
from gongkai.units.models import Unit
from gongkai.units.rules import UNIT_KINDS


@dataclass(frozen=True)
class RegisterState:
    """A register of one unit in a year. `missing` months are over and not fully entered; (0,) is the year as such."""

    register: Register
    entered: int  # filled cells, or entries
    missing: tuple[int, ...]
    is_owed: bool
    states_none: bool = False

    @property
    def is_late(self) -> bool:
        return self.is_owed and bool(self.missing)


@dataclass(frozen=True)
class UnitState:
    unit_id: int
    name: str
    short_name: str
    owed: int  # registers that the unit owes for the year
    late: tuple[RegisterState, ...]
    may_enter: bool
    frozen_at: datetime | None = None  # since when a change needs its reason, because the report is out


def years_offered(today: date) -> range:
    """Years that pages offer, the newest first."""
    return range(today.year, max(FIRST_YEAR, today.year - 6), -1)


def register_states(by: Standing, *, unit_id: int, year: int, today: date) -> list[RegisterState]:
    """Every register of a unit, in order; empty for who may not read them. Constant queries."""
    units = list(Unit.objects.filter(readable_by(by, "id"), id=unit_id))
    return _states(units, year, today)[unit_id] if units else []


def completeness(
    by: Standing, *, year: int, today: date, unit_ids: Collection[int] | None = None
) -> list[UnitState]:
    """Units that owe an annual report, or whose year is closed, as this person may read them, each with what it still owes.

    Constant queries.
    """
    closed = dict(RegisterYear.objects.filter(year=year).values_list("unit_id", "frozen_at"))
    found = _existing(year).filter(_REPORTS | Q(id__in=closed)).filter(readable_by(by, "id"))
    if unit_ids is not None:
        found = found.filter(id__in=unit_ids)
    units = list(found.order_by("position", "code", "id"))
    states = _states(units, year, today)
    return [
        UnitState(
            unit.pk,
            unit.name,
            unit.short_name or unit.name,
            sum(state.is_owed for state in states[unit.pk]),
            tuple(state for state in states[unit.pk] if state.is_late),
            may_enter(by, unit.pk),
            closed.get(unit.pk),
        )
        for unit in units
    ]


def states_for_host(
    *, year: int, today: date, unit_id: int | None = None
) -> list[tuple[str, str, list[RegisterState]]]:
    """The same for the host's command line: code, name and registers of each unit."""
    found = _existing(year).filter(_REPORTS)
    if unit_id is not None:
        found = found.filter(id=unit_id)
    units = list(found.order_by("position", "code", "id"))
    states = _states(units, year, today)
    return [(unit.code, unit.name, states[unit.pk]) for unit in units]


_REPORTS = Q(kind__in=[code for code, kind in UNIT_KINDS.items() if kind.reports])
"""Units that owe an annual report."""


def _existing(year: int) -> QuerySet[Unit]:
    found = Unit.objects.filter(opened_on__lte=date(year, 12, 31))
    return found.exclude(closed_on__lte=date(year, 1, 1))


def frozen_since(by: Standing, *, unit_id: int, year: int) -> datetime | None:
    """Since when the unit's year is closed; None while it is open, or when this person may not read its registers."""
    rows = RegisterYear.objects.filter(readable_by(by), unit=unit_id, year=year).order_by("id")
    return rows.values_list("frozen_at", flat=True).first()


def _states(units: list[Unit], year: int, today: date) -> dict[int, list[RegisterState]]:
    ids = [unit.pk for unit in units]
    cells: dict[tuple[int, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for unit_id, code, month, key in RegisterCount.objects.filter(unit_id__in=ids, year=year).values_list(
        "unit_id", "register", "month", "key"
    ):
        cells[unit_id, code][month].add(key)
    entries = {
        (unit_id, code): count
        for unit_id, code, count in RegisterEntry.objects.filter(
            unit_id__in=ids, on__gte=date(year, 1, 1), on__lte=date(year, 12, 31)
        )
        .values_list("unit_id", "register")
        .annotate(count=Count("id"))
        .order_by("unit_id", "register")
    }
    lasting = {  # a rule of years ago still in force is no gap
        (unit_id, code): count
        for unit_id, code, count in RegisterEntry.objects.filter(unit_id__in=ids, on__lt=date(year, 1, 1))
        .exclude(until__lt=date(year, 1, 1))
        .values_list("unit_id", "register")
        .annotate(count=Count("id"))
        .order_by("unit_id", "register")
    }
    none = set(
        RegisterSheet.objects.filter(unit_id__in=ids, year=year, states_none=True).values_list(
            "unit_id", "register"
        )
    )
    found: dict[int, list[RegisterState]] = {}
    for unit in units:
        found[unit.pk] = []
        for register in REGISTERS.values():
            place = unit.pk, register.code
            if register.has_entries:
                known = entries.get(place, 0)
                known += lasting.get(place, 0) if register.until_label else 0
                empty = not (known or place in none)
                missing: tuple[int, ...] = (0,) if empty and _is_over(unit, year, today) else ()
            else:
                known = sum(len(keys) for keys in cells[place].values())
                missing = _gaps(register, unit, cells[place], year, today)
            owed = register.owed and UNIT_KINDS[unit.kind].reports
            found[unit.pk].append(RegisterState(register, known, missing, owed, place in none))
    return found


def _is_over(unit: Unit, year: int, today: date) -> bool:
    return owes_year(year=year, today=today, opened_on=unit.opened_on, closed_on=unit.closed_on)


def _gaps(
    register: Register, unit: Unit, cells: dict[int, set[str]], year: int, today: date
) -> tuple[int, ...]:
    needed = {measure.key for measure in register.measures if not measure.optional}
    if register.rhythm == "year":
        return (0,) if _is_over(unit, year, today) and not needed <= cells[0] else ()
    months = owed_months(year=year, today=today, opened_on=unit.opened_on, closed_on=unit.closed_on)
    return tuple(month for month in months if not needed <= cells[month])
