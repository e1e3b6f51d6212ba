"""`gongkai ledger …`"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typer

from gongkai.cli.output import FOUND_PROBLEMS, USAGE, now, put_json, say, stop
from gongkai.ledger import queries

ledger_app = typer.Typer(no_args_is_help=True)


@ledger_app.command("verify")
def verify(
    anchor: Path = typer.Option(None, "--anchor", exists=True, help="以前用 ledger anchor 存在外面的锚"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """核验办理记录：每一行、每一批、整条链；给了锚还能看出结尾被截去。

    例：gongkai ledger verify --anchor 锚.json --json
    """
    kept = None
    if anchor is not None:
        try:
            kept = json.loads(anchor.read_text(encoding="utf-8"))
        except ValueError:
            stop(f"{anchor} 不是 ledger anchor 存下的文件。", USAGE)
    found = queries.verify(at=now(), anchor=kept)
    for problem in found.problems[:20]:
        say(problem.words)
    say(
        f"核验 {found.rows} 行、{found.seals} 批，{found.problem_count} 处不对，{found.unsealed} 行还没封存"
        f"（最早 {found.oldest_unsealed_seconds:.0f} 秒前），用时 {found.seconds:.1f} 秒。"
    )
    if as_json:
        put_json({"ok": found.ok, **asdict(found)})
    if not found.ok:
        raise typer.Exit(FOUND_PROBLEMS)


@ledger_app.command("anchor")
def anchor(out: Path = typer.Option(None, "--out", help="写到文件；不给就写到标准输出")) -> None:
    """取最后一批封存的链值，存到系统外面，日后据它核验。

    例：gongkai ledger anchor --out /media/usb/锚.json
    """
    kept = queries.anchor()
    if kept is None:
        stop("还没有封存的记录。", FOUND_PROBLEMS)
    if out is None:
        put_json(kept)
    else:
        out.write_text(json.dumps(kept, ensure_ascii=False, default=str), encoding="utf-8")
        say(f"锚存到 {out}。")
