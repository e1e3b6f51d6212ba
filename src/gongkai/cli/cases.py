"""`gongkai case …`"""

from __future__ import annotations

from typing import Any

import typer
from django.utils.timezone import localdate

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.queries.describing import described_kinds
from gongkai.cases.queries.desk import CaseLine
from gongkai.cases.queries.whole import all_cases
from gongkai.cli import case_imports
from gongkai.cli.output import USAGE, now, put_json, say, stop
from gongkai.units.queries import unit_by_code

case_app = typer.Typer(no_args_is_help=True)
case_app.command("import")(case_imports.import_cases)
case_app.command("undo-batch")(case_imports.undo)
SHOWN = 50


@case_app.command("kinds")
def kinds(as_json: bool = typer.Option(False, "--json", help="以 JSON 输出")) -> None:
    """列出来件的种类：状态、步骤、谁办、期限、结果。

    例：gongkai case kinds --json
    """
    found = described_kinds()
    for kind in found:
        say(f"{kind['code']}  {kind['label']}：{len(kind['states'])} 种状态，{len(kind['acts'])} 个步骤")
    if as_json:
        put_json(found)


@case_app.command("list")
def list_cases(
    kind: str = typer.Option("", "--kind", help="种类，见 gongkai case kinds"),
    unit: str = typer.Option("", "--unit", help="单位编码"),
    state: str = typer.Option("", "--state", help="办理状态"),
    overdue: bool = typer.Option(False, "--overdue", help="只要逾期没有办完的"),
    limit: int = typer.Option(1000, "--limit", min=1, help="最多几件"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """列出来件，期限近的在前。不含申请人的个人信息。

    例：gongkai case list --overdue --unit 539921-004
    """
    if kind and kind not in CASE_KINDS:
        stop(f"没有 {kind} 这个种类，有的是：{'、'.join(CASE_KINDS)}。", USAGE)
    target = unit_by_code(unit) if unit else None
    if unit and target is None:
        stop(f"没有编码为 {unit} 的单位。", USAGE)
    found = all_cases(
        kind=kind, unit_id=target.pk if target else None, state=state, overdue=overdue, limit=limit,
        today=localdate(now()),
    )  # fmt: skip
    for line in found[:SHOWN]:
        due = f"{line.due_on}" if line.due_on else "没有期限"
        say(f"{line.number}  {line.state_label}  {due}  {line.title}")
    if len(found) > SHOWN:
        say(f"还有 {len(found) - SHOWN} 件，用 --json 看全部。")
    if as_json:
        put_json([_record(line) for line in found])


def _record(line: CaseLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "kind": line.kind,
        "title": line.title,
        "unit": line.unit_name,
        "state": line.state,
        "outcome": line.outcome_label,
        "submitted_on": line.submitted_on.isoformat(),
        "due_on": line.due_on.isoformat() if line.due_on else None,
        "provisional": line.provisional,
        "paused": line.paused,
        "closed": line.closed,
    }
