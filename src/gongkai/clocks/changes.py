"""Who wants to know that the calendar changed. Upper floors register; this floor doesn't know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CalendarChange:
    """The years whose notices were loaded anew or differ from before, and when that happened."""

    years: frozenset[int]
    at: datetime


Callback = Callable[[CalendarChange], None]
_callbacks: list[Callback] = []


def on_calendar_change(callback: Callback) -> Callback:
    """Call `callback` whenever a notice adds or changes days. Usable as a decorator; twice counts once.

    It runs inside the transaction of the change, so it should write a row for the worker and return,
    and an exception in it undoes the loading.
    """
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def announce(change: CalendarChange) -> None:
    for callback in tuple(_callbacks):
        callback(change)
