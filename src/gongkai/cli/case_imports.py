"""`gongkai case import` and `gongkai case undo-batch`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import typer
from django.utils.timezone import localdate

from gongkai.cases.actions.importing import Written, undo_batch, write_cases
from gongkai.cases.importing.mapping import MapProblem
from gongkai.cases.importing.reading import Reading, read_file
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.queries.importing import ground_for
from gongkai.cases.refusals import CaseRefused
from gongkai.cli.importing import report, target_unit, written_until_stopped
from gongkai.cli.output import HOST, REFUSED, USAGE, now, progress, put_json, say, stop
from gongkai.tables.problems import UnreadableTable


def import_cases(
    file: Path = typer.Argument(..., exists=True, dir_okay=False, help="XLSX、CSV 或 JSONL（可 .gz）"),
    kind: str = typer.Option(..., "--kind", help="种类，见 gongkai case kinds"),
    map_name: str = typer.Option("", "--map", help="随系统的对照名，或者一个 .toml 文件；不给就按表头认"),
    unit: str = typer.Option("", "--unit", help="单位编码，表里没写承办单位的归它；不给就归根单位"),
    keep_good: bool = typer.Option(False, "--keep-good", help="有不合格的行时，只写入合格的"),
    dry_run: bool = typer.Option(False, "--dry-run", help="只检查，不写入"),
    as_json: bool = typer.Option(False, "--json", help="结果以 JSON 写到标准输出"),
) -> None:
    """导入别的系统里的来件：没有答复的接着办，有答复的带着答复和日期办结。

    例：gongkai case import 县长信箱.xlsx --kind letter --unit 539921-004 --dry-run
    """
    began = time.monotonic()
    if kind not in CASE_KINDS:
        stop(f"没有 {kind} 这个种类，有的是：{'、'.join(CASE_KINDS)}。", USAGE)
    unit_id = target_unit(unit)
    ground = ground_for(kind=kind, unit_id=unit_id, today=localdate(now()))
    tell = partial(
        report,
        began=began,
        measure="件",
        as_json=as_json,
        counted=("imported", "updated", "unchanged", "kept"),
    )
    try:
        with progress("检查", None) as told:
            reading = read_file(file, ground=ground, map_name=map_name, told=told)
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
        return write_cases(
            reading=reading, unit_id=unit_id, by=HOST, user_id=None, at=now(), keep_good=keep_good,
            told=told, should_stop=should_stop,
        )  # fmt: skip

    return written_until_stopped(len(reading.records), write)


def undo(
    batch: int = typer.Argument(..., help="批号，导入时打印过"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """撤销一批导入的来件：没有人办过的全部撤掉，办过的留下。

    例：gongkai case undo-batch 3
    """
    try:
        undone = undo_batch(batch_id=batch, by=HOST, at=now())
    except CaseRefused as refused:
        stop(str(refused), REFUSED)
    say(f"第 {batch} 批：撤掉 {undone.removed} 件，有人办过的 {undone.kept} 件留下。")
    if as_json:
        put_json({"batch": batch, **asdict(undone)})
