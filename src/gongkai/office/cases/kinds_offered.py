"""Which kinds a person may take in, and for which units."""

from __future__ import annotations

from gongkai.accounts.policies import Standing
from gongkai.cases.declaring import CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.policies import may_take_in
from gongkai.cases.queries.receivers import receivers, receivers_of
from gongkai.units.queries import disclosure_office_unit_id


def units_for(by: Standing, kind: CaseKind) -> list[tuple[int, str]]:
    """(id, name) of the units that take cases and for which this person may enter one of that kind."""
    rows = receivers_of(kind).values_list("id", "name")
    return [(pk, name) for pk, name in rows if may_take_in(by, kind, pk)]


def kinds_for(by: Standing) -> list[CaseKind]:
    """Two queries, however many kinds there are."""
    units, office = list(receivers().values_list("id", flat=True)), disclosure_office_unit_id()
    return [
        kind for kind in CASE_KINDS.values()
        if any(may_take_in(by, kind, pk) for pk in ([office] if kind.to_office else units))
    ]  # fmt: skip


def may_take_in_any(by: Standing) -> bool:
    return bool(kinds_for(by))
