"""One among many of its kind: where it stands, and what is usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Place:
    """`middle` is the median of those that have a value (`others` of them, itself too); `rank` 1 is the best, equals share it."""

    middle: Decimal | None
    others: int
    rank: int | None


def place_among(
    values: Mapping[int, Decimal | int | None], mine: int | None, *, lower_is_better: bool
) -> Place:
    known = sorted((Decimal(one) for one in values.values() if one is not None), reverse=not lower_is_better)
    own = values.get(mine) if mine is not None else None
    rank = known.index(Decimal(own)) + 1 if own is not None else None
    return Place(_middle(known), len(known), rank)


def _middle(values: list[Decimal]) -> Decimal | None:
    """Of ordered values, whichever way."""
    if not values:
        return None
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
