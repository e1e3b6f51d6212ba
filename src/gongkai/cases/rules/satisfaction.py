"""好差评: how a person rates a reply, and what may be counted from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Level:
    """One of the five levels; `good` counts as satisfied. Below it a reason is asked for, never demanded."""

    code: str
    label: str
    good: bool


# Five levels, the upper three count as satisfied: 国办发〔2019〕51号（未核实）.
LEVELS: tuple[Level, ...] = (
    Level("very_good", "非常满意", good=True),
    Level("good", "满意", good=True),
    Level("fair", "基本满意", good=True),
    Level("poor", "不满意", good=False),
    Level("very_poor", "非常不满意", good=False),
)
BY_CODE = {level.code: level for level in LEVELS}


@dataclass(frozen=True)
class Share:
    """A part of a whole, kept as both numbers, so that the denominator can always be shown."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole}")

    @property
    def percent(self) -> Decimal | None:
        """Per cent with two decimals, halves rounded up; None when there is nothing to divide by."""
        if not self.whole:
            return None
        exact = Decimal(self.part) * 100 / Decimal(self.whole)
        return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    @property
    def words(self) -> str:
        if not self.whole:
            return "还没有可以计算的数"
        return f"{self.percent}%（{self.part}/{self.whole}）"


@dataclass(frozen=True)
class Ratings:
    """Replies by level. Who didn't rate stands in `not_rated` and in no denominator but that of `answered`."""

    by_level: dict[str, int]
    satisfied: Share
    answered: Share
    not_rated: int


def ratings(counts: Mapping[str, int], *, not_rated: int) -> Ratings:
    """Sums ratings up. KeyError for an unknown level, ValueError for a negative count.

    Not rated is outside the denominator of the satisfaction rate (never "satisfied by default").
    """
    unknown = set(counts) - set(BY_CODE)
    if unknown:
        raise KeyError(sorted(unknown)[0])
    if not_rated < 0 or any(number < 0 for number in counts.values()):
        raise ValueError("counts can't be negative")
    by_level = {level.code: counts.get(level.code, 0) for level in LEVELS}
    rated = sum(by_level.values())
    good = sum(by_level[level.code] for level in LEVELS if level.good)
    return Ratings(by_level, Share(good, rated), Share(rated, rated + not_rated), not_rated)
