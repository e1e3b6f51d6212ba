"""`gongkai item …`"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import typer
from django.utils.timezone import localdate

from gongkai.cli.importing import report, target_unit, written_until_stopped
from gongkai.cli.output import HOST, REFUSED, USAGE, now, progress, put_json, say, stop
from gongkai.disclosure.actions.importing import Written, write_records
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.actions.undoing_imports import undo_batch
from gongkai.disclosure.importing.maps import MapProblem
from gongkai.disclosure.importing.reading import Reading, read_file
from gongkai.disclosure.queries.exporting import exported_items
from gongkai.disclosure.queries.importing import ground_on
from gongkai.jobs.worker import drain
from gongkai.tables.problems import UnreadableTable
from gongkai.units.queries import unit_by_code

item_app = typer.Typer(no_args_is_help=True)


@item_app.command("import")
def import_items(
    file: Path = typer.Argument(..., exists=True, dir_okay=False, help="XLSX、CSV、JSONL（可 .gz）或 TXT"),
    map_name: str = typer.Option("", "--map", help="随系统的对照名，或者一个 .toml 文件；不给就按表头认"),
    unit: str = typer.Option("", "--unit", help="单位编码；不给就归根单位"),
    keep_good: bool = typer.Option(False, "--keep-good", help="有不合格的行时，只写入合格的"),
    dry_run: bool = typer.Option(False, "--dry-run", help="只检查，不写入"),
    as_json: bool = typer.Option(False, "--json", help="结果以 JSON 写到标准输出"),
) -> None:
    """导入别处已经公开的历史信息，保留原来的日期和来源。

    例：gongkai item import 旧站.xlsx --unit 539921-004 --dry-run
    """
    began = time.monotonic()
    unit_id = target_unit(unit)
    tell = partial(report, began=began, measure="条", as_json=as_json)
    try:
        with progress("检查", None) as told:
            reading = read_file(file, map_name=map_name, told=told, ground=ground_on(localdate(now())))
    except MapProblem as problem:
        stop(str(problem), USAGE)
    except UnreadableTable as problem:
        tell(read=0, refusals=[problem.refusal], written=None)
        return
    written = None
    if not dry_run and (keep_good or not reading.refusals):
        written = _write(reading, unit_id, keep_good)
    tell(read=reading.read, refusals=reading.refusals, written=written)


def _write(reading: Reading, unit_id: int, keep_good: bool) -> Written:
    def write(told: Callable[[int], None], should_stop: Callable[[], bool]) -> Written:
        return write_records(
            reading=reading, unit_id=unit_id, by=HOST, user_id=None, at=now(), keep_good=keep_good,
            told=told, should_stop=should_stop,
        )  # fmt: skip

    written = written_until_stopped(len(reading.records), write)
    reading.seen.clear()  # tens of megabytes that nobody needs while the index is written
    drain(at=now())
    return written


@item_app.command("undo-batch")
def undo(
    batch: int = typer.Argument(..., help="批号，导入时打印过"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """撤销一批导入：新增的信息全部撤回，更新过的恢复成原来的样子。

    例：gongkai item undo-batch 3
    """
    try:
        undone = undo_batch(batch_id=batch, by=HOST, at=now())
    except ItemRefused as refused:
        stop(str(refused), REFUSED)
    drain(at=now())
    say(f"第 {batch} 批：新增的 {undone.withdrawn} 条已撤回，更新过的 {undone.restored} 条恢复成原来的样子。")
    if undone.kept:
        say(f"{undone.kept} 条在这一批以后又改过，保持现在的样子。")
    if as_json:
        put_json({"batch": batch, **asdict(undone)})


@item_app.command("export")
def export(
    unit: str = typer.Option("", "--unit", help="只要这个单位和它下面的"),
    as_json: bool = typer.Option(True, "--json/--no-json", help="一行一条 JSON"),
) -> None:
    """导出已公开的信息，一行一条 JSON，写到标准输出。

    例：gongkai item export --json > items.jsonl
    """
    target = unit_by_code(unit) if unit else None
    if unit and target is None:
        stop(f"没有编码为 {unit} 的单位。", USAGE)
    for row in exported_items(unit_path=target.path if target else ""):
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
