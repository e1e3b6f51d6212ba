"""Which numbers a kind of report is made of: each kind registers its one function here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.reports.numbers import NumberSource, UnitNumbers

_sources: dict[str, NumberSource] = {}


def feeds(kind: str, source: NumberSource) -> NumberSource:
    """Register where the numbers of a kind come from."""
    _sources[kind] = source
    return source


def numbers_for(kind: str, year: int, period: str, unit_ids: Sequence[int]) -> Mapping[int, UnitNumbers]:
    """The numbers of all these units, read in one snapshot."""
    return _sources[kind](year, period, unit_ids)
