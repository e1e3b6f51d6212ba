"""`gongkai user …`"""

from __future__ import annotations

import getpass
import os
import sys

import typer
from django.utils import timezone

from gongkai.accounts.actions import AccountRefused, appoint, create_user
from gongkai.accounts.roles import ROLES
from gongkai.cli.output import HOST, REFUSED, USAGE, now, say, stop
from gongkai.jobs.worker import drain
from gongkai.units.queries import unit_by_code

user_app = typer.Typer(no_args_is_help=True)


@user_app.callback()
def user() -> None:
    """账号。"""


@user_app.command("create")
def create(
    name: str = typer.Argument(..., help="账号"),
    unit: str = typer.Option(..., "--unit", help="单位编码"),
    role: str = typer.Option(..., "--role", help="、".join(ROLES)),
    full_name: str = typer.Option("", "--full-name", help="姓名"),
) -> None:
    """开一个账号并任一个角色。密码从环境变量 GONGKAI_PASSWORD 读，没有就询问。

    例：gongkai user create wangfang --unit 539921-004 --role officer --full-name 王芳
    """
    target = unit_by_code(unit)
    if target is None:
        stop(f"没有编码为 {unit} 的单位。", USAGE)
    if role not in ROLES:
        stop(f"没有 {role} 这个角色。可用的有：{'、'.join(ROLES)}。", USAGE)
    password = os.environ.get("GONGKAI_PASSWORD") or (
        getpass.getpass("密码：") if sys.stdin.isatty() else None
    )
    if password is None:
        stop("没有密码：设环境变量 GONGKAI_PASSWORD，或者在终端里运行。", USAGE)
    at = now()
    try:
        user = create_user(username=name, full_name=full_name or name, password=password, by=HOST, at=at)
        warnings = appoint(
            user_id=user.pk,
            unit_id=target.pk,
            role=role,
            from_on=timezone.localdate(at),
            by=HOST,
            at=at,
        )
    except AccountRefused as refused:
        stop(str(refused), REFUSED)
    drain(at=now())
    for warning in warnings:
        say(f"注意：{warning}")
    say(f"账号 {name} 开好了：{target.name}，{ROLES[role].label}。")
