"""Which unit answers for which records on a day: the tree as it stood, reports and who owes them.

《政府信息公开条例》第四十九条: departments each write their own report; the government's is the sum of its units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gongkai.units.models import Unit, UnitParent, UnitSuccession
from gongkai.units.rules import UNIT_KINDS


@dataclass(frozen=True)
class UnitFacts:
    id: int
    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class Tree:
    """The units as they stood on a day. `above`: unit to its parent, of those that existed; `heirs`: of those closed by then."""

    day: date
    units: Mapping[int, UnitFacts]
    above: Mapping[int, int | None]
    heirs: Mapping[int, int]

    def lineage(self, unit_id: int) -> list[int]:
        """The unit that answers for it on the day (itself while it existed, else its successor), then all above it."""
        seen: list[int] = []
        at: int | None = unit_id
        while at is not None and at not in self.above and at not in seen:
            seen.append(at)
            at = self.heirs.get(at)
        line: list[int] = []
        while at is not None and at not in line and at in self.above:
            line.append(at)
            at = self.above[at]
        return line

    @cached_property
    def _lines(self) -> dict[int, list[int]]:
        return {unit_id: self.lineage(unit_id) for unit_id in self.units}

    def subtree(self, unit_id: int) -> frozenset[int]:
        """The unit, all below it, and those closed before whose work they carry on."""
        return frozenset(one for one, line in self._lines.items() if unit_id in line)

    def owes_report(self, unit_id: int) -> bool:
        return unit_id in self.above and UNIT_KINDS[self.units[unit_id].kind].reports

    @cached_property
    def report_scopes(self) -> dict[int, frozenset[int]]:
        """Each unit that owes a report, with the units whose records it counts.

        A government sums up its whole subtree. The others count their own and those of units below that owe none
        (a town's villages), and of predecessors closed by the day.
        """
        members: dict[int, set[int]] = {unit_id: set() for unit_id in self.units if self.owes_report(unit_id)}
        for one, line in self._lines.items():
            owing = [unit_id for unit_id in line if unit_id in members]
            for place, unit_id in enumerate(owing):
                if place == 0 or UNIT_KINDS[self.units[unit_id].kind].sums_up:
                    members[unit_id].add(one)
        return {unit_id: frozenset(found) for unit_id, found in members.items()}

    def peers(self, unit_id: int) -> tuple[int, ...]:
        """Units of the same kind that existed on the day, itself among them."""
        kind = self.units[unit_id].kind
        return tuple(one for one in sorted(self.above) if self.units[one].kind == kind)


def tree_on(day: date) -> Tree:
    """Three queries."""
    units = {
        row[0]: UnitFacts(*row)
        for row in Unit.objects.filter(opened_on__lte=day)
        .order_by("position", "code", "id")
        .values_list("id", "code", "name", "kind")
    }
    above: dict[int, int | None] = {}
    last_parent: dict[int, int] = {}
    spans = UnitParent.objects.filter(from_on__lte=day).order_by("from_on", "id")
    for unit_id, parent_id, to_on in spans.values_list("unit_id", "parent_id", "to_on"):
        if to_on is None or to_on > day:
            above[unit_id] = parent_id
        elif parent_id is not None:
            last_parent[unit_id] = parent_id
    heirs: dict[int, int] = {}
    rows = UnitSuccession.objects.filter(act__on__lte=day).order_by("-act__on", "-act_id", "id")
    for predecessor, successor in rows.values_list("predecessor_id", "successor_id"):
        heirs.setdefault(predecessor, successor)
    for unit_id, parent_id in last_parent.items():
        heirs.setdefault(
            unit_id, parent_id
        )  # closed without a successor: its parent answers for what it left
    return Tree(day, units, above, heirs)


def by_owner(scopes: Mapping[int, Iterable[int]]) -> dict[int, list[int]]:
    """The other way round: unit to all whose report counts its records."""
    found: dict[int, list[int]] = defaultdict(list)
    for owner, members in scopes.items():
        for member in members:
            found[member].append(owner)
    return dict(found)
