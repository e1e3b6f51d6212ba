"""Routes as data: which steps an item takes in its unit, whose they are, and whether people can fill them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class StepPlan:
    """A step of a route as one unit walks it."""

    no: int
    code: str
    label: str
    role: str
    whose: str


@dataclass(frozen=True)
class UnitPlace:
    """Where a unit stands: its own id, its parent's, and the one that holds the disclosure office."""

    unit_id: int
    kind: str
    name: str
    parent_id: int | None


def unit_of_step(*, whose: str, place: UnitPlace, office_unit_id: int) -> int:
    """The unit whose people take a step; a root without parent does it itself."""
    if whose == "parent":
        return place.parent_id or place.unit_id
    if whose == "disclosure_office":
        return office_unit_id
    return place.unit_id


def unstaffed(*, needs: Iterable[tuple[int, frozenset[int]]]) -> list[int]:
    """Step numbers that different people cannot fill: `needs` pairs each step's number with who could take it.

    Nobody takes two steps of one item, so this matches steps to people along augmenting paths; what stays
    unmatched in the largest matching cannot be staffed.
    """
    wanted = list(needs)
    people = dict(wanted)
    taken: dict[int, int] = {}

    def place(step: int, tried: set[int]) -> bool:
        for person in sorted(people[step]):
            if person in tried:
                continue
            tried.add(person)
            if person not in taken or place(taken[person], tried):
                taken[person] = step
                return True
        return False

    return [step for step, _ in wanted if not place(step, set())]


def by_unit_and_role(rows: Iterable[tuple[int, str, int]]) -> dict[tuple[int, str], frozenset[int]]:
    """(unit, role, person) rows → who holds a role in a unit."""
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    for unit_id, role, person in rows:
        found[unit_id, role].add(person)
    return {key: frozenset(people) for key, people in found.items()}
