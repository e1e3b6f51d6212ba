"""`gongkai clock …` and `gongkai holidays …`"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import typer
from django.db import Error as DatabaseError
from django.utils import timezone

from gongkai.cli.output import FOUND_PROBLEMS, HOST, REFUSED, USAGE, now, put_json, say, stop
from gongkai.clocks import queries
from gongkai.clocks.actions import load_notice
from gongkai.clocks.changes import moves
from gongkai.clocks.counting import LOCAL, History, OfficeHours, Pause
from gongkai.clocks.explaining import UNIT_WORDS, Explanation, day_words, explain
from gongkai.clocks.loading import NoticeReading, NoticeRows, read_notice
from gongkai.clocks.notices import UnusableNotice, make_notice, shipped_calendar
from gongkai.clocks.rules import Term, Unit, WorkCalendar, term_on
from gongkai.clocks.sheets import festivals
from gongkai.clocks.terms import TERMS
from gongkai.jobs.worker import drain
from gongkai.units.queries import unit_by_code

clock_app = typer.Typer(no_args_is_help=True)
holidays_app = typer.Typer(no_args_is_help=True)
_UNITS: dict[str, Unit] = {
    "working_day": "working_day", "calendar_day": "calendar_day", "hour": "hour", "month": "month",
}  # fmt: skip
_PAUSE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})?")
MOST = 10_000
FIRST_YEAR, LAST_YEAR = 1950, 2200


@clock_app.callback()
def clock() -> None:
    """时限：算到哪一天，为什么。"""


@holidays_app.callback()
def holidays() -> None:
    """放假安排。"""


# ---- gongkai clock ---------------------------------------------------------------------------------------


@clock_app.command("explain")
def explain_term(
    term: str = typer.Option(..., "--term", help="时限的编码，例如 foi.reply"),
    received: str = typer.Option(..., "--received", help="收到那天；按小时算的写到分，例如 2025-09-26T10:30"),
    pause: list[str] = typer.Option(
        [], "--pause", help="暂停的日子 A..B，两头都算在暂停里；可以写几次；A.. 是还没结束"
    ),
    corrected: str = typer.Option("", "--corrected", help="收到补正的那天，从这天重新算"),
    extend: int = typer.Option(0, "--extend", min=0, max=MOST, help="延长多少，单位和时限一样"),
    unit: str = typer.Option("", "--unit", help="单位编码，本单位自己定的时限优先"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """一个时限到哪一天为止，每一天为什么算、为什么不算。

    例：gongkai clock explain --term foi.reply --received 2025-09-26 --pause 2025-10-13..2025-10-17
    """
    if term not in TERMS:
        stop(f"没有“{term}”这个时限。有：{'、'.join(TERMS)}。", USAGE)
    instant = _instant(received, "--received")
    began = _instant(corrected, "--corrected") if corrected else instant
    if began < instant:
        stop(f"补正（{corrected}）不会早于收到申请（{received}）。", USAGE)
    calendar, installed = _calendar()
    found, hours = _term(term, began.date(), unit, installed)
    if found.unit == "hour" and "T" not in (corrected or received):
        stop("这个时限按小时算，要写到几点几分，例如 2025-09-26T10:30。", USAGE)
    _refuse_long_extension(found, extend)
    history = History(began.date(), began, tuple(_pause(one) for one in pause), extend)
    told = explain(found, history, calendar, as_of=timezone.localdate(now()), office_hours=hours)
    _tell(told, as_json)


@clock_app.command("add")
def add(
    start: str = typer.Argument(..., metavar="DATE", help="从哪一天起，这一天不算"),
    n: int = typer.Argument(..., metavar="N", min=0, max=MOST, help="多少"),
    unit: str = typer.Option("working_day", "--unit", help="working_day、calendar_day、month 或 hour"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """从一天起，过多少个工作日是哪一天。

    例：gongkai clock add 2025-09-26 20 --unit working_day
    """
    if unit not in _UNITS:
        stop(f"--unit 写 {'、'.join(_UNITS)} 里的一个。", USAGE)
    began = _instant(start, "DATE")
    if unit == "hour" and "T" not in start:
        stop("按小时算要写到几点几分，例如 2025-09-26T10:30。", USAGE)
    calendar, _ = _calendar()
    term = Term("", n, _UNITS[unit], "", began.date(), "", hours="clock" if unit == "hour" else "")
    _tell(explain(term, History(began.date(), began), calendar, as_of=timezone.localdate(now())), as_json)


def _tell(told: Explanation, as_json: bool) -> None:
    if as_json:
        put_json(
            {
                "due_on": told.due_on,
                "due_at": told.due_at,
                "provisional": told.provisional,
                "term": told.term.code or None,
                "source": told.term.source or None,
                "steps": [{"date": s.date, "counted": s.counted, "why": s.why} for s in told.steps],
            }
        )
        return
    for run in told.runs:
        days = day_words(run.start) if run.days == 1 else f"{day_words(run.start)}到{day_words(run.end)}"
        say(f"{'算  ' if run.counted else '不算'} {days}  {run.why}")
    say(told.words)
    typer.echo(told.due_on.isoformat() if told.due_at is None else told.due_at.isoformat(timespec="minutes"))


def _calendar() -> tuple[WorkCalendar, bool]:
    """The installation's calendar, or the shipped one where there is no installation yet."""
    try:
        return queries.calendar(), True
    except DatabaseError:
        say("还没有建系统，按随产品提供的放假安排算。")
        return shipped_calendar(), False


