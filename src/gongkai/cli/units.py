"""`gongkai unit …`"""

from __future__ import annotations

from pathlib import Path

import typer
from django.utils import timezone

from gongkai.cli.importing import say_refused
from gongkai.cli.output import FOUND_PROBLEMS, HOST, now, put_json, say, stop
from gongkai.jobs.worker import drain
from gongkai.tables.problems import UnreadableTable
from gongkai.units.importing import import_units

unit_app = typer.Typer(no_args_is_help=True)


@unit_app.callback()
def unit() -> None:
    """单位。"""


@unit_app.command("import")
def import_unit_file(
    file: Path = typer.Argument(
        ..., exists=True, dir_okay=False, help="XLSX 或 CSV：编码、名称、类型、上级编码……"
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="只检查，不写入"),
    keep_good: bool = typer.Option(False, "--keep-good", help="有不合格的行时，只写入合格的"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """从表格导入单位。

    例：gongkai unit import 单位.xlsx --dry-run
    """
    try:
        done = import_units(
            file, on=timezone.localdate(), by=HOST, at=now(), dry_run=dry_run, keep_good=keep_good
        )
    except UnreadableTable as problem:
        stop(problem.refusal.message, FOUND_PROBLEMS)
    if not dry_run:
        drain(at=now())
    say_refused(done.refused)
    say(f"读 {done.read} 行，写入 {done.imported}，不合格 {len(done.refused)} 处。")
    if as_json:
        put_json(done.as_json())
    if done.refused:
        raise typer.Exit(FOUND_PROBLEMS)
