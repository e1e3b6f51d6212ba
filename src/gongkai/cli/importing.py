"""What the commands that read a table share: whose it is, telling what was refused and where, stopping between two records."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import typer

from gongkai.cli.output import FOUND_PROBLEMS, USAGE, progress, put_json, say, stop
from gongkai.tables.problems import Refusal, to_json
from gongkai.units.queries import root_unit, unit_by_code

SHOWN_REFUSALS = 20


class Written(Protocol):
    """What an import did."""

    batch_id: int
    imported: int
    updated: int
    unchanged: int


W = TypeVar("W", bound=Written)


def target_unit(code: str) -> int:
    """The id of the unit with this code, without one of the root; else the command ends in words."""
    target = unit_by_code(code) if code else root_unit()
    if target is None:
        stop(f"没有编码为 {code} 的单位。" if code else "还没有初始化，先运行 gongkai init。", USAGE)
    return target.pk


def written_until_stopped(total: int, write: Callable[[Callable[[int], None], Callable[[], bool]], W]) -> W:
    """`write(told, should_stop)` under a bar; Ctrl-C ends it after the record at hand."""
    stopped: list[bool] = []
    before = signal.signal(signal.SIGINT, lambda *_: stopped.append(True))
    try:
        with progress("写入", total) as told:
            written = write(told, lambda: bool(stopped))
    finally:
        signal.signal(signal.SIGINT, before)
    if stopped:
        say(f"已停下，写入的都是完整的；第 {written.batch_id} 批，再运行一次接着导入。")
    return written


def say_refused(refusals: Sequence[Refusal]) -> None:
    """The first faults, each with its row and column, and how many more there are."""
    for one in refusals[:SHOWN_REFUSALS]:
        where = f"第 {one.row} 行" if one.row else "文件"
        where += f"“{one.column}”" if one.column else ""
        say(f"{where}：{one.message}" + (f"（现在是：{one.value}）" if one.value else ""))
    more = len(refusals) - SHOWN_REFUSALS
    if more > 0:
        say(f"还有 {more} 处，用 --json 看全部。")


def report(
    *,
    read: int,
    refusals: Sequence[Refusal],
    written: Written | None,
    began: float,
    measure: str,
    as_json: bool,
    counted: Sequence[str] = ("imported", "updated", "unchanged"),
) -> None:
    """Tell what became of the table; with faults the command ends with FOUND_PROBLEMS. `measure`: 条, 件."""
    counts = {name: getattr(written, name) if written else 0 for name in counted}
    summary: dict[str, Any] = {
        "read": read,
        **counts,
        "refused": [to_json(one) for one in refusals],
        "batch": written.batch_id if written else None,
        "written": counts["imported"] + counts["updated"],
        "seconds": round(time.monotonic() - began, 3),
    }
    say_refused(refusals)
    say(
        f"读 {read} {measure}，新增 {counts['imported']}，更新 {counts['updated']}，没有变化 {counts['unchanged']}，"
        f"不合格 {len(refusals)} 处，用时 {summary['seconds']} 秒。"
    )
    if counts.get("kept"):
        say(f"{counts['kept']} {measure}和表里不一样，但这里已经有人办过，保持现在的样子。")
    if as_json:
        put_json(summary)
    if refusals:
        raise typer.Exit(FOUND_PROBLEMS)
