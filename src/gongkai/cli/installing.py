"""Setting up: an empty installation, or the demo county."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gongkai.catalogue.actions.topics import load_seed
from gongkai.cli.output import HOST, REFUSED, now, progress, say, stop
from gongkai.clocks.actions import load_shipped_calendar
from gongkai.disclosure.actions.routes import load_shipped_routes
from gongkai.jobs.worker import drain
from gongkai.search import indexing
from gongkai.units.actions.checks import AlreadySetUp
from gongkai.units.actions.founding import set_up_installation
from gongkai.units.rules import NewUnit

demo_app = typer.Typer(no_args_is_help=True)


def prepare() -> None:
    """Tables, folders and the search index; safe to run again."""
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):  # most starts find nothing to do
        call_command("migrate", verbosity=0, interactive=False)
    indexing.ensure()  # without one the first delivery would build it, and the next ones repeat that


def what_is_missing() -> str:
    """Why commands can't work here: nothing is set up, or the tables are older than the program. Empty: neither."""
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        return f"{settings.HOME} 里还没有系统。先运行 gongkai init，或者用 GONGKAI_HOME 指到已有的地方。"
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return f"{settings.HOME} 里的表比程序旧。先运行一次 gongkai serve，它会把表升级好。"
    return ""


def lay_ground(
    *, root: NewUnit, mode: str, at: datetime, on: date, site_name: str = "", site_code: str = ""
) -> None:
    """What every installation starts with: calendar, root unit, catalogue, routes."""
    load_shipped_calendar(by=HOST, at=at)
    set_up_installation(root=root, mode=mode, on=on, by=HOST, at=at, site_name=site_name, site_code=site_code)
    load_seed(by=HOST, at=at)
    load_shipped_routes(by=HOST, at=at)


def init(
    name: str = typer.Option("县人民政府", "--name", help="本级政府的名称"),
    code: str = typer.Option("root", "--code", help="根单位的编码"),
    kind: str = typer.Option("county_government", "--kind", help="city_government 或 county_government"),
    uscc: str = typer.Option("", "--uscc", help="统一社会信用代码"),
) -> None:
    """建一套空的系统：目录、日历、审核流程和一个根单位。

    例：gongkai init --name 清溪县人民政府 --code 539921-001
    """
    prepare()
    at = now()
    try:
        lay_ground(
            root=NewUnit(code=code, name=name, kind=kind, uscc=uscc), mode="real", at=at, on=date(2008, 5, 1)
        )
    except AlreadySetUp as refused:
        stop(str(refused), REFUSED)
    drain(at=now())
    say(
        f"建好了：{settings.HOME}。接着用 gongkai unit import 导入单位，gongkai user create 开账号，gongkai serve 启动。"
    )


@demo_app.command("build")
def build(
    scale: float = typer.Option(1.0, "--scale", min=0.01, max=100, help="信息条数的倍数，1 约 4,000 条"),
    as_of: datetime = typer.Option(None, "--as-of", formats=["%Y-%m-%d"], help="以哪一天为今天，默认今天"),
    seed: int = typer.Option(1, "--seed", help="同一种子、同一天，得到同一个县"),
) -> None:
    """建演示县：单位、人员、三年的信息，各种状态都有。只能建在空的数据目录里。

    例：gongkai demo build --scale 1 --as-of 2026-11-20
    """
    from gongkai.demo.building import DemoOverReal, build_demo  # noqa: PLC0415  (the writers are large)

    began = time.monotonic()
    prepare()
    day = as_of.date() if as_of else now().astimezone().date()
    try:
        with progress("演示县", None) as told:
            built = build_demo(as_of=day, scale=scale, seed=seed, at=now(), told=told, lay_ground=lay_ground)
    except DemoOverReal as refused:
        stop(str(refused), REFUSED)
    drain(at=now())
    say(
        f"演示县建好了：{built.units} 个单位，{built.people} 人，{built.items} 条信息，{built.cases} 件来件，用时 {time.monotonic() - began:.0f} 秒。"
    )
