"""`gongkai <noun> <verb>`: the commands, gathered."""

from __future__ import annotations

import typer

from gongkai import __version__
from gongkai.cli import cases, checking, installing, items, ledger, screening, searching, serving
from gongkai.cli.clocks import clock_app, holidays_app
from gongkai.cli.figures import figure_app
from gongkai.cli.keys import keys_app
from gongkai.cli.letters import letter_app
from gongkai.cli.registers import register_app
from gongkai.cli.report_checks import check_reports, list_rules
from gongkai.cli.reports import report_app
from gongkai.cli.rescanning import screening_app
from gongkai.cli.text import text_app
from gongkai.cli.units import unit_app
from gongkai.cli.users import user_app

app = typer.Typer(
    name="gongkai",
    help="政务公开平台。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"gongkai {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="版本号"),
) -> None:
    """政务公开平台。数据在 GONGKAI_HOME（默认 var/）下面。"""


app.command("init")(installing.init)
app.command("serve")(serving.serve)
app.command("doctor")(checking.doctor)
app.command("screen")(screening.screen)
app.command("redact")(screening.redact)
report_app.command("check")(check_reports)
report_app.command("rules")(list_rules)
app.add_typer(items.item_app, name="item", help="公开信息：导入、导出、撤销导入")
app.add_typer(cases.case_app, name="case", help="来件：申请、信件、热线工单")
app.add_typer(screening_app, name="screening", help="存量排查")
app.add_typer(searching.search_app, name="search", help="检索：查询、重建、评测")
app.add_typer(clock_app, name="clock", help="时限：算到哪一天，为什么")
app.add_typer(holidays_app, name="holidays", help="放假安排：载入、查看")
app.add_typer(report_app, name="report", help="报告：计算、写成文件、检查")
app.add_typer(figure_app, name="figure", help="统计指标：列出、计算、打开记录")
app.add_typer(letter_app, name="letter", help="来信：分类和承办单位的建议")
app.add_typer(ledger.ledger_app, name="ledger", help="办理记录：核验、留锚")
app.add_typer(unit_app, name="unit", help="单位")
app.add_typer(register_app, name="register", help="登记册：年报要用、别处没有的数")
app.add_typer(user_app, name="user", help="账号")
app.add_typer(keys_app, name="keys", help="密钥：查看、更换、重新加密")
app.add_typer(text_app, name="text", help="文本清洗")
app.add_typer(installing.demo_app, name="demo", help="演示县")
