"""Which units cases go to: one rule for who writes, who takes in, who hands on and who asks for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from gongkai.cases.declaring import CaseKind
from gongkai.units.queries import UnitInBrief, disclosure_office_unit_id, open_units, unit_names
from gongkai.units.rules import UNIT_KINDS

if TYPE_CHECKING:
    from gongkai.units.models import Unit

TAKING = [kind.code for kind in UNIT_KINDS.values() if kind.level != "village"]


def receivers() -> QuerySet[Unit]:
    """The units that take cases, in the order of the tree."""
    return open_units().filter(kind__in=TAKING)


def receivers_of(kind: CaseKind) -> QuerySet[Unit]:
    """Those that a case of that kind may go to."""
    return receivers().filter(id=disclosure_office_unit_id()) if kind.to_office else receivers()


def takes_cases(unit: Unit | UnitInBrief) -> bool:
    """Organs answer; villages do not decide as one (条例第二条), what is theirs goes to the town."""
    return not why_not_to(unit)


def why_not_to(unit: Unit | UnitInBrief) -> str:
    """Words against giving any case to that unit; empty where nothing stands against it."""
    if unit.closed_on is not None:
        return "这个单位已经撤销，向接替它的单位提出。"
    if unit.kind not in TAKING:
        return f"{unit.name}不受理来件，由所在的乡镇、街道办理。"
    return ""


def why_not_of_kind(kind: CaseKind, unit: Unit | UnitInBrief) -> str:
    """As `why_not_to`, and what the kind itself says: a complaint is decided by who supervises (条例第五十一条)."""
    if not kind.to_office or unit.pk == (office := disclosure_office_unit_id()):
        return why_not_to(unit)
    return f"{kind.label}由{unit_names([office])[office]}办理，不交给别的单位。"


def may_go_elsewhere(kind: CaseKind, unit_id: int) -> bool:
    """Whether another unit could have a case of that kind as well."""
    return not kind.to_office or unit_id != disclosure_office_unit_id()
