"""Reads the units of this installation for the suggester."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date

from gongkai.cases.suggesting.closed_cases import ClosedCases
from gongkai.cases.suggesting.units import UnitProfile, UnitSuggester
from gongkai.units.queries import said_of_units


def unit_suggester(*, on: date, closed: Iterable[tuple[str, Hashable]] | ClosedCases = ()) -> UnitSuggester:
    """For the units open on a day, with the matters they declare on it; keys are unit ids. Four queries.

    `closed`: text and unit id of cases that were closed, or their features.
    """
    profiles = (
        UnitProfile(one.id, one.name, one.kind, one.parent_id, one.names, one.matters)
        for one in said_of_units(on)
    )
    return UnitSuggester(profiles, closed=closed)
