"""Due dates a second, and how often usual calendars are wrong where ours is not."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date, timedelta

from tests.clocks.oracles import NAIVE, ORACLES, SHIPPED, share_wrong

from bench.figures import Figure, hand_over
from gongkai.clocks.counting import History, Pause, deadline
from gongkai.clocks.explaining import explain
from gongkai.clocks.terms import TERMS

DATES, EXPLANATIONS = 100_000, 2_000
REPLY = TERMS["foi.reply"][-1]
AS_OF = date(2026, 11, 20)


def histories(many: int, *, pauses: int) -> list[History]:
    """Applications of the years with notices, some extended."""
    dice = random.Random(1)
    found = []
    for _ in range(many):
        start = date(2019, 5, 15) + timedelta(days=dice.randrange(2600))
        gaps = tuple(_pause(dice, start) for _ in range(pauses))
        found.append(History(start, None, gaps, dice.choice((0, 0, 20))))
    return found


def _pause(dice: random.Random, start: date) -> Pause:
    begun = start + timedelta(days=dice.randrange(30))
    return Pause(begun, begun + timedelta(days=dice.randrange(20)))


def rate(run: Callable[[History], object], asked: list[History]) -> float:
    began = time.perf_counter()
    for one in asked:
        run(one)
    return len(asked) / (time.perf_counter() - began)


def figures() -> list[Figure]:
    def due(one: History) -> object:
        return deadline(REPLY, one, SHIPPED, as_of=AS_OF)

    def told(one: History) -> object:
        return explain(REPLY, one, SHIPPED, as_of=AS_OF)

    plain, paused = histories(DATES, pauses=0), histories(DATES, pauses=2)
    due(plain[0])  # makes the tables
    goal = "≥ 50,000/s"
    return [
        Figure("clocks", "due dates", rate(due, plain), "dates", goal=goal),
        Figure("clocks", "due dates with two pauses", rate(due, paused), "dates", goal=goal),
        Figure("clocks", "explanations", rate(told, paused[:EXPLANATIONS]), "texts"),
        *(
            Figure("clocks", f"of 20 working days, against {name}", note=f"{share_wrong(name, 20):.1%} wrong")
            for name in ORACLES
        ),
        *(
            Figure("clocks", name, note=f"{share_wrong(name, 20):.1%} wrong", is_reference=True)
            for name in NAIVE
        ),
    ]


if __name__ == "__main__":
    hand_over(figures())
