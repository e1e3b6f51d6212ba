"""Invented people for every unit, in numbers that let five different ones review one item."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.demo.county import DemoUnit

# Who gets which roles, in the order in which a unit is staffed. The first five cover the default route
# 填报 → 初审 → 复审 → 复核 → 公开 with five people; a sixth is the main leader.
_CHAIRS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("信息员", ("officer",)),
    ("办公室主任", ("first_reviewer",)),
    ("分管负责人", ("second_reviewer",)),
    ("保密审查员", ("secrecy_reviewer",)),
    ("公开专员", ("publisher",)),
    ("主要负责人", ("leader",)),
    ("承办人", ("handler",)),
    ("信息员（B岗）", ("officer",)),
)
# A small unit of five has no leader of its own chair: the second reviewer's superior signs as publisher.
_FIVE = (*_CHAIRS[:4], ("主要负责人", ("leader", "publisher")))
_OFFICE_EXTRA: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("政务公开办主任", ("disclosure_office",)),
    ("政务公开办专员", ("disclosure_office",)),
    ("督查审计员", ("auditor",)),
    ("系统管理员", ("system_admin",)),
    ("安全保密管理员", ("security_admin",)),
    ("安全审计员", ("audit_admin",)),
)


@dataclass(frozen=True)
class Person:
    """`number` is the stable staff number that serves as login; `deputises` is the number of the A holder."""

    number: str
    name: str
    unit: str
    title: str
    roles: tuple[str, ...]
    phone: str
    deputises: str | None = None


def hire(
    units: tuple[DemoUnit, ...],
    *,
    staff: Mapping[str, int],
    names: Mapping[str, str],
    rng: random.Random,
) -> tuple[Person, ...]:
    """People of all units; a village has one officer, whose items the town reviews. No name twice."""
    people: list[Person] = []
    taken: set[str] = set()
    for unit in units:
        chairs = _chairs(unit.kind, staff.get(unit.code, 1))
        first_of: dict[str, str] = {}
        for title, roles in chairs:
            number = f"{7000 + len(people):05d}"
            people.append(
                Person(
                    number=number,
                    name=_name(rng, names, taken),
                    unit=unit.code,
                    title=title,
                    roles=roles,
                    phone=f"0999-555{len(people) % 10000:04d}",
                    deputises=first_of.get("officer") if title.endswith("（B岗）") else None,
                )
            )
            first_of.setdefault(roles[0], number)
    return tuple(people)


def _chairs(kind: str, size: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if kind == "village":
        return (("村信息员", ("officer",)),)
    if kind == "office":
        return _CHAIRS[: max(size - len(_OFFICE_EXTRA), 6)] + _OFFICE_EXTRA
    chairs = _FIVE if size <= 5 else _CHAIRS[:size]
    if size < 7:
        # Nobody else is there to answer what people send in: the officer does it as well.
        return (("信息员", ("officer", "handler")), *chairs[1:])
    return chairs


def _name(rng: random.Random, names: Mapping[str, str], taken: set[str]) -> str:
    while True:
        first, second = rng.choice(names["first"]), rng.choice(names["second"])
        given = first if rng.random() < 0.18 else first + second
        name = rng.choice(names["surnames"]) + given
        if name not in taken and first != second:
            taken.add(name)
            return name
