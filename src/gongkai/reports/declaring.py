"""The form of a kind of report. A kind is one file in `kinds/` that fills this form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from gongkai.kinds.transitions import State, Transition
from gongkai.reports.layouts import Template
from gongkai.reports.states import INITIAL, STATES, TRANSITIONS


@dataclass(frozen=True)
class ReportKind:
    """What differs between kinds of reports; everything else is the engine.

    `template_for` gives the form in force for a year. `due(year, period, scope)` is the last day to publish (and to hand
    in, where no inner term is set); scope is unit or government. `for_units`: each unit that owes one makes its own;
    `for_government`: there is one for the whole government: with `summed` the sum of its units' reports, else counted
    over all of its units at once (rates and medians can't be added).
    `periods` of a year: ("",) for one a year, ("1", …, "4") for quarters; `period_words` names one ("第{}季度").
    `public`: published ones stand in the portal. `freezes_registers`: once it is out, changes of the unit's registers
    of that year need a reason.
    """

    code: str
    label: str
    article: str
    template_for: Callable[[int], Template]
    due: Callable[[int, str, str], date]
    for_units: bool = True
    for_government: bool = True
    summed: bool = False
    periods: tuple[str, ...] = ("",)
    period_words: str = ""
    public: bool = False
    freezes_registers: bool = False
    position: int = 100
    initial: str = INITIAL
    states: tuple[State, ...] = STATES
    transitions: tuple[Transition, ...] = field(default=TRANSITIONS, repr=False)

    def period_label(self, period: str) -> str:
        return self.period_words.format(period) if period else ""


def declaration_faults(kinds: Iterable[ReportKind]) -> list[str]:
    """What is wrong with declarations, in words; empty when sound."""
    found: list[str] = []
    seen: set[str] = set()
    for kind in kinds:
        if kind.code in seen:
            found.append(f"{kind.code} 声明了两次")
        seen.add(kind.code)
        if not kind.label or not kind.article:
            found.append(f"{kind.code} 没有名称或者依据")
        if len(kind.periods) > 1 and "{}" not in kind.period_words:
            found.append(f"{kind.code} 一年有几期，但是没有说一期怎么称呼")
        template = kind.template_for(2025)
        addresses = [cell.address for table in template.tables for cell in table.cells()]
        if len(addresses) != len(set(addresses)):
            found.append(f"{kind.code} 有两格的标识一样")
        known = {part.no for part in template.parts}
        found += [
            f"{kind.code} 的表“{t.title}”放在没有的部分" for t in template.tables if t.section not in known
        ]
    return found
