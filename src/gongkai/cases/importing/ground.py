"""What a row is held against beyond itself: the present day, the kind, and the units that exist here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from gongkai.cases.declaring import CaseKind


class KnownUnit(NamedTuple):
    id: int
    name: str
    closed_on: date | None
    heir: str
    """Name of the unit that took over from a closed one, "" where none is known."""


@dataclass(frozen=True)
class Ground:
    """`units` by code, name and short name; `unit_id` is for rows that name none."""

    kind: CaseKind
    today: date
    unit_id: int
    units: Mapping[str, KnownUnit]


class Refuse(Protocol):
    """Takes our column, the rule, what to say and, where one is certain enough, a value that would pass."""

    def __call__(self, target: str, rule: str, message: str, suggestion: str = "") -> None: ...
