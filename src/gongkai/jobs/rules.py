"""States of a long job, and how its progress reads."""

from __future__ import annotations

from collections.abc import Sequence

QUEUED, RUNNING, STOPPING, STOPPED, DONE, FAILED = (
    "queued",
    "running",
    "stopping",
    "stopped",
    "done",
    "failed",
)
LABELS = {
    QUEUED: "排队中",
    RUNNING: "进行中",
    STOPPING: "正在停止",
    STOPPED: "已停止",
    DONE: "已完成",
    FAILED: "未完成",
}
OPEN = frozenset({QUEUED, RUNNING, STOPPING})
LOG_LINES = 200
MAX_TRIES = 10  # of one outbox message


def rate_per_second(*, done: int, seconds: float) -> float:
    return done / seconds if seconds > 0 else 0.0


def seconds_left(*, done: int, total: int, seconds: float) -> float | None:
    """Time left at the rate so far; None as long as nothing can be said."""
    if done <= 0 or total <= 0 or seconds <= 0:
        return None
    return max(total - done, 0) * seconds / done


def with_line(lines: Sequence[str], line: str) -> list[str]:
    """The log with one more line; only the last LOG_LINES are kept."""
    return [*lines, line][-LOG_LINES:]
