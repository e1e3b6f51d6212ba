"""`gongkai report …`: building reports and writing them as files."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from django.utils.timezone import localdate

from gongkai.cli.output import HOST, LATER, USAGE, now, progress, put_json, say, stop
from gongkai.documents.problems import NoChineseFont
from gongkai.jobs.worker import drain
from gongkai.reports.actions.building import Built, build
from gongkai.reports.asjson import report_json
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.papers import FORMS, paper_for
from gongkai.reports.queries.facts import facts_of, versions_of_year
from gongkai.reports.queries.owing import Owing, owing_units
from gongkai.units.queries import unit_by_code

if TYPE_CHECKING:
    from gongkai.reports.models import ReportVersion

report_app = typer.Typer(no_args_is_help=True)


class Format(StrEnum):
    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    XLSX = "xlsx"


@report_app.command("kinds")
def kinds(as_json: bool = typer.Option(False, "--json", help="以 JSON 输出")) -> None:
    """列出报告的种类、依据和一年几期。

    例：gongkai report kinds
    """
    for kind in REPORT_KINDS.values():
        say(f"{kind.code}  {kind.label}，一年 {len(kind.periods)} 期，{kind.article}")
    if as_json:
        put_json(
            [
                {
                    "code": kind.code,
                    "label": kind.label,
                    "article": kind.article,
                    "periods": list(kind.periods),
                }
                for kind in REPORT_KINDS.values()
            ]
        )


@report_app.command("build")
def build_reports(
    year: int = typer.Argument(..., min=2008, help="报告年度，例如 2025"),
    unit: str = typer.Option("", "--unit", help="单位编码"),
    whole: bool = typer.Option(False, "--all", help="所有要编报告的单位和本级政府"),
    kind: str = typer.Option("annual", "--kind", help="报告的种类，见 gongkai report kinds"),
    period: str = typer.Option("", "--period", help="一年几期的，写第几期"),
    form: Format = typer.Option(Format.JSON, "--format", help="写成什么"),
    out: Path = typer.Option(None, "--out", file_okay=False, help="写到哪个目录；JSON 不给就写到标准输出"),
) -> None:
    """由办件和公开记录算出年度报告并写成文件。已经签发、提交、发布的报告不重算，照样写出来。

    JSON 是一个文件 annual-2025.json，其余每个单位一个文件，标准输出列出写了哪些。

    例：gongkai report build 2025 --all --format docx --out 年报
    """
    owing = _asked(kind, period, year, unit, whole)
    if out is None and form is not Format.JSON:
        stop("写成文件要用 --out 说明写到哪个目录。", USAGE)
    began = time.monotonic()
    built, stopped = _build(kind, year, period, owing)
    drain(at=now())
    say(
        f"算好 {len(built.done)} 份，{len(built.kept)} 份已经签发，没有重算，{time.monotonic() - began:.1f} 秒。"
    )
    if stopped:
        stop("已停下，算好的都是完整的；再运行一次接着算。", LATER)
    _write(
        versions_of_year(kind=kind, year=year, period=period, unit_ids=[one.unit_id for one in owing]),
        form,
        out,
    )


def _asked(kind: str, period: str, year: int, unit: str, whole: bool) -> list[Owing]:
    if kind not in REPORT_KINDS:
        stop(f"没有 {kind} 这种报告，有的是：{'、'.join(REPORT_KINDS)}。", USAGE)
    if period not in REPORT_KINDS[kind].periods:
        known = "、".join(REPORT_KINDS[kind].periods)
        stop(f"用 --period 说明第几期：{known}。" if known else "这种报告一年一期，不用 --period。", USAGE)
    if bool(unit) == whole:
        stop("用 --unit 说明哪个单位，或者用 --all 算全部，两个选一个。", USAGE)
    if year > localdate(now()).year:
        stop(f"{year} 年还没有到。", USAGE)
    owing = owing_units(kind=kind, year=year)
    if whole:
        return owing
    found = [one for one in owing if one.code == unit]
    if not found:
        words = "不编这种报告" if unit_by_code(unit) else "没有这个编码的单位"
        stop(f"{unit}：{words}。", USAGE)
    return found


def _build(kind: str, year: int, period: str, owing: Sequence[Owing]) -> tuple[Built, bool]:
    asked: list[bool] = []
    before = signal.signal(signal.SIGINT, lambda *_: asked.append(True))
    try:
        with progress("计算", len(owing)) as told:
            built = build(
                kind=kind, year=year, period=period, owing=owing, by=HOST, at=now(),
                told=lambda so_far: told(so_far.count), should_stop=lambda: bool(asked),
            )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)
    return built, built.count < len(owing)


def _write(versions: Sequence[ReportVersion], form: Format, out: Path | None) -> None:
    if form is Format.JSON or out is None:
        told = {"reports": [report_json(facts_of(v), state=v.report.state) for v in versions]}
        if out is None:
            put_json(told)
        elif versions:
            _keep(
                out,
                _name(versions[0], whole=True),
                json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n",
            )
        return
    with progress("写出", len(versions)) as told_done:
        for number, version in enumerate(versions, 1):
            report = version.report
            paper = paper_for(facts_of(version), kind=report.kind, period=report.period)
            try:
                _keep(out, f"{_name(version)}.{form.value}", FORMS[form.value].write(paper))
            except NoChineseFont as missing:
                stop(str(missing), LATER)
            told_done(number)


def _name(version: ReportVersion, *, whole: bool = False) -> str:
    """annual-2025.json for all, 539921-004-2025 for one."""
    report = version.report
    when = f"{report.year}-{report.period}" if report.period else f"{report.year}"
    if whole:
        return f"{report.kind}-{when}.json"
    return (
        f"{report.unit.code}-{when}"
        if report.kind == "annual"
        else f"{report.kind}-{report.unit.code}-{when}"
    )


def _keep(out: Path, name: str, content: bytes) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / name).write_bytes(content)
    typer.echo(out / name)
