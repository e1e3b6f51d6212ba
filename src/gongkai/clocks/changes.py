"""Who wants to know that the calendar or a term changed. Upper floors register; this floor doesn't know them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.clocks.rules import WorkCalendar


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


# ---- terms and office hours that the office changed -----------------------------------------------------


@dataclass(frozen=True)
class TermChange:
    """Local terms, or with no `codes` the office hours, that changed for events from `from_on` on.

    `unit_id` None: for every unit that has none of its own.
    """

    codes: frozenset[str]
    unit_id: int | None
    from_on: date
    at: datetime


TermCallback = Callable[[TermChange], None]
_term_callbacks: list[TermCallback] = []


def on_term_change(callback: TermCallback) -> TermCallback:
    """As `on_calendar_change`, for local terms and office hours."""
    if callback not in _term_callbacks:
        _term_callbacks.append(callback)
    return callback


def announce_term(change: TermChange) -> None:
    for callback in tuple(_term_callbacks):
        callback(change)


# ---- what a notice would move, asked before it is loaded ------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """What would get another due date: "依申请公开", 12."""

    label: str
    count: int


MoveCounter = Callable[[WorkCalendar, WorkCalendar], Iterable[Moved]]
_counters: list[MoveCounter] = []


def counts_moves(counter: MoveCounter) -> MoveCounter:
    """Register who can say how many open due dates differ between two calendars. Usable as a decorator."""
    if counter not in _counters:
        _counters.append(counter)
    return counter


def moves(before: WorkCalendar, after: WorkCalendar) -> list[Moved]:
    """What the change from one calendar to another would move, from everybody who counts; zeros left out."""
    return [one for counter in tuple(_counters) for one in counter(before, after) if one.count]


def first_and_last_difference(before: WorkCalendar, after: WorkCalendar) -> tuple[date, date] | None:
    """The first and the last day on which the calendars differ: a term outside of them can't move."""
    days = (before.off ^ after.off) | (before.work ^ after.work)
    return (min(days), max(days)) if days else None


def anybody_counts() -> bool:
    """Whether anything here can say what a notice would move; if not, nothing is said about it."""
    return bool(_counters)
