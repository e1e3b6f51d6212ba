"""Who wants to know that organisations changed. Upper floors register; this floor doesn't know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from gongkai.ledger.rules import Actor


@dataclass(frozen=True)
class UnitChange:
    """One act upon units.

    `kind`: a reorganisation of `rules.ACT_LABELS`, else `details`, `competence` or `reading_point`.
    `unit_ids`: whose name, place, existence or details changed; of a move, the whole subtree.
    `successors`: closed unit → the unit that takes over its open work and its duties.
    """

    kind: str
    unit_ids: frozenset[int]
    on: date
    at: datetime
    by: Actor
    successors: Mapping[int, int] = field(default_factory=dict)


Callback = Callable[[UnitChange], None]
_callbacks: list[Callback] = []


def on_unit_change(callback: Callback) -> Callback:
    """Call `callback` after every change. Usable as a decorator; twice counts once.

    It runs inside the transaction of the act: an exception in it undoes the act.
    """
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def announce(change: UnitChange) -> None:
    for callback in tuple(_callbacks):
        callback(change)
