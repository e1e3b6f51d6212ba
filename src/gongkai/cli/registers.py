"""`gongkai register …`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from django.utils import timezone

from gongkai.cli.importing import say_refused
from gongkai.cli.output import FOUND_PROBLEMS, HOST, USAGE, now, put_json, say, stop
from gongkai.jobs.worker import drain
from gongkai.registers.declaring import RHYTHMS, Register
from gongkai.registers.importing import columns_of, import_register
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.queries import states_for_host
from gongkai.registers.refusals import RegisterRefused
from gongkai.tables.problems import UnreadableTable
from gongkai.tables.writing import write_template
from gongkai.units.queries import unit_by_code

register_app = typer.Typer(no_args_is_help=True)


@register_app.callback()
def register() -> None:
    """登记册：许可、处罚、收费、人员、培训这些年报要用的数。"""


def _register(code: str) -> Register:
    if code not in REGISTERS:
        stop(f"没有“{code}”这本登记册。可选：{'、'.join(REGISTERS)}。", USAGE)
    return REGISTERS[code]


def _unit_id(code: str) -> int | None:
    if not code:
        return None
    unit = unit_by_code(code)
    if unit is None:
        stop(f"没有编码是“{code}”的单位。", USAGE)
    return unit.pk


@register_app.command("list")
def list_registers(
    year: int = typer.Option(0, "--year", min=0, max=2100, help="看这一年缺什么；不写只列登记册"),
    unit: str = typer.Option("", "--unit", help="只看这个单位（编码）"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """列出登记册；写了年份，列出各单位还缺的。缺了返回 1。

    例：gongkai register list --year 2025
    """
    if not year:
        facts = [
            {"code": r.code, "label": r.label, "rhythm": r.rhythm, "owed": r.owed, "article": r.article}
            for r in REGISTERS.values()
        ]
        if as_json:
            put_json({"registers": facts})
            return
        for one in REGISTERS.values():
            say(f"{one.code}  {one.label}  {RHYTHMS[one.rhythm]}{'  年报要用' if one.owed else ''}")
        return
    found = states_for_host(year=year, today=timezone.localdate(), unit_id=_unit_id(unit))
    missing: list[dict[str, Any]] = [
        {"unit": code, "name": name, "register": state.register.code, "months": list(state.missing)}
        for code, name, states in found
        for state in states
        if state.is_late
    ]
    if as_json:
        put_json({"year": year, "missing": missing})
    else:
        for gap in missing:
            months = "全年" if gap["months"] == [0] else "、".join(f"{m}月" for m in gap["months"])
            say(f"{gap['unit']} {gap['name']}：{REGISTERS[gap['register']].label} 缺{months}")
        say(f"{len(found)} 个单位，缺 {len(missing)} 处。")
    if missing:
        raise typer.Exit(FOUND_PROBLEMS)


@register_app.command("template")
def template(
    code: str = typer.Argument(..., help="登记册的代码，见 gongkai register list"),
    out: Path = typer.Option(..., "--out", dir_okay=False, help="写到这个 XLSX"),
) -> None:
    """写出一本登记册的空表，各列怎样填在第二张工作表里。

    例：gongkai register template licensing --out 许可.xlsx
    """
    declared = _register(code)
    out.write_bytes(write_template(columns_of(declared), title=declared.label))
    say(f"写好了：{out}")


@register_app.command("import")
def import_file(
    file: Path = typer.Argument(..., exists=True, dir_okay=False, help="XLSX 或 CSV，表头照模板"),
    code: str = typer.Option(..., "--register", help="登记册的代码，见 gongkai register list"),
    unit: str = typer.Option("", "--unit", help="没有写单位的行归这个单位（编码）"),
    reason: str = typer.Option("", "--reason", help="年报已经公布的年份，为什么改"),
    dry_run: bool = typer.Option(False, "--dry-run", help="只检查，不写入"),
    keep_good: bool = typer.Option(False, "--keep-good", help="有不合格的行时，只写入合格的"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """从表格导入登记册；同一个表导两遍不会重复。

    例：gongkai register import 许可.xlsx --register licensing --unit 539921-012 --dry-run
    """
    declared, unit_id = _register(code), _unit_id(unit)
    try:
        done = import_register(
            file, register=declared.code, unit_id=unit_id, by=HOST, at=now(), dry_run=dry_run, keep_good=keep_good,
            reason=reason,
        )  # fmt: skip
    except (UnreadableTable, RegisterRefused) as problem:
        stop(str(problem), FOUND_PROBLEMS)
    if done.written:
        drain(at=now())
    say_refused(done.refused)
    say(
        f"读 {done.read} 行，新增 {done.imported}，更新 {done.updated}，没有变化 {done.unchanged}，"
        f"不合格 {len(done.refused)} 处。{'' if done.written else '没有写入。'}"
    )
    if as_json:
        put_json(done.as_json())
    if done.refused:
        raise typer.Exit(FOUND_PROBLEMS)
