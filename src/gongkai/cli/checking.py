"""`gongkai doctor`: what this installation is, what it lacks, what is out of order."""

from __future__ import annotations

import typer
from django.utils import timezone

from gongkai.cli.output import FOUND_PROBLEMS, now, put_json, say
from gongkai.disclosure.queries.health import PROGRAMS, examine


def doctor(as_json: bool = typer.Option(False, "--json", help="以 JSON 输出")) -> None:
    """检查这套系统：数据库、索引、附件、日历、人员、可选的系统程序。

    例：gongkai doctor --json
    """
    found = examine(today=timezone.localdate(), at=now())
    for line in found.remarks:
        say(f"注意：{line}")
    for line in found.problems:
        say(f"问题：{line}")
    for name, path in found.report["programs"].items():
        if not path:
            say(f"没有装 {name}：{PROGRAMS[name]}。不装也能用。")
    say("没有问题。" if not found.problems else f"{len(found.problems)} 个问题。")
    if as_json:
        put_json(found.report | {"problems": found.problems})
    if found.problems:
        raise typer.Exit(FOUND_PROBLEMS)
