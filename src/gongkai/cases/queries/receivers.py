"""Which units cases go to: one rule for who writes, who takes in, who hands on and who asks for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from gongkai.units.queries import UnitInBrief, open_units
from gongkai.units.rules import UNIT_KINDS

if TYPE_CHECKING:
    from gongkai.units.models import Unit

TAKING = [kind.code for kind in UNIT_KINDS.values() if kind.level != "village"]


def receivers() -> QuerySet[Unit]:
    """The units that take cases, in the order of the tree."""
    return open_units().filter(kind__in=TAKING)


def takes_cases(unit: Unit | UnitInBrief) -> bool:
    """Organs answer; villages do not decide as one (条例第二条), what is theirs goes to the town."""
    return not why_not_to(unit)


def why_not_to(unit: Unit | UnitInBrief | None) -> str:
    """Words against giving a case to that unit; empty where nothing stands against it."""
    if unit is None or unit.closed_on is not None:
        return "这个单位已经撤销，向接替它的单位提出。"
    if unit.kind not in TAKING:
        return f"{unit.name}不受理来件，由所在的乡镇、街道办理。"
    return ""
