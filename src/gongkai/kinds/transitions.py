"""One table of transitions inside a kind; buttons, sweeps, flow charts and checks are read from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Transition:
    """One act: from which states, to which, by which roles, on what ground, and what it asks the person for."""

    act: str
    label: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    article: str
    asks: tuple[str, ...] = ()
    # A citizen or the clock may also act; such transitions show no button in the office.
    button: bool = True


@dataclass(frozen=True)
class State:
    code: str
    label: str
    # What a person should know in this state, in one plain sentence.
    words: str
    final: bool = False


def faults(*, initial: str, states: Iterable[State], transitions: Iterable[Transition]) -> list[str]:
    """What is wrong with a table: unknown states, states never reached, dead ends. Empty when sound."""
    by_code = {s.code: s for s in states}
    table = list(transitions)
    found: list[str] = []
    for t in table:
        for code in sorted(t.sources | {t.target}):
            if code not in by_code:
                found.append(f"{t.act}: 状态 {code} 没有声明")
    reached = {initial}
    while True:
        more = {t.target for t in table if t.sources & reached} - reached
        if not more:
            break
        reached |= more
    for code, state in by_code.items():
        if code not in reached:
            found.append(f"状态 {code} 永远到不了")
        leaves = any(code in t.sources and t.target != code for t in table)
        if not state.final and not leaves:
            found.append(f"状态 {code} 进得去出不来")
    seen: set[tuple[str, str]] = set()
    for t in table:
        for source in t.sources:
            if (t.act, source) in seen:
                found.append(f"{t.act} 从 {source} 出发声明了两次")
            seen.add((t.act, source))
    return found
