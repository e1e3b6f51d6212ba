"""Shares as they are shown. Each way of rounding has a name that stands on the page beside the numbers.

A table that was made to add up by hand is not imitated: `unexplained` names the cells that no way explains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Rounding:
    code: str
    label: str
    words: str


ROUNDINGS: dict[str, Rounding] = {
    r.code: r
    for r in (
        Rounding("half_up", "四舍五入", "各项分别四舍五入，相加不一定正好是 100%。"),
        Rounding("truncate", "截断", "多出的小数直接舍去，不进位。"),
        Rounding(
            "largest_remainder",
            "最大余额归整为 100%",
            "先截断，再把差的尾数依次补给余数最大的几项，相加正好是 100%。",
        ),
    )
}


def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def half_up(value: Decimal, places: int = 2) -> Decimal:
    return value.quantize(_unit(places), rounding=ROUND_HALF_UP)


def truncate(value: Decimal, places: int = 2) -> Decimal:
    return value.quantize(_unit(places), rounding=ROUND_DOWN)


def percent(part: int, whole: int) -> Decimal | None:
    """Exact, in per cent; None where there is nothing to divide by (never 0 or 100 then)."""
    return Decimal(part) * HUNDRED / Decimal(whole) if whole else None


def shares(parts: Sequence[int], *, policy: str, places: int = 2) -> list[Decimal]:
    """The parts of their sum in per cent, rounded by a named policy. All zero when the sum is. KeyError for an unknown policy."""
    rounding = ROUNDINGS[policy]
    whole = sum(parts)
    if not whole:
        return [Decimal(0).quantize(_unit(places)) for _ in parts]
    exact = [Decimal(part) * HUNDRED / Decimal(whole) for part in parts]
    if rounding.code == "half_up":
        return [half_up(one, places) for one in exact]
    floor = [truncate(one, places) for one in exact]
    if rounding.code == "truncate":
        return floor
    missing = int((HUNDRED - sum(floor)) / _unit(places))
    # The largest remainders first; of equal ones the first in the table.
    order = sorted(range(len(parts)), key=lambda place: (floor[place] - exact[place], place))
    for place in order[:missing]:
        floor[place] += _unit(places)
    return floor


def unexplained(parts: Sequence[int], shown: Sequence[Decimal], *, places: int = 2) -> dict[str, list[int]]:
    """For each policy the places at which the shown shares differ from it. An empty list: that policy was used."""
    if len(parts) != len(shown):
        raise ValueError(f"{len(parts)} parts, {len(shown)} shares")
    found: dict[str, list[int]] = {}
    for code in ROUNDINGS:
        due = shares(parts, policy=code, places=places)
        found[code] = [place for place, (a, b) in enumerate(zip(due, shown, strict=True)) if a != b]
    return found


SMALL_SAMPLE = 30
"""Below so many records a share or a median says little and is marked."""


def is_small(sample: int) -> bool:
    return sample < SMALL_SAMPLE


def median(counts: Mapping[int, int]) -> Decimal | None:
    """The median of values given as value → how often; of an even number the mean of the two in the middle. None without any."""
    total = sum(counts.values())
    if not total:
        return None
    seen, low = 0, None
    for value in sorted(counts):
        seen += counts[value]
        if low is None and seen * 2 >= total:
            if seen * 2 > total:
                return Decimal(value)
            low = value
        elif low is not None:
            return Decimal(low + value) / 2
    return Decimal(low) if low is not None else None


def mean(counts: Mapping[int, int]) -> Decimal | None:
    total = sum(counts.values())
    return Decimal(sum(value * often for value, often in counts.items())) / total if total else None
