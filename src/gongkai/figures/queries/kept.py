"""Figures over all units by unit and month: out of what the worker counted a while ago, else counted now.

Both ways give the same numbers for the same facts: what is kept are the tallies of `reckoning.tallies`, nothing is summed
day by day. `counted_at` stands on the page wherever the numbers weren't counted for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from gongkai.figures.declaring import Figure, Reading, Reckoned, Scope, Tally
from gongkai.figures.models import KeptCount
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.reckoning import tallies, told
from gongkai.figures.rules.periods import ONE_DAY, Period

FRESH_FOR = timedelta(hours=2)
"""The worker counts what still moves every quarter of an hour; older numbers mean that it doesn't run, and pages count."""
ENDED_FRESH_FOR = timedelta(hours=26)
"""Of a period that is over only what is entered belatedly moves: it is counted once a day."""

Cells = dict[tuple[Any, Any], Tally]


@dataclass(frozen=True)
class Counted:
    """A figure by (unit, month); the month is None for figures that can't be cut by it. `counted_at` None: just now."""

    declared: Figure
    period: Period
    cells: Mapping[tuple[Any, Any], Tally]
    counted_at: datetime | None = None

    def over(self, unit_ids: Collection[int] | None) -> Reckoned:
        """The figure of these units together, None: of all."""
        return told(self.declared, _sum(t for (unit, _), t in self.cells.items() if _in(unit, unit_ids)))

    def by_owner(self, scopes: Mapping[int, Collection[int]]) -> dict[int, Reckoned]:
        """The figure of each owner of a scope, as `reckon_units` gives it."""
        units = self._grouped(lambda unit, _: unit)
        return {
            owner: told(self.declared, _sum(units[one] for one in members if one in units))
            for owner, members in scopes.items()
        }

    def by_unit(self, unit_ids: Collection[int] | None) -> dict[int, Reckoned]:
        """Each unit's own records; units without any are left out."""
        units = self._grouped(lambda unit, _: unit)
        return {unit: told(self.declared, tally) for unit, tally in units.items() if _in(unit, unit_ids)}

    def by_month(self, unit_ids: Collection[int] | None) -> dict[str, Reckoned]:
        """ "2026-03" → the figure; empty for one that can't be cut by months."""
        months: dict[Any, Tally] = {}
        for (unit, month), tally in self.cells.items():
            if month is not None and _in(unit, unit_ids):
                months.setdefault(month, Tally()).add(tally)
        return {_month(key): told(self.declared, tally) for key, tally in sorted(months.items())}

    def _grouped(self, key: Callable[[Any, Any], Any]) -> dict[Any, Tally]:
        found: dict[Any, Tally] = {}
        for (unit, month), tally in self.cells.items():
            found.setdefault(key(unit, month), Tally()).add(tally)
        return found


def counted(
    codes: Iterable[str],
    period: Period,
    *,
    at: datetime,
    fresh_for: timedelta | None = None,
    whole: bool = False,
) -> dict[str, Counted]:
    """Each figure over the period: one query for all that is kept and fresh, else one for each figure.

    `fresh_for`: how old it may be, else by whether the period is over.
    `whole`: without units (only `over(None)` and `by_month(None)` are asked for), which reads a hundredth.
    """
    wanted = list(codes)
    is_over = period.last < localdate(at) - ONE_DAY
    fresh_for = fresh_for or (ENDED_FRESH_FOR if is_over else FRESH_FOR)
    column = "months" if whole else "cells"
    rows = KeptCount.objects.filter(
        code__in=wanted, first=period.first, last=period.last, counted_at__gt=at - fresh_for
    )
    kept = {
        code: Counted(FIGURES[code], period, read(cells), counted_at)
        for code, cells, counted_at in rows.order_by("code").values_list("code", column, "counted_at")
    }
    reading = Reading()
    return {code: kept.get(code) or count(code, period, reading) for code in wanted}


def count(code: str, period: Period, reading: Reading) -> Counted:
    """Count it now."""
    declared = FIGURES[code]
    has_months = any(one.code == "month" for one in declared.dimensions)
    cut = ("unit", "month") if has_months else ("unit",)
    found = tallies(declared, Scope(None, period), cut, reading)
    return Counted(
        declared, period, {(key[0], key[1] if has_months else None): t for key, t in found.items()}
    )


def year_so_far(today: date) -> Period:
    """From New Year to today; in the first minutes of a day, before the worker has counted, to yesterday."""
    first = date(today.year, 1, 1)
    rows = KeptCount.objects.filter(first=first, last__gte=today - ONE_DAY, last__lte=today)
    last = rows.order_by("-last", "id").values_list("last", flat=True).first()
    return Period(first, last or today)


def _in(unit: Any, unit_ids: Collection[int] | None) -> bool:
    return unit_ids is None or unit in unit_ids


def _sum(some: Iterable[Tally]) -> Tally:
    found = Tally()
    for tally in some:
        found.add(tally)
    return found


def _month(key: Any) -> str:
    """Registers tell 202603."""
    return f"{key // 100}-{key % 100:02}" if isinstance(key, int) else str(key)


# ---- as JSON ---------------------------------------------------------------------------------------------


def write(cells: Mapping[tuple[Any, Any], Tally]) -> list[list[Any]]:
    """Unit, month, count, part, total with all its digits, values with how often, and what stands apart."""
    return [
        [unit, month, t.count, t.part, str(t.total), sorted(t.values.items()), sorted(t.apart.items())]
        for (unit, month), t in cells.items()
    ]


def read(rows: Sequence[Sequence[Any]]) -> Cells:
    """For reading alone: what is empty or 0, as nearly all is, is one object for the thousands of a page."""
    none: Counter[Any] = Counter()
    zero = Decimal(0)
    return {
        (unit, month): Tally(
            number, part, zero if total == "0" else Decimal(total),
            Counter(dict(values)) if values else none, Counter(dict(apart)) if apart else none,
        )
        for unit, month, number, part, total, values, apart in rows
    }  # fmt: skip


def without_units(found: Counted) -> Cells:
    months: Cells = {}
    for (_, month), tally in found.cells.items():
        months.setdefault((None, month), Tally()).add(tally)
    return months


def kept_since(period: Period) -> datetime | None:
    """When the period was counted; None when it isn't kept."""
    rows = KeptCount.objects.filter(first=period.first, last=period.last).order_by("counted_at", "id")
    return rows.values_list("counted_at", flat=True).first()
