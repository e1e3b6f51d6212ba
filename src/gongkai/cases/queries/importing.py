"""What an import of cases is held against in this installation."""

from __future__ import annotations

from datetime import date

from gongkai.cases.importing.ground import Ground, KnownUnit
from gongkai.cases.kinds import CASE_KINDS
from gongkai.units.queries import all_units, successor_of


def ground_for(*, kind: str, unit_id: int, today: date) -> Ground:
    """The kind's form, and every unit by code, name and short name. KeyError for an unknown kind."""
    units: dict[str, KnownUnit] = {}
    for unit in all_units():
        known = KnownUnit(unit.pk, unit.name, unit.closed_on, _heir(unit.pk) if unit.closed_on else "")
        for word in (unit.short_name, unit.name, unit.code):
            # Of two units of one name the one that is open is meant.
            if word and (word not in units or units[word].closed_on is not None):
                units[word] = known
    return Ground(CASE_KINDS[kind], today, unit_id, units)


def _heir(unit_id: int) -> str:
    heir = successor_of(unit_id)
    return heir.name if heir else ""
