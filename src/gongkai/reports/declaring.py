"""The form of a kind of report. A kind is one file in `kinds/` that fills this form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gongkai.kinds.transitions import State, Transition
from gongkai.reports.layouts import Template
from gongkai.reports.states import INITIAL, STATES, TRANSITIONS


@dataclass(frozen=True)
class ReportKind:
    """What differs between kinds of reports; everything else is the engine.

    `template_for` gives the form in force for a year. `for_units`: each unit that owes one makes its own;
    `for_government`: there is one for the whole government, summed from those of its units.
    `periods` of a year: ("",) for one a year, ("1", "2", "3", "4") for quarters.
    """

    code: str
    label: str
    article: str
    template_for: Callable[[int], Template]
    for_units: bool = True
    for_government: bool = True
    periods: tuple[str, ...] = ("",)
    public: bool = True
    position: int = 100
    initial: str = INITIAL
    states: tuple[State, ...] = STATES
    transitions: tuple[Transition, ...] = field(default=TRANSITIONS, repr=False)
