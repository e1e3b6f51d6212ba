"""From declarations to values: grouped in the database, one query a figure, however many units are asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from gongkai.accounts.policies import Standing
from gongkai.clocks.queries import calendar
from gongkai.figures import declaring
from gongkai.figures.declaring import Figure, Judged, Middle, Reading, Reckoned, Scope, Share, Tally
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.expressions import DaysBetween
from gongkai.figures.queries.opening import Opened, opened
from gongkai.figures.queries.scopes import Tree, by_owner
from gongkai.figures.rules import rounding
from gongkai.figures.rules.periods import Period
from gongkai.units.models import Unit

_ZERO = Decimal(0)


def figure(code: str) -> Figure:
    """KeyError for an unknown code."""
    return FIGURES[code]


def reckon(code: str, scope: Scope, *, reading: Reading | None = None) -> Reckoned:
    """The figure over all of the scope."""
    found = tallies(FIGURES[code], scope, (), reading or Reading())
    return told(FIGURES[code], found.get((), Tally()))


@dataclass(frozen=True)
class Line:
    """The figure of one value of a dimension, with what people call it."""

    key: Any
    label: str
    reckoned: Reckoned


def reckon_by(code: str, scope: Scope, dimension: str, *, reading: Reading | None = None) -> list[Line]:
    """The figure cut by a dimension, in the order of its values; "unit" cuts by each unit's own records.

    KeyError for a dimension that the figure doesn't have.
    """
    declared = FIGURES[code]
    cut = declared.dimension(dimension)
    found = tallies(declared, scope, (dimension,), reading or Reading())
    keys = [key for (key,) in found]
    names = cut.names(keys) if cut.names else {}
    lines = [
        Line(key, names.get(key, str(key if key not in (None, "") else "没有填")), told(declared, tally))
        for (key,), tally in found.items()
    ]
    return sorted(lines, key=lambda line: (line.key is None, str(line.key)))


def reckon_units(
    codes: Iterable[str],
    period: Period,
    scopes: Mapping[int, Collection[int]],
    *,
    reading: Reading | None = None,
) -> dict[int, dict[str, Reckoned]]:
    """Each figure for each owner of a scope (a unit's own, its report's, its subtree's). One query for each figure."""
    owners = by_owner(scopes)
    reading = reading or Reading()
    scope = Scope(_to_read(owners), period)
    found: dict[int, dict[str, Reckoned]] = {owner: {} for owner in scopes}
    for code in codes:
        declared = FIGURES[code]
        summed: dict[int, Tally] = defaultdict(Tally)
        for (unit_id,), tally in tallies(declared, scope, ("unit",), reading).items():
            for owner in owners.get(unit_id, ()):
                summed[owner].add(tally)
        for owner in scopes:
            found[owner][code] = told(declared, summed[owner])
    return found


def _to_read(owners: Collection[int]) -> frozenset[int] | None:
    """Most units together are read as all: by day alone, not unit by unit. What nobody asked for is left out after."""
    return None if 2 * len(owners) > Unit.objects.count() else frozenset(owners)


def told(declared: Figure, tally: Tally) -> Reckoned:
    """The value of a tally, rounded by the figure's named policy."""
    aggregate = declared.aggregate
    value: Decimal | int | None = tally.count
    part = whole = None
    if isinstance(aggregate, Share):
        part, whole = tally.part, tally.count
        value = _rounded(declared, rounding.percent(part, whole))
    elif isinstance(aggregate, Middle):
        value = _rounded(declared, (rounding.mean if aggregate.mean else rounding.median)(tally.values))
    elif isinstance(aggregate, declaring.Sum):
        total = tally.total / aggregate.by
        value = total if aggregate.places or aggregate.by != 1 else int(total)
        if aggregate.blank and not tally.count:
            value = None
    small = isinstance(aggregate, Share | Middle) and bool(tally.count) and rounding.is_small(tally.count)
    return Reckoned(declared.code, value, tally.count, part, whole, small, dict(tally.apart))


def _rounded(declared: Figure, value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    way = rounding.truncate if declared.rounding == "truncate" else rounding.half_up
    return way(value, declared.places)


# ---- counting --------------------------------------------------------------------------------------------


def tallies(
    declared: Figure, scope: Scope, dimensions: Sequence[str], reading: Reading
) -> dict[tuple[Any, ...], Tally]:
    """What is counted, by the values of the dimensions; without any under ()."""
    if declared.judge is not None:
        return _judged(declared.judge(scope, reading), dimensions)
    return _grouped(declared, scope, dimensions)


def _judged(judged: Iterable[Judged], dimensions: Sequence[str]) -> dict[tuple[Any, ...], Tally]:
    found: dict[tuple[Any, ...], Tally] = defaultdict(Tally)
    for one in judged:
        key = tuple(one.unit_id if d == "unit" else one.falls.get(d) for d in dimensions)
        tally = found[key]
        if one.apart:
            tally.apart[one.apart] += 1
            continue
        tally.count += 1
        tally.part += one.part
        if one.value is not None:
            tally.values[one.value] += 1
    return dict(found)


def _grouped(declared: Figure, scope: Scope, dimensions: Sequence[str]) -> dict[tuple[Any, ...], Tally]:
    aggregate = declared.aggregate
    rows = declared.rows(scope).order_by()
    keys: list[str] = []
    for place, code in enumerate(dimensions):
        column = declared.unit_column if code == "unit" else declared.dimension(code).column
        if isinstance(column, str):
            keys.append(column)
        else:
            rows = rows.annotate(**{f"cut_{place}": column})
            keys.append(f"cut_{place}")
    measured, rows = _measured(aggregate, rows)
    counts: dict[str, Any] = {"n": Count(declared.record_id)}
    if isinstance(aggregate, Share) and aggregate.part is not None:
        counts["part_n"] = Count(declared.record_id, filter=aggregate.part(scope))
    if isinstance(aggregate, declaring.Sum):
        counts["total_n"] = Sum(aggregate.column)
    # Also without a cut it is grouped by unit: Django's `aggregate` over annotations loses what subqueries refer to.
    grouped = keys or [declared.unit_column]
    found = rows.values(*grouped, *measured).annotate(**counts).values_list(*grouped, *measured, *counts)
    rows_found = found if keys else (row[1:] for row in found)
    return _summed(rows_found, len(keys), measured, aggregate, has_part="part_n" in counts)


def _measured(aggregate: declaring.Aggregate, rows: Any) -> tuple[list[str], Any]:
    """Columns by which values are grouped, so that a median needs as many rows as there are different values."""
    if not isinstance(aggregate, Middle):
        return [], rows
    if aggregate.days[0]:
        if aggregate.working:
            return list(aggregate.days), rows
        from_on, to_on = aggregate.days
        return ["days_n"], rows.annotate(days_n=DaysBetween(from_on, to_on))
    if isinstance(aggregate.column, str):
        return [aggregate.column], rows
    return ["value_n"], rows.annotate(value_n=aggregate.column)


def _summed(
    found: Iterable[tuple[Any, ...]],
    keys: int,
    measured: Sequence[str],
    aggregate: declaring.Aggregate,
    *,
    has_part: bool,
) -> dict[tuple[Any, ...], Tally]:
    work = calendar() if isinstance(aggregate, Middle) and aggregate.working else None
    summed: dict[tuple[Any, ...], Tally] = {}
    for row in found:
        tally = summed.setdefault(row[:keys], Tally())
        values, numbers = row[keys : keys + len(measured)], row[keys + len(measured) :]
        tally.count += numbers[0]
        if has_part:
            tally.part += numbers[1]
        elif isinstance(aggregate, declaring.Sum):
            tally.total += Decimal(str(numbers[1])) if numbers[1] is not None else _ZERO
        if not values:
            continue
        value = work.working_days_between(*values) if work else values[0]
        tally.values += Counter({max(0, int(value)): numbers[0]})
    return summed


# ---- into the records ------------------------------------------------------------------------------------


def record_ids(code: str, scope: Scope, *, part: bool = False, reading: Reading | None = None) -> list[int]:
    """The ids of what was counted, each once for each time that it counts; `part`: of a share the part alone."""
    declared = FIGURES[code]
    if declared.judge is not None:
        judged = declared.judge(scope, reading or Reading())
        return [one.id for one in judged if not one.apart and (one.part or not part)]
    rows = declared.rows(scope)
    if part and isinstance(declared.aggregate, Share) and declared.aggregate.part is not None:
        rows = rows.filter(declared.aggregate.part(scope))
    return list(rows.order_by(declared.record_id).values_list(declared.record_id, flat=True))


def open_records(
    code: str, scope: Scope, by: Standing, *, part: bool = False, limit: int | None = None
) -> Opened:
    """The records behind a figure, as many as this person may see."""
    return opened(FIGURES[code].source, record_ids(code, scope, part=part), by, limit=limit)


# ---- comparing -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """A unit's figure beside its own of last year and those of all units of its kind (`peers` counts them, itself too).

    `change`: now less last year, in the figure's unit (for shares: percentage points). `peer_middle`: the median of the
    peers that have a value. `rank` 1 is the best by the figure's own sense; None without a value.
    """

    now: Reckoned
    last_year: Reckoned
    change: Decimal | None
    peer_middle: Decimal | None
    peers: int
    rank: int | None


def compare(code: str, unit_id: int, period: Period, tree: Tree) -> Comparison:
    """By each unit's report scope where it owes one, else its own records. Two queries a figure."""
    peers = tree.peers(unit_id)
    scopes = {one: tree.report_scopes.get(one, frozenset([one])) for one in {*peers, unit_id}}
    now = {owner: found[code] for owner, found in reckon_units([code], period, scopes).items()}
    mine = {unit_id: scopes[unit_id]}
    before = reckon_units([code], period.a_year_earlier(), mine)[unit_id][code]
    own = now[unit_id]
    values = sorted(Decimal(one.value) for one in now.values() if one.value is not None)
    if not FIGURES[code].lower_is_better:
        values.reverse()
    rank = values.index(Decimal(own.value)) + 1 if own.value is not None else None
    change = (
        Decimal(own.value) - Decimal(before.value)
        if own.value is not None and before.value is not None
        else None
    )
    return Comparison(own, before, change, _middle(sorted(values)), len(peers), rank)


def _middle(values: Sequence[Decimal]) -> Decimal | None:
    if not values:
        return None
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
