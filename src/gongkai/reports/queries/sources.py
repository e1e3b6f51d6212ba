"""Which numbers a kind of report is made of: for each kind its one function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.reports.numbers import NumberSource, UnitNumbers
from gongkai.reports.queries.annual_numbers import annual_numbers

SOURCES: dict[str, NumberSource] = {"annual": annual_numbers}


def numbers_for(kind: str, year: int, period: str, unit_ids: Sequence[int]) -> Mapping[int, UnitNumbers]:
    """The numbers of all these units, read in one snapshot."""
    return SOURCES[kind](year, period, unit_ids)
