"""Floors above register here what must follow when people change; accounts knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from gongkai.ledger.rules import Actor

HandOver = Callable[..., int]
_hand_over: list[HandOver] = []
_appointment_checks: list[Callable[..., list[str]]] = []


def on_hand_over(callback: HandOver) -> None:
    """`callback(leaver_id=, successor_id=, by=, at=)` moves open work and returns how many pieces it moved."""
    if callback not in _hand_over:
        _hand_over.append(callback)


def hand_over_open_work(*, leaver_id: int, successor_id: int, by: Actor, at: datetime) -> int:
    return sum(cb(leaver_id=leaver_id, successor_id=successor_id, by=by, at=at) for cb in _hand_over)


def on_appointment(callback: Callable[..., list[str]]) -> None:
    """`callback(unit_ids=, today=)` returns warnings, e.g. a route that can no longer be staffed."""
    if callback not in _appointment_checks:
        _appointment_checks.append(callback)


def warnings_after_appointment(**facts: object) -> list[str]:
    return [words for cb in _appointment_checks for words in cb(**facts)]
