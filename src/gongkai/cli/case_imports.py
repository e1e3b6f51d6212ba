"""`gongkai case import` and `gongkai case undo-batch`."""

from __future__ import annotations

import signal
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from django.utils.timezone import localdate

from gongkai.cases.actions.importing import Written, undo_batch, write_cases
from gongkai.cases.importing.mapping import MapProblem
from gongkai.cases.importing.reading import Reading, read_file
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.queries.importing import ground_for
from gongkai.cases.refusals import CaseRefused
from gongkai.cli.output import FOUND_PROBLEMS, HOST, REFUSED, USAGE, now, progress, put_json, say, stop
from gongkai.tables.problems import Refusal, UnreadableTable, to_json
from gongkai.units.queries import root_unit, unit_by_code

SHOWN_REFUSALS = 20


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
    target = unit_by_code(unit) if unit else root_unit()
    if target is None:
        stop(f"没有编码为 {unit} 的单位。" if unit else "还没有初始化，先运行 gongkai init。", USAGE)
    ground = ground_for(kind=kind, unit_id=target.pk, today=localdate(now()))
    try:
        with progress("检查", None) as told:
            reading = read_file(file, ground=ground, map_name=map_name, told=told)
    except MapProblem as problem:
        stop(str(problem), USAGE)
    except UnreadableTable as problem:
        _report(_summary(0, [problem.refusal], None, began), as_json)
        raise typer.Exit(FOUND_PROBLEMS) from problem
    written = None
    if not dry_run and (keep_good or not reading.refusals):
        written = _write(reading, target.pk, keep_good)
    _report(_summary(reading.read, reading.refusals, written, began), as_json)
    if reading.refusals:
        raise typer.Exit(FOUND_PROBLEMS)


def _write(reading: Reading, unit_id: int, keep_good: bool) -> Written:
    stopped: list[bool] = []
    before = signal.signal(signal.SIGINT, lambda *_: stopped.append(True))
    try:
        with progress("写入", len(reading.records)) as told:
            written = write_cases(
                reading=reading, unit_id=unit_id, by=HOST, user_id=None, at=now(), keep_good=keep_good, told=told,
                should_stop=lambda: bool(stopped),
            )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)
    if stopped:
        say(f"已停下，写入的都是完整的；第 {written.batch_id} 批，再运行一次接着导入。")
    return written


def _summary(read: int, refusals: list[Refusal], written: Written | None, began: float) -> dict[str, Any]:
    return {
        "read": read,
        "imported": written.imported if written else 0,
        "updated": written.updated if written else 0,
        "unchanged": written.unchanged if written else 0,
        "kept": written.kept if written else 0,
        "refused": [to_json(r) for r in refusals],
        "batch": written.batch_id if written else None,
        "written": (written.imported + written.updated) if written else 0,
        "seconds": round(time.monotonic() - began, 3),
    }


def _report(summary: dict[str, Any], as_json: bool) -> None:
    for refused in summary["refused"][:SHOWN_REFUSALS]:
        where = f"第 {refused['row']} 行" if refused["row"] else "文件"
        where += f"“{refused['column']}”" if refused["column"] else ""
        now_is = f"（现在是：{refused['value']}）" if refused["value"] else ""
        say(f"{where}：{refused['message']}{now_is}")
    more = len(summary["refused"]) - SHOWN_REFUSALS
    if more > 0:
        say(f"还有 {more} 处，用 --json 看全部。")
    say(
        f"读 {summary['read']} 件，新增 {summary['imported']}，更新 {summary['updated']}，没有变化 {summary['unchanged']}，"
        f"不合格 {len(summary['refused'])} 处，用时 {summary['seconds']} 秒。"
    )
    if summary["kept"]:
        say(f"{summary['kept']} 件和表里不一样，但这里已经有人办过，保持现在的样子。")
    if as_json:
        put_json(summary)


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
