"""`gongkai report …`: building reports and writing them as files."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

import typer
from django.utils.timezone import localdate

from gongkai.cli.output import HOST, LATER, USAGE, now, progress, put_json, say, stop
from gongkai.documents.problems import NoChineseFont
from gongkai.jobs.worker import drain
from gongkai.reports import printing
from gongkai.reports.actions.building import Built, build
from gongkai.reports.asjson import report_json
from gongkai.reports.facts import ReportFacts
from gongkai.reports.queries.facts import facts_of, versions_of_year
from gongkai.reports.queries.owing import Owing, owing_units
from gongkai.units.queries import unit_by_code

report_app = typer.Typer(no_args_is_help=True)


class Format(StrEnum):
    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    XLSX = "xlsx"


_WRITERS: dict[Format, Callable[[ReportFacts], bytes]] = {
    Format.DOCX: printing.word,
    Format.PDF: printing.pdf,
    Format.HTML: printing.html,
    Format.XLSX: printing.workbook,
}


@report_app.command("build")
def build_reports(
    year: int = typer.Argument(..., min=2008, help="报告年度，例如 2025"),
    unit: str = typer.Option("", "--unit", help="单位编码"),
    whole: bool = typer.Option(False, "--all", help="所有要编报告的单位和本级政府"),
    form: Format = typer.Option(Format.JSON, "--format", help="写成什么"),
    out: Path = typer.Option(None, "--out", file_okay=False, help="写到哪个目录；JSON 不给就写到标准输出"),
) -> None:
    """由办件和公开记录算出年度报告并写成文件。已经签发、提交、发布的报告不重算，照样写出来。

    JSON 是一个文件 annual-2025.json，其余每个单位一个文件，标准输出列出写了哪些。

    例：gongkai report build 2025 --all --format docx --out 年报
    """
    owing = _asked(year, unit, whole)
    if out is None and form is not Format.JSON:
        stop("写成文件要用 --out 说明写到哪个目录。", USAGE)
    began = time.monotonic()
    built, stopped = _build(year, owing)
    drain(at=now())
    say(
        f"算好 {len(built.done)} 份，{len(built.kept)} 份已经签发，没有重算，{time.monotonic() - began:.1f} 秒。"
    )
    if stopped:
        stop("已停下，算好的都是完整的；再运行一次接着算。", LATER)
    _write(year, owing, form, out)


def _asked(year: int, unit: str, whole: bool) -> list[Owing]:
    if bool(unit) == whole:
        stop("用 --unit 说明哪个单位，或者用 --all 算全部，两个选一个。", USAGE)
    if year > localdate(now()).year:
        stop(f"{year} 年还没有到。", USAGE)
    owing = owing_units(kind="annual", year=year)
    if whole:
        return owing
    found = [one for one in owing if one.code == unit]
    if not found:
        words = "不编年度报告" if unit_by_code(unit) else "没有这个编码的单位"
        stop(f"{unit}：{words}。", USAGE)
    return found


def _build(year: int, owing: Sequence[Owing]) -> tuple[Built, bool]:
    asked: list[bool] = []
    before = signal.signal(signal.SIGINT, lambda *_: asked.append(True))
    try:
        with progress("计算", len(owing)) as told:
            built = build(
                kind="annual", year=year, owing=owing, by=HOST, at=now(),
                told=lambda so_far: told(so_far.count), should_stop=lambda: bool(asked),
            )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)
    return built, built.count < len(owing)


def _write(year: int, owing: Sequence[Owing], form: Format, out: Path | None) -> None:
    versions = versions_of_year(kind="annual", year=year, unit_ids=[one.unit_id for one in owing])
    if form is Format.JSON or out is None:
        told = {"reports": [report_json(facts_of(v), state=v.report.state) for v in versions]}
        if out is None:
            put_json(told)
            return
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"annual-{year}.json"
        path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        typer.echo(path)
        return
    out.mkdir(parents=True, exist_ok=True)
    with progress("写出", len(versions)) as told_done:
        for number, version in enumerate(versions, 1):
            path = out / f"{version.report.unit.code}-{year}.{form.value}"
            try:
                path.write_bytes(_WRITERS[form](facts_of(version)))
            except NoChineseFont as missing:
                stop(str(missing), LATER)
            typer.echo(path)
            told_done(number)
