"""`gongkai figure …`"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import typer

from gongkai.cli.output import USAGE, put_json, say, stop
from gongkai.figures.declaring import Figure, Reckoned, Scope
from gongkai.figures.queries import reckoning
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.opening import Record, whole
from gongkai.figures.queries.scopes import Tree, tree_on
from gongkai.figures.queries.snapshot import snapshot
from gongkai.figures.rules.periods import NoPeriod, Period, read_period
from gongkai.figures.rules.rounding import ROUNDINGS

figure_app = typer.Typer(no_args_is_help=True)
SHOWN = 50

_YEAR = typer.Option(..., "--year", help="2025、2025Q1、2025-03 或者 2025-03-01..2025-04-15")
_UNIT = typer.Option("", "--unit", help="单位编码：这个单位和它下面的；不给就是全部")
_OWN = typer.Option(False, "--own", help="只要这个单位自己的")
_JSON = typer.Option(False, "--json", help="以 JSON 输出")


@figure_app.command("list")
def list_figures(words: str = typer.Argument("", help="编码或者名称里的词"), as_json: bool = _JSON) -> None:
    """列出统计指标：编码、名称、单位、口径、依据、可以怎样分。

    例：gongkai figure list 按时
    """
    found = [one for one in FIGURES.values() if words in one.code or words in one.label]
    for one in found:
        say(f"{one.code}  {one.label}（{one.unit}）")
    if as_json:
        put_json([_declared(one) for one in found])


@figure_app.command("show")
def show(
    code: str = typer.Argument(..., help="指标编码，见 gongkai figure list"),
    year: str = _YEAR,
    by: str = typer.Option("", "--by", help="按什么分：unit、kind、month……"),
    unit: str = _UNIT,
    own: bool = _OWN,
    as_json: bool = _JSON,
) -> None:
    """算一个指标，可以按单位、种类、月份等分开。

    例：gongkai figure show item.published --by unit --year 2025 --json
    """
    declared, period = _figure(code), _period(year)
    with snapshot():
        tree = tree_on(period.last)
        scope = _scope(tree, unit, own, period)
        total = reckoning.reckon(code, scope)
        lines = reckoning.reckon_by(code, scope, by) if _cut(declared, by) else []
    say(f"{declared.label}，{period.label}：{_words(total, declared)}")
    for line in lines[:SHOWN]:
        say(f"  {line.label}  {_words(line.reckoned, declared)}")
    if len(lines) > SHOWN:
        say(f"还有 {len(lines) - SHOWN} 行，用 --json 看全部。")
    if as_json:
        told = {**_declared(declared), "period": period.label, "from": period.first, "to": period.last}
        if by:
            told |= {"by": by, "lines": [_line(line, by, tree) for line in lines]}
        put_json(told | _value(total))


@figure_app.command("records")
def records(
    code: str = typer.Argument(..., help="指标编码"),
    year: str = _YEAR,
    unit: str = _UNIT,
    own: bool = _OWN,
    part: bool = typer.Option(False, "--part", help="比率的，只要分子那一部分"),
    limit: int = typer.Option(1000, "--limit", min=1, help="最多几条"),
    as_json: bool = _JSON,
) -> None:
    """列出一个指标背后的记录。

    例：gongkai figure records foi.results.granted --year 2025 --unit 539921-004
    """
    declared, period = _figure(code), _period(year)
    with snapshot():
        scope = _scope(tree_on(period.last), unit, own, period)
        ids = reckoning.record_ids(code, scope, part=part)
        found = whole(declared.source, ids[:limit])
    for one in found[:SHOWN]:
        say(f"{one.number}  {one.title}  {one.unit_name}  {one.on or ''}")
    say(f"共 {len(ids)} 条。")
    if as_json:
        put_json(
            {"code": code, "period": period.label, "total": len(ids), "records": [_record(r) for r in found]}
        )


def _figure(code: str) -> Figure:
    if code not in FIGURES:
        near = [one for one in FIGURES if code.rsplit(".", maxsplit=1)[-1] in one][:5]
        stop(
            f"没有 {code} 这个指标。"
            + (f"相近的：{'、'.join(near)}。" if near else "见 gongkai figure list。"),
            USAGE,
        )
    return FIGURES[code]


def _period(text: str) -> Period:
    try:
        return read_period(text)
    except NoPeriod as problem:
        stop(str(problem), USAGE)


def _cut(declared: Figure, by: str) -> bool:
    if by and by not in {one.code for one in declared.dimensions}:
        offered = "、".join(one.code for one in declared.dimensions)
        stop(f"{declared.code} 不能按 {by} 分，可以按：{offered}。", USAGE)
    return bool(by)


def _scope(tree: Tree, code: str, own: bool, period: Period) -> Scope:
    if not code:
        return Scope(None, period)
    found = next((one.id for one in tree.units.values() if one.code == code), None)
    if found is None:
        stop(f"{period.last} 没有编码为 {code} 的单位。", USAGE)
    return Scope(frozenset([found]) if own else tree.subtree(found), period)


def _words(reckoned: Reckoned, declared: Figure) -> str:
    if reckoned.value is None:
        return "没有数" if reckoned.whole is None else "没有可以计算的数"
    parts = f"（{reckoned.part}/{reckoned.whole}）" if reckoned.whole is not None else ""
    small = "，样本少" if reckoned.is_small else ""
    return f"{reckoned.value}{declared.unit}{parts}{small}"


def _declared(one: Figure) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "unit": one.unit,
        "definition": one.definition,
        "article": one.article,
        "source": one.source,
        "dimensions": [cut.code for cut in one.dimensions],
        "rounding": ROUNDINGS[one.rounding].label,
    }


def _plain(value: Decimal | int | None) -> int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _value(found: Reckoned) -> dict[str, Any]:
    told: dict[str, Any] = {
        "value": _plain(found.value),
        "sample": found.sample,
        "small_sample": found.is_small,
    }
    if found.whole is not None:
        told |= {"part": found.part, "whole": found.whole}
    if found.apart:
        told["apart"] = dict(found.apart)
    return told


def _line(line: reckoning.Line, by: str, tree: Tree) -> dict[str, Any]:
    key = tree.units[line.key].code if by == "unit" and line.key in tree.units else line.key
    return {"key": key, "label": line.label, **_value(line.reckoned)}


def _record(one: Record) -> dict[str, Any]:
    return {
        "source": one.source,
        "id": one.id,
        "number": one.number,
        "title": one.title,
        "unit": one.unit_name,
        "on": one.on.isoformat() if one.on else None,
    }
