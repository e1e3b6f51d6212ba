"""What is measured and how it is told."""

from __future__ import annotations

import json
import math
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table. `goal` is what the project promised on a quiet machine, in the unit of the value beside it."""

    suite: str
    name: str
    per_second: float | None = None
    unit: str = "req"
    p50_ms: float | None = None
    p95_ms: float | None = None
    queries: int | None = None
    goal: str = ""
    note: str = ""
    is_reference: bool = False


def timed(run: Callable[[Any], object], inputs: Iterable[Any]) -> list[float]:
    """Seconds of each call, one after the other."""
    taken = []
    for one in inputs:
        began = time.perf_counter()
        run(one)
        taken.append(time.perf_counter() - began)
    return taken


def percentile_ms(seconds: Sequence[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)] * 1000


def figure_of(suite: str, name: str, seconds: Sequence[float], **facts: Any) -> Figure:
    return Figure(
        suite,
        name,
        per_second=len(seconds) / sum(seconds),
        p50_ms=percentile_ms(seconds, 0.5),
        p95_ms=percentile_ms(seconds, 0.95),
        **facts,
    )


def cpu_seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "load": [round(value, 2) for value in os.getloadavg()],
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def hand_over(figures: Sequence[Figure]) -> None:
    """A suite tells its figures to the runner: one JSON document on stdout."""
    json.dump([asdict(one) for one in figures], sys.stdout)


def table(figures: Sequence[Figure]) -> str:
    head = ("", "per second", "p50 ms", "p95 ms", "queries", "goal", "note")
    rows = [head, *(_row(one) for one in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)


def _row(one: Figure) -> tuple[str, ...]:
    name = f"{one.suite}: {'  reference: ' if one.is_reference else ''}{one.name}"
    rate = f"{one.per_second:,.1f} {one.unit}" if one.per_second is not None else ""
    p50 = f"{one.p50_ms:.1f}" if one.p50_ms is not None else ""
    p95 = f"{one.p95_ms:.1f}" if one.p95_ms is not None else ""
    return name, rate, p50, p95, "" if one.queries is None else str(one.queries), one.goal, one.note
