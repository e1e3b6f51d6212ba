"""Sums for figures. Each is one or two queries, however many units and months are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from gongkai.accounts.policies import Standing
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.models import EntryNumber, PageView, RegisterCount, RegisterEntry, RegisterSheet
from gongkai.registers.policies import readable_by

Month = tuple[int, int]
"""(year, month), both ends of a span belong to it."""
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class CountSum:
    """A measure of a unit over the span; with `by_month` over one month of it.

    `number` is None when nothing was entered, or everything is 不适用 (then `not_applicable` > 0); else the sum of what
    was entered, of a stock the latest value. `entered` and `not_applicable` count cells (months, or years of a register
    that is filled in yearly), so that a gap can be told from a zero. Amounts are in the measure's unit (yuan for fees).
    `year` and `month` are 0 unless asked for by month; `month` is 0 for a register that is filled in yearly.
    """

    register: str
    key: str
    unit_id: int
    number: Decimal | None
    entered: int
    not_applicable: int
    year: int = 0
    month: int = 0


def counts(
    register_codes: Collection[str],
    unit_ids: Collection[int] | None,
    first_month: Month,
    last_month: Month,
    *,
    by_month: bool = False,
) -> list[CountSum]:
    """Numbers of registers that are filled in by month or year, for each register, measure and unit. One query.

    `unit_ids` None: every unit. What is filled in yearly belongs to the span when the whole year does. Units with
    nothing entered have no line.
    """
    rows = (
        _counts(register_codes, unit_ids, first_month, last_month)
        .values("register", "key", "unit_id", "year", *(["month"] if by_month else []))
        .annotate(total=Sum("number"), entered=Count("number"), cells=Count("id"))
        .order_by("register", "key", "unit_id", "year", *(["month"] if by_month else []))
    )
    if by_month:
        return [
            CountSum(
                row["register"], row["key"], row["unit_id"], _exact(row["total"]), row["entered"],
                row["cells"] - row["entered"], row["year"], row["month"],
            )
            for row in rows
        ]  # fmt: skip
    merged: dict[tuple[str, str, int], CountSum] = {}
    for row in rows:
        place = (row["register"], row["key"], row["unit_id"])
        before = merged.get(place, CountSum(*place, None, 0, 0))
        number = _exact(row["total"])
        if number is None:
            number = before.number
        elif before.number is not None and not REGISTERS[place[0]].measure(place[1]).stock:
            number += before.number
        merged[place] = CountSum(
            *place, number, before.entered + row["entered"],
            before.not_applicable + row["cells"] - row["entered"],
        )  # fmt: skip
    return list(merged.values())


def count_rows(
    by: Standing,
    register_codes: Collection[str],
    unit_ids: Collection[int] | None,
    first_month: Month,
    last_month: Month,
) -> QuerySet[RegisterCount]:
    """The cells behind `counts` that this person may read, each with its unit; numbers, not 不适用."""
    rows = _counts(register_codes, unit_ids, first_month, last_month).filter(number__isnull=False)
    return (
        rows.filter(readable_by(by))
        .select_related("unit")
        .order_by("register", "key", "unit_id", "year", "month", "id")
    )


def _counts(
    codes: Collection[str], unit_ids: Collection[int] | None, first: Month, last: Month
) -> QuerySet[RegisterCount]:
    rows = RegisterCount.objects.annotate(at=F("year") * 12 + F("month"))
    span = Q(month__gt=0, at__gte=first[0] * 12 + first[1], at__lte=last[0] * 12 + last[1])
    whole = Q(
        month=0, year__gte=first[0] + (first[1] > 1), year__lte=last[0] - (last[1] < 12)
    )  # years that lie in the span from January to December
    rows = rows.filter(span | whole, register__in=[code for code in codes if code in REGISTERS])
    return rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)


def _exact(total: Decimal | None) -> Decimal | None:
    """SQLite adds up in binary: back to the two decimals that were stored."""
    return None if total is None else Decimal(total).quantize(_CENT)


@dataclass(frozen=True)
class EntrySum:
    """Entries of one kind ("" where the register has no kinds) of a unit: how many, and the sums of their numbers."""

    register: str
    unit_id: int
    kind: str
    entries: int
    numbers: Mapping[str, Decimal] = field(default_factory=dict)


def entry_sums(
    register_codes: Collection[str], unit_ids: Collection[int] | None, first_on: date, last_on: date
) -> list[EntrySum]:
    """Entries dated within the span, for each register, unit and kind. Two queries. `unit_ids` None: every unit."""
    rows = _entries(register_codes, unit_ids).filter(on__gte=first_on, on__lte=last_on)
    return _summed(rows)


def entries_in_force(
    register_codes: Collection[str], unit_ids: Collection[int] | None, on: date
) -> list[EntrySum]:
    """The same of entries that hold on a day: begun by then, not ended yet (rules: 施行 ≤ day < 废止). Two queries."""
    rows = _entries(register_codes, unit_ids).filter(Q(until=None) | Q(until__gt=on), on__lte=on)
    return _summed(rows)


def _entries(codes: Collection[str], unit_ids: Collection[int] | None) -> QuerySet[RegisterEntry]:
    rows = RegisterEntry.objects.filter(register__in=[code for code in codes if code in REGISTERS])
    return rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)


def _summed(rows: QuerySet[RegisterEntry]) -> list[EntrySum]:
    places = ("register", "unit_id", "kind")
    numbers: dict[tuple[str, int, str], dict[str, Decimal]] = defaultdict(dict)
    of_entries = EntryNumber.objects.filter(entry__in=rows.order_by())
    for register, unit_id, kind, key, total in (
        of_entries.values_list("entry__register", "entry__unit_id", "entry__kind", "key")
        .annotate(total=Sum("number"))
        .order_by("entry__register", "entry__unit_id", "entry__kind", "key")
    ):
        numbers[register, unit_id, kind][key] = _exact(total) or Decimal(0)
    found = rows.order_by(*places).values_list(*places).annotate(entries=Count("id"))
    return [
        EntrySum(register, unit_id, kind, count, numbers.get((register, unit_id, kind), {}))
        for register, unit_id, kind, count in found
    ]


def entry_rows(
    by: Standing,
    register_codes: Collection[str],
    unit_ids: Collection[int] | None,
    first_on: date,
    last_on: date,
) -> QuerySet[RegisterEntry]:
    """The entries behind `entry_sums` that this person may read, with unit and numbers; newest first."""
    rows = _entries(register_codes, unit_ids).filter(readable_by(by), on__gte=first_on, on__lte=last_on)
    return rows.select_related("unit").prefetch_related("numbers").order_by("-on", "-id")


def stated_none(
    register_codes: Collection[str], unit_ids: Collection[int] | None, year: int
) -> set[tuple[str, int]]:
    """(register, unit id) for which "本年没有" was stated: there no entry means 0, elsewhere not entered. One query."""
    rows = RegisterSheet.objects.filter(register__in=set(register_codes), year=year, states_none=True)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return set(rows.values_list("register", "unit_id"))


def views(
    unit_ids: Collection[int] | None, first_month: Month, last_month: Month
) -> dict[tuple[int, str], int]:
    """How often the portal's pages were shown: (unit id, kind of page) → times. One query.

    Kinds are those of `viewing.PAGES`; pages that belong to no unit stand with the root. What caches before us answered
    isn't in it, nor the last minute before a crash.
    """
    rows = PageView.objects.annotate(at=F("year") * 12 + F("month"))
    rows = rows.filter(
        at__gte=first_month[0] * 12 + first_month[1], at__lte=last_month[0] * 12 + last_month[1]
    )
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    found = rows.values_list("unit_id", "page").annotate(total=Sum("number")).order_by("unit_id", "page")
    return {(unit_id, page): total for unit_id, page, total in found}
