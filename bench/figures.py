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
    cpu_ms: float | None = None
    queries: int | None = None
    goal: str = ""
    note: str = ""
    is_reference: bool = False


@dataclass(frozen=True)
class Taken:
    """Seconds of each call: on the clock, and of this thread's CPU, which other programs hardly disturb."""

    clock: list[float]
    cpu: list[float]


def timed(run: Callable[[Any], object], inputs: Iterable[Any]) -> Taken:
    """Call one after the other."""
    taken = Taken([], [])
    for one in inputs:
        began, used = time.perf_counter(), time.thread_time()
        run(one)
        taken.clock.append(time.perf_counter() - began)
        taken.cpu.append(time.thread_time() - used)
    return taken


def percentile_ms(seconds: Sequence[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)] * 1000


def figure_of(suite: str, name: str, taken: Taken, **facts: Any) -> Figure:
    return Figure(
        suite,
        name,
        per_second=len(taken.clock) / sum(taken.clock),
        p50_ms=percentile_ms(taken.clock, 0.5),
        p95_ms=percentile_ms(taken.clock, 0.95),
        cpu_ms=percentile_ms(taken.cpu, 0.5),
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
    head = ("", "per second", "p50 ms", "p95 ms", "CPU ms", "queries", "goal", "note")
    rows = [head, *(_row(one) for one in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)


def _row(one: Figure) -> tuple[str, ...]:
    name = f"{one.suite}: {'  reference: ' if one.is_reference else ''}{one.name}"
    rate = f"{one.per_second:,.1f} {one.unit}" if one.per_second is not None else ""
    p50 = f"{one.p50_ms:.1f}" if one.p50_ms is not None else ""
    p95 = f"{one.p95_ms:.1f}" if one.p95_ms is not None else ""
    cpu = f"{one.cpu_ms:.1f}" if one.cpu_ms is not None else ""
    return name, rate, p50, p95, cpu, "" if one.queries is None else str(one.queries), one.goal, one.note
