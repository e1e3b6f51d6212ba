"""Which numbers a kind of report is made of: the figures that its rows name, or a function of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.numbers import NumberSource, UnitNumbers
from gongkai.reports.queries.annual_numbers import annual_numbers
from gongkai.reports.queries.figure_numbers import figure_numbers

SOURCES: dict[str, NumberSource] = {"annual": annual_numbers}


def numbers_for(kind: str, year: int, period: str, unit_ids: Sequence[int]) -> Mapping[int, UnitNumbers]:
    """The numbers of all these units, read in one snapshot."""
    if kind in SOURCES:
        return SOURCES[kind](year, period, unit_ids)
    return figure_numbers(REPORT_KINDS[kind], year, period, unit_ids)
