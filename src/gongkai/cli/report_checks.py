"""`gongkai report check` and `gongkai report rules`: what is wrong with a report, made here or anywhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer
from django.utils.timezone import localdate
from rich.table import Table

from gongkai.cli.output import FOUND_PROBLEMS, USAGE, now, put_json, say, stop, words
from gongkai.reports.asjson import report_json
from gongkai.reports.checks import ERROR, FAMILIES, RULES, SEVERITIES, Around, Finding, check
from gongkai.reports.facts import ReportFacts
from gongkai.reports.queries.checked import around_of
from gongkai.reports.queries.facts import facts_of, versions_of_year
from gongkai.reports.reading import Reading, read_report
from gongkai.reports.reading.joining import joined
from gongkai.reports.reading.ours import MAX_BYTES, NotOurJson, reports_in
from gongkai.units.queries import unit_by_code

_JSON = typer.Option(False, "--json", help="以 JSON 输出")


def check_reports(
    files: list[Path] = typer.Argument(
        None, help="成品报告：DOCX、XLSX、HTML、PDF、TXT，或 report build 的 JSON"
    ),
    year: int = typer.Option(0, "--year", help="查系统里这一年度的报告"),
    unit: str = typer.Option("", "--unit", help="只查这个单位（与 --year 一起用）"),
    government: bool = typer.Option(
        False, "--government", help="是本级政府的报告：期限 3 月 31 日，要写考核、评议、追责"
    ),
    beside: list[Path] = typer.Option(None, "--with", help="只用来比对、本身不查的报告：上年的、别的单位的"),
    read: bool = typer.Option(False, "--read", help="只说读出了什么：数、把握、要人填的格"),
    as_json: bool = _JSON,
) -> None:
    """按规则核对年度报告：勾稽、结转、表与正文、占比、雷同、期限。给几份报告，互相比对，上年的用来核对结转。

    退出码 0 没有错误，1 有。

    例：gongkai report check 年报/*.docx --with 上年/*.docx --json
    """
    if bool(files) == bool(year):
        stop("给文件，或者用 --year 查系统里的报告，两个选一个。", USAGE)
    if read:
        _tell_read([_read(path) for path in _there(files)], as_json)
        return
    found = _stored(year, unit) if year else _foreign(_there(files), _there(beside or []), government)
    _tell(found, as_json)
    if any(one.severity == ERROR for _, listed in found for one in listed):
        raise typer.Exit(FOUND_PROBLEMS)


def list_rules(as_json: bool = _JSON) -> None:
    """所有核对规则：编号、说法、轻重、依据。

    例：gongkai report rules --json
    """
    if as_json:
        put_json(
            [
                {
                    "rule": rule.code,
                    "family": FAMILIES[rule.family],
                    "words": rule.words,
                    "severity": rule.severity,
                    "source": rule.source,
                }
                for rule in RULES.values()
            ]
        )
        return
    table = Table("编号", "规则", "轻重", "依据")
    for rule in RULES.values():
        table.add_row(rule.code, rule.words, SEVERITIES[rule.severity], rule.source)
    words.print(table)
    say(f"共 {len(RULES)} 条。")


def _there(files: list[Path]) -> list[Path]:
    for path in files:
        if not path.is_file():
            stop(f"没有这个文件：{path}", USAGE)
    return files


def _read(path: Path) -> tuple[str, list[Reading]]:
    if path.suffix.lower() != ".json":
        return str(path), [read_report(path)]
    if path.stat().st_size > MAX_BYTES:
        stop(f"{path}：文件太大，读不完。", USAGE)
    try:
        return str(path), [Reading(facts, path.stem) for facts in reports_in(path.read_text("utf-8"))]
    except (NotOurJson, UnicodeDecodeError) as problem:
        stop(f"{path}：{problem if isinstance(problem, NotOurJson) else '不是 UTF-8 的 JSON。'}", USAGE)


def _foreign(files: list[Path], beside: list[Path], government: bool) -> list[tuple[str, list[Finding]]]:
    """Each report with the others of its year as peers, and that of the same unit's year before as last year's."""
    checked: list[tuple[str, list[Finding]]] = []
    facts: list[ReportFacts] = []
    labels: dict[tuple[object, ...], str] = {}
    for path in files:
        name, readings = _read(path)
        for reading in readings:
            for note in reading.notes:
                say(f"{name}：{note}")
            if reading.problem:
                say(f"{name}：读不出来。{reading.problem}")
                checked.append((name, [Finding("read.file", ERROR, (), reading.problem)]))
                continue
            whose = reading.facts.unit_name or reading.facts.unit_code
            labels[_first(reading.facts)] = f"{name}：{whose}" if len(readings) > 1 else name
            facts.append(reading.facts)
    together = joined(facts)
    others = [one.facts for path in beside for one in _read(path)[1] if not one.problem]
    for one in together:
        label = labels.get(_first(one), one.unit_name)
        checked.append((label, check(one, _around(one, [*together, *others], government))))
    return checked


def _first(facts: ReportFacts) -> tuple[object, ...]:
    """What a report begins with: stays when the statistics table joins it."""
    return facts.unit_name, facts.unit_code, facts.year, facts.sections[:1]


def _whose(facts: ReportFacts) -> str:
    return facts.unit_code or facts.unit_name


def _around(mine: ReportFacts, everybody: list[ReportFacts], government: bool) -> Around:
    before = next(
        (f for f in everybody if f.year == mine.year - 1 and _whose(mine) and _whose(f) == _whose(mine)), None
    )
    peers = tuple(f for f in everybody if f is not mine and f.year == mine.year and _whose(f) != _whose(mine))
    return Around(last_year=before, peers=peers, is_government=government)


def _stored(year: int, unit: str) -> list[tuple[str, list[Finding]]]:
    if unit and unit_by_code(unit) is None:
        stop(f"没有这个编码的单位：{unit}", USAGE)
    versions = [
        one for one in versions_of_year(kind="annual", year=year) if not unit or one.report.unit.code == unit
    ]
    if not versions:
        stop(f"系统里没有 {year} 年度的报告。先 gongkai report build {year} --all。", USAGE)
    everybody = {one.pk: facts_of(one) for one in versions}
    found = []
    for version in versions:
        around = around_of(version.report, version, today=localdate(now()))
        alike = [v.pk for v in versions if v.report.is_government == version.report.is_government]
        peers = tuple(everybody[pk] for pk in alike if pk != version.pk)
        mine = everybody[version.pk]
        found.append((mine.unit_code, check(mine, replace(around, peers=peers))))
    return found


def _tell(found: list[tuple[str, list[Finding]]], as_json: bool) -> None:
    if as_json:
        several = len(found) > 1
        put_json([_as_data(one, name if several else "") for name, listed in found for one in listed])
    for name, listed in found:
        if not as_json:
            say(f"{name}：")
            for one in listed:
                say(f"  {SEVERITIES[one.severity]}  {one.message}（{one.rule}）")
        counts = Counter(one.severity for one in listed)
        told = "，".join(f"{SEVERITIES[key]} {counts[key]}" for key in SEVERITIES if counts[key])
        say(f"{name}：{told or '没有查出问题'}。")


def _as_data(one: Finding, of: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "rule": one.rule,
        "severity": one.severity,
        "cells": list(one.cells),
        "message": one.message,
    }
    return {"report": of, **data} if of else data


def _tell_read(read: list[tuple[str, list[Reading]]], as_json: bool) -> None:
    if as_json:
        put_json({"reports": [_reading_data(name, one) for name, readings in read for one in readings]})
        return
    for name, readings in read:
        for one in readings:
            cells = dict(one.facts.cells())
            say(
                f"{name}：{one.facts.unit_name or '单位不明'}，{one.facts.year or '年度不明'}，"
                f"{len(cells)} 格，读出 {sum(v is not None for v in cells.values())}，要人填 {len(one.facts.asked)}，"
                f"靠推断 {len(one.facts.confidence)}。"
            )
            for note in (one.problem, *one.notes):
                if note:
                    say(f"  {note}")


def _reading_data(name: str, one: Reading) -> dict[str, Any]:
    return {
        "file": name,
        **report_json(one.facts),
        "confidence": dict(one.facts.confidence),
        "asked": list(one.facts.asked),
        "notes": list(one.notes),
        "problem": one.problem,
    }
