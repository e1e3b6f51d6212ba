"""Which kinds a person may take in, and for which units."""

from __future__ import annotations

from gongkai.accounts.policies import Standing
from gongkai.cases.declaring import CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.policies import may_take_in
from gongkai.units.queries import open_units


def units_for(by: Standing, kind: CaseKind) -> list[tuple[int, str]]:
    """(id, name) of the open units for which this person may enter a case of that kind."""
    if by.has("disclosure_office") and "disclosure_office" in kind.intake_roles:
        found = open_units()
    else:
        found = open_units().filter(id__in=by.unit_ids(*kind.intake_roles))
    rows = found.order_by("position", "code", "id").values_list("id", "name")
    return [(pk, name) for pk, name in rows if may_take_in(by, kind, pk)]


def kinds_for(by: Standing) -> list[CaseKind]:
    return [kind for kind in CASE_KINDS.values() if _may(by, kind)]


def may_take_in_any(by: Standing) -> bool:
    return any(_may(by, kind) for kind in CASE_KINDS.values())


def _may(by: Standing, kind: CaseKind) -> bool:
    if "disclosure_office" in kind.intake_roles and by.has("disclosure_office"):
        return True
    return bool(by.unit_ids(*kind.intake_roles))
