"""`gongkai screening …`: looking through what is public by the rules of today."""

from __future__ import annotations

import signal
import time
from datetime import date, datetime
from typing import Any

import typer

from gongkai.cli.output import FOUND_PROBLEMS, HOST, USAGE, now, progress, put_json, say, stop
from gongkai.disclosure.actions.rescanning import Rescanned, rescan, to_rescan
from gongkai.jobs.worker import drain
from gongkai.screening.queries import rules_now
from gongkai.units.queries import subtree_ids, unit_by_code

screening_app = typer.Typer(no_args_is_help=True)


@screening_app.command("rescan")
def rescan_public(
    since: datetime = typer.Option(None, "--since", formats=["%Y-%m-%d"], help="只查这一天以来公开的"),
    unit: str = typer.Option("", "--unit", help="单位编码；连同下属单位"),
    again: bool = typer.Option(False, "--all", help="按现行规则查过的也再查一遍"),
    as_json: bool = typer.Option(False, "--json", help="结果以 JSON 写到标准输出"),
) -> None:
    """存量排查：把已经公开的信息按现在的规则再查一遍，查出的列入各单位的整改清单。

    可以随时按 Ctrl+C 停下，再运行一次接着查。退出码 0 没有问题，1 查出问题。

    例：gongkai screening rescan --since 2024-01-01 --unit 539921-004
    """
    began = time.monotonic()
    units = _units(unit)
    day = since.date() if since else None
    total = to_rescan(since=day, unit_ids=units, all_again=again, rules=rules_now())
    done = _run(day, units, again, total)
    drain(at=now())
    result: dict[str, Any] = {
        "looked": done.looked,
        "found": done.found,
        "tasks": done.tasks,
        "left": max(total - done.looked, 0),
        "seconds": round(time.monotonic() - began, 2),
    }
    if as_json:
        put_json(result)
    say(f"查了 {done.looked} 条，{done.found} 条有问题，新列入整改 {done.tasks} 条，{result['seconds']} 秒。")
    if done.found:
        raise typer.Exit(FOUND_PROBLEMS)


def _units(code: str) -> list[int] | None:
    if not code:
        return None
    found = unit_by_code(code)
    if found is None:
        stop(f"没有编码为 {code} 的单位。", USAGE)
    return subtree_ids(found.pk)


def _run(since: date | None, units: list[int] | None, again: bool, total: int) -> Rescanned:
    """Stops between two chunks when asked; what was done so far is returned."""
    asked: list[bool] = []
    so_far = [Rescanned()]
    before = signal.signal(signal.SIGINT, lambda *_: asked.append(True))

    with progress("检查", total) as told:

        def step(done: Rescanned) -> None:
            told(done.looked)
            so_far[0] = done

        try:
            rescan(
                since=since, unit_ids=units, all_again=again, told=step, should_stop=lambda: bool(asked),
                by=HOST, at=now(),
            )  # fmt: skip
        finally:
            signal.signal(signal.SIGINT, before)
    return so_far[0]