def _term(code: str, on: date, unit_code: str, installed: bool) -> tuple[Term, OfficeHours]:
    unit_id = None
    if unit_code:
        unit = unit_by_code(unit_code) if installed else None
        if unit is None:
            stop(f"没有编码是“{unit_code}”的单位。", USAGE)
        unit_id = unit.pk
    found = queries.term(code, on, unit_id) if installed else term_on(TERMS[code], on)
    if found is None:
        first = TERMS[code][0]
        stop(f"“{first.label}”的时限从 {first.valid_from} 起才有（{first.source}）。", REFUSED)
    return found, queries.office_hours(on, unit_id) if installed else OfficeHours()


def _refuse_long_extension(term: Term, extension: int) -> None:
    """The law bounds the extension of an answer; others are the caller's."""
    if not term.code.startswith("foi.reply"):
        return
    code = "foi.extension"
    longest = 15 if term.code == "foi.reply_2008" else (term_on(TERMS[code], term.valid_from) or term).length
    if extension > longest:
        stop(f"最多延长 {longest} {UNIT_WORDS[term.unit]}（{term.source}）。", REFUSED)


def _instant(text: str, name: str) -> datetime:
    try:
        found = (
            datetime.fromisoformat(text)
            if "T" in text
            else datetime.combine(date.fromisoformat(text), time())
        )
    except ValueError:
        stop(f"{name} 的日期写成 2025-09-26 这样，收到的是“{text[:40]}”。", USAGE)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        stop(f"{name} 的年份写 {FIRST_YEAR} 到 {LAST_YEAR} 之间的。", USAGE)
    return found.replace(tzinfo=LOCAL) if found.tzinfo is None else found.astimezone(LOCAL)


def _pause(text: str) -> Pause:
    found = _PAUSE.fullmatch(text.strip())
    if found is None:
        stop(f"--pause 写成 2025-10-13..2025-10-17 这样，收到的是“{text[:40]}”。", USAGE)
    start = _instant(found[1], "--pause").date()
    end = _instant(found[2], "--pause").date() if found[2] else None
    if end is not None and end < start:
        stop(f"--pause 的结束（{end}）不会早于开始（{start}）。", USAGE)
    return Pause(start, end)


# ---- gongkai holidays ------------------------------------------------------------------------------------


