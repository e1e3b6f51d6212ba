"""Which unit files on which day, and what becomes of it."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle

from gongkai.demo.stage import Plan, Scene

# Weight of a unit kind in what is published.
_WEIGHTS = {
    "government": 60,
    "office": 60,
    "department": 40,
    "town": 34,
    "park": 20,
    "institution": 8,
    "enterprise": 8,
    "village": 4,
}
# How an item fares, in per mille, when it is older than the review takes.
_FATES = (
    ("plain", 905),
    ("returned_once", 40),
    ("corrected", 22),
    ("kept", 18),
    ("withdrawn", 8),
    ("abandoned", 7),
)
# Where the items of the last days stand, dealt in turn so that every state is there.
_OPEN = (
    "step",
    "drafting",
    "step",
    "returned",
    "referred",
    "step",
    "scheduled",
    "drafting",
    "coordinating",
    "step",
)
_SLOW = ("referred", "coordinating", "scheduled")  # filed a while ago: they have several steps behind them
_REVIEW_DAYS = 6


def plans(scene: Scene, count: int) -> Iterator[Plan]:
    """Which unit files on which day and what becomes of it; a tenth of it in the last thirty days."""
    units = [u for u in scene.county.units if u.code in scene.unit_ids]
    sums: list[float] = []
    for unit in units:
        sums.append((sums[-1] if sums else 0) + _WEIGHTS[unit.kind])
    open_fates = cycle(_OPEN)
    first = date(scene.as_of.year - 2, 1, 1)
    span = (scene.as_of - first).days
    for _ in range(count):
        unit = units[bisect(sums, scene.dice.random() * sums[-1])]
        back = (
            scene.dice.randrange(0, 30)
            if scene.dice.random() < 0.06
            else int(span * scene.dice.random() ** 1.15)
        )
        on = scene.as_of - timedelta(days=back + 1)
        while not scene.working.is_working_day(on):
            on -= timedelta(days=1)
        if not unit.open_on(on) or on < first:
            continue
        fate = _draw(scene.dice, _FATES)
        if (scene.as_of - on).days < _REVIEW_DAYS + 3 and scene.dice.random() < 0.75:
            fate = next(open_fates)
            if fate in _SLOW:
                on = scene.working.add_working_days(scene.as_of - timedelta(days=14), 2).on
        yield Plan(unit, on, fate)


def _draw(dice: random.Random, table: tuple[tuple[str, int], ...]) -> str:
    return dice.choices([name for name, _ in table], [weight for _, weight in table])[0]
