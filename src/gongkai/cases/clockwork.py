"""From a case's events to its clocks: plain functions of dated facts, nothing typed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from gongkai.cases.declaring import ANEW, CaseKind
from gongkai.clocks.counting import History, Pause


@dataclass(frozen=True)
class Happened:
    """An act with the day that the law counts from."""

    act: str
    on: date
    at: datetime
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Round:
    """One time that the main clock ran, and the day that stopped it, None while it runs."""

    history: History
    stopped_on: date | None


@dataclass(frozen=True)
class MainClock:
    """The history of the main clock and the day that stopped it, None while it runs.

    `earlier`: rounds that were over when the case was taken up again; it counts as received in the first of them.
    """

    history: History | None
    stopped_on: date | None
    earlier: tuple[Round, ...] = ()

    @property
    def received_on(self) -> date | None:
        first = self.earlier[0].history if self.earlier else self.history
        return first.started_on if first else None


def main_clock(kind: CaseKind, events: Iterable[Happened]) -> MainClock:
    """Replay the events. A restart drops what was before it: pauses and extension alike (条例第三十条).

    Taken up again (again) it runs a second time, and what was before it stays true.
    A pause is known by its reason; both of its ends belong to it. A stop ends an open pause.
    """
    history: History | None = None
    stopped: date | None = None
    open_pauses: dict[str, date] = {}
    earlier: list[Round] = []
    for event in events:
        effect = _effect(kind, event.act)
        if effect in ANEW:
            if effect == "again" and history is not None:
                earlier.append(Round(_ended(history, open_pauses, event.on), stopped))
            elif effect != "again":
                earlier = []
            history, stopped, open_pauses = History(started_on=event.on, started_at=event.at), None, {}
        elif history is None or not effect:
            continue
        elif effect == "stop":
            history = _ended(history, open_pauses, event.on)
            stopped, open_pauses = stopped or event.on, {}
        elif effect == "extend":
            history = history._replace(extension=history.extension + int(event.values.get("days") or 0))
        elif effect.startswith("pause:"):
            open_pauses.setdefault(effect.partition(":")[2], event.on)
        elif effect.startswith("resume:"):
            began = open_pauses.pop(effect.partition(":")[2], None)
            if began is not None:
                history = history._replace(pauses=(*history.pauses, Pause(began, max(began, event.on))))
    if history is not None:
        still = (Pause(began, None, anew=not resumes(kind, reason)) for reason, began in open_pauses.items())
        history = history._replace(pauses=(*history.pauses, *still))
    return MainClock(history, stopped, tuple(earlier))


def _ended(history: History, open_pauses: Mapping[str, date], on: date) -> History:
    """A clock that is stopped stands still no more: the pauses that were open end with it."""
    ended = (Pause(began, max(began, on)) for began in open_pauses.values())
    return history._replace(pauses=(*history.pauses, *ended), stopped=True)


def _effect(kind: CaseKind, act: str) -> str:
    if act == "receive":
        return "start"
    declared = kind.find_act(act)
    return declared.clock if declared else ""


def resumes(kind: CaseKind, reason: str) -> bool:
    """Whether the term goes on after a pause for that reason; else what ends the pause starts it anew."""
    return any(act.clock == f"resume:{reason}" for act in kind.transitions)


@dataclass(frozen=True)
class SideClock:
    """A term beside the main one: begun by one act, ended by another."""

    term: str
    started_on: date
    started_at: datetime
    ended_on: date | None


def side_clocks(kind: CaseKind, events: Iterable[Happened], values: Mapping[str, Any]) -> list[SideClock]:
    """Side terms in the order in which they began. `values` are those of the case."""
    found: list[SideClock] = []
    for event in events:
        opened, ended = _opened_and_ended(kind, event.act, values)
        found = [
            replace(clock, ended_on=event.on) if clock.term in ended and clock.ended_on is None else clock
            for clock in found
        ]
        found += [SideClock(code, event.on, event.at, None) for code in opened]
    return found


def _opened_and_ended(kind: CaseKind, act: str, values: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    if act == "receive":
        field, wanted = kind.opens_if
        opens = not field or str(values.get(field, "")) in wanted
        return kind.opens_at_receipt.split() if opens else [], []
    declared = kind.find_act(act)
    return (declared.opens.split(), declared.closes.split()) if declared else ([], [])