@holidays_app.command("load")
def load(
    file: Path = typer.Argument(
        ..., exists=True, dir_okay=False, help="CSV 或 XLSX：date、type（放假、上班）、name；或者通知原文"
    ),
    year: int = typer.Option(0, "--year", help="哪一年的通知；不给就按日期认"),
    title: str = typer.Option("", "--title", help="通知的标题"),
    source: str = typer.Option("", "--source", help="出处，例如网址"),
    dry_run: bool = typer.Option(False, "--dry-run", help="只检查，不写入"),
    as_json: bool = typer.Option(False, "--json", help="结果以 JSON 写到标准输出"),
) -> None:
    """载入一年的放假安排；没办完的事项的期限跟着重新算。

    例：gongkai holidays load 2027.csv --dry-run
    """
    reading = read_notice(file, year=year or None)
    if len(reading.notices) > 1 and title:
        stop("文件里有几年的通知，标题各不相同，不能用 --title。", USAGE)
    done: list[dict[str, Any]] = []
    if not reading.problems:
        try:
            done = [_load(one, title or one.title, source, dry_run) for one in reading.notices]
        except UnusableNotice as problem:
            stop(str(problem), FOUND_PROBLEMS)
    if not dry_run and any(one["changed"] for one in done):
        drain(at=now())
    _report(reading, done, dry_run)
    if as_json:
        put_json(
            {
                "notices": done,
                "problems": [
                    {"row": p.row, "column": p.column, "value": p.value, "message": p.message}
                    for p in reading.problems
                ],
            }
        )
    if reading.problems:
        raise typer.Exit(FOUND_PROBLEMS)


def _load(rows: NoticeRows, title: str, source: str, dry_run: bool) -> dict[str, Any]:
    notice = make_notice(year=rows.year, title=title, source=source, days=rows.days)
    queries.require_free_days(notice)
    moved = moves(queries.calendar(), queries.calendar_with(notice))
    changed = not dry_run and load_notice(
        year=rows.year, title=title, source=source, rows=rows.days, by=HOST, at=now()
    )
    return {
        "year": rows.year,
        "days_off": sum(not one.is_working for one in notice.days),
        "days_made_up": sum(one.is_working for one in notice.days),
        "moves": [{"label": one.label, "count": one.count} for one in moved],
        "changed": changed,
    }


def _report(reading: NoticeReading, done: list[dict[str, Any]], dry_run: bool) -> None:
    for problem in reading.problems[:50]:
        place = (
            f"第 {problem.row} 行" + (f"“{problem.column}”" if problem.column else "") if problem.row else ""
        )
        say(f"{place}：{problem.message}" if place else problem.message)
    if reading.problems:
        say(f"有 {len(reading.problems)} 处要改，什么也没有写入。")
    for one in done:
        state = "没有写入，只检查" if dry_run else "载入了" if one["changed"] else "和原来的一样，没有变"
        say(
            f"{one['year']} 年：工作日放假 {one['days_off']} 天，周末上班 {one['days_made_up']} 天。{state}。"
        )
        for moved in one["moves"]:
            say(f"  期限变动：{moved['label']} {moved['count']} 件。")


@holidays_app.command("show")
def show(
    year: int = typer.Argument(..., min=FIRST_YEAR, max=LAST_YEAR, help="哪一年"),
    as_json: bool = typer.Option(False, "--json", help="以 JSON 输出"),
) -> None:
    """一年的放假安排。

    例：gongkai holidays show 2026
    """
    calendar, _ = _calendar()
    loaded = year in calendar.years_loaded
    special = sorted(day for day in calendar.off | calendar.work if day.year == year)
    days = [
        {"date": day, "type": "work" if day in calendar.work else "off", "name": calendar.names.get(day, "")}
        for day in special
    ]
    if as_json:
        put_json({"year": year, "loaded": loaded, "days": days})
    elif loaded:
        for one in festivals(year, calendar):
            made_up = "、".join(f"{day.month}月{day.day}日" for day in one.made_up)
            words = f"{one.name}：{day_words(one.start)}到{day_words(one.end)}放假，{one.days} 天。"
            typer.echo(words + (f"{made_up}上班。" if made_up else ""))
    if not loaded:
        say(f"{year} 年的放假安排还没有载入，这一年的日期都是暂定的。用 gongkai holidays load 载入。")
        raise typer.Exit(FOUND_PROBLEMS)
