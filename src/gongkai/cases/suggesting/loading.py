"""Reads the units of this installation for the suggester."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from functools import lru_cache

from gongkai.cases.suggesting.closed_cases import ClosedCases
from gongkai.cases.suggesting.units import UnitProfile, UnitSuggester
from gongkai.units.queries import SaidOfUnit, said_of_units


def unit_suggester(*, on: date, closed: Iterable[tuple[str, Hashable]] | ClosedCases = ()) -> UnitSuggester:
    """For the units open on a day, with the matters they declare on it; keys are unit ids. Four queries.

    `closed`: text and unit id of cases that were closed, or their features.
    """
    said = tuple(said_of_units(on))
    return UnitSuggester(_profiles(said), closed=closed) if closed else _of_duties(said)


@lru_cache(maxsize=2)
def _of_duties(said: tuple[SaidOfUnit, ...]) -> UnitSuggester:
    """Asked for while people write: built anew only when something that is said of a unit has changed."""
    return UnitSuggester(_profiles(said))


def _profiles(said: Iterable[SaidOfUnit]) -> Iterator[UnitProfile]:
    return (UnitProfile(one.id, one.name, one.kind, one.parent_id, one.names, one.matters) for one in said)
