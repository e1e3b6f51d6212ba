"""Where a report's numbers come from: for each kind one function, from a year and units to cells with the records behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.reports.facts import Number


@dataclass(frozen=True)
class UnitNumbers:
    """`cells` address → number; `sources` address → records, "item:3-7,12;case:4"; `figures` code → number for the text."""

    cells: Mapping[str, Number]
    sources: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Number] = field(default_factory=dict)


NumberSource = Callable[[int, str, Sequence[int]], Mapping[int, UnitNumbers]]
"""(year, period, unit ids) → the numbers of each unit, all read in one snapshot."""
