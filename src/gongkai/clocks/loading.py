"""Reading a year's holiday notice: as a table (date, type, name) or as the words of the notice itself.

Nothing is stored here; every fault is told by its row and column before anything is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.clocks.notice_text import looks_like_words, read_words
from gongkai.clocks.notices import NoticeDay, UnusableNotice, make_notice
from gongkai.clocks.rules import YEAR_END_FROM
from gongkai.tables.cells import CellProblem, OneOf, day, integer, line
from gongkai.tables.columns import Column, headings, map_columns, parse_table
from gongkai.tables.problems import Refusal, UnreadableTable, refuse_file
from gongkai.tables.reading import read_table

OFF, WORK = "off", "work"
LONGEST_NOTICE = 200_000  # bytes; a notice has some three thousand
_TYPES = OneOf({"放假": OFF, "上班": WORK})
_OTHER_WORDS = {
    "休": OFF, "休息": OFF, "假": OFF, "放假调休": OFF, "holiday": OFF,
    "班": WORK, "调休": WORK, "调休上班": WORK, "补班": WORK, "workday": WORK,
}  # fmt: skip
TITLE = "国务院办公厅关于{year}年部分节假日安排的通知"


def _type(value: object) -> str:
    return _OTHER_WORDS.get(line(value).lower()) or str(_TYPES(value))


def _year(value: object) -> int:
    found = integer(value)
    if not 1949 <= found <= 2100:
        raise CellProblem("number", f"“{found}”不像是年份，写成 2027 这样。")
    return found


COLUMNS: Sequence[Column] = (
    Column("date", "日期", day, ("放假日期",), required=True, example="2027-01-01", unique=True),
    Column("type", "类型", _type, ("安排",), required=True, example="放假", help="放假或者上班"),
    Column("name", "节日", line, ("名称", "节日名称"), required=True, max_length=40, example="元旦"),
    Column(
        "notice", "年份", _year, ("通知年份", "year"), example="2027", help="哪一年的通知；不写就按日期认"
    ),
)


@dataclass(frozen=True)
class NoticeRows:
    """One year's rows as they were read."""

    year: int
    days: tuple[NoticeDay, ...]

    @property
    def title(self) -> str:
        return TITLE.format(year=self.year)


@dataclass(frozen=True)
class NoticeReading:
    """The notices of a file, by year, and everything that is wrong with it."""

    notices: tuple[NoticeRows, ...]
    problems: tuple[Refusal, ...]


def read_notice(source: Path | bytes, name: str = "", *, year: int | None = None) -> NoticeReading:
    """The days of a table or of a notice's own words. `year`: of which notice, where the file doesn't tell.

    Raises nothing: what can't be read is a problem without a row.
    """
    raw = source if isinstance(source, bytes) else source.read_bytes()
    name = name or (source.name if isinstance(source, Path) else "")
    text = _text(raw)
    if text and looks_like_words(text):
        return _of_words(text, year)
    try:
        rows, problems = _rows(raw, name)
    except UnreadableTable as problem:
        return NoticeReading((), (problem.refusal,))
    if problems:
        return NoticeReading((), tuple(problems))
    return _by_year(rows, year)


def _text(raw: bytes) -> str:
    """The words of a text file; "" for a workbook, and for what is longer than any notice."""
    if len(raw) > LONGEST_NOTICE or raw.startswith((b"PK", b"\xd0\xcf")):
        return ""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


@dataclass(frozen=True)
class _Row:
    number: int
    day: NoticeDay
    notice: int | None


def _rows(raw: bytes, name: str) -> tuple[list[_Row], list[Refusal]]:
    table = read_table(raw, name, expected=headings(COLUMNS))
    mapped = map_columns(table.header, COLUMNS, row=table.header_row)
    problems = [one for one in mapped.problems if one.blocks]
    rows: list[_Row] = []
    if not problems:
        for row in parse_table(table, COLUMNS, mapped):
            faults = [one for one in row.refusals if one.blocks]
            problems += faults
            if not faults:
                values = row.values
                entry = NoticeDay(values["date"], values["type"] == WORK, values["name"])
                rows.append(_Row(row.number, entry, values.get("notice")))
        problems += [one for one in table.problems if one.blocks]
    if not rows and not problems:
        problems.append(refuse_file("no_rows", "表里只有表头，没有日期。").refusal)
    return rows, problems


def _by_year(rows: Sequence[_Row], year: int | None) -> NoticeReading:
    told = year or max(row.day.day.year for row in rows)
    groups: dict[int, list[_Row]] = {}
    for row in rows:
        groups.setdefault(row.notice or told, []).append(row)
    problems = [fault for of, found in sorted(groups.items()) for fault in _foreign(of, found)]
    if problems:
        return NoticeReading((), tuple(problems))
    return _checked((of, [row.day for row in found]) for of, found in sorted(groups.items()))


def _foreign(year: int, rows: Iterable[_Row]) -> Iterator[Refusal]:
    """Days that can't stand in that year's notice, by their row."""
    for row in rows:
        found = row.day.day
        last_days = found.year == year - 1 and (found.month, found.day) >= YEAR_END_FROM
        if found.year != year and not last_days:
            told = (
                f"{found:%Y-%m-%d} 不属于 {year} 年的放假安排。"
                f"只能写 {year} 年的日期，或者 {year - 1} 年 12 月 29 日以后的日期。"
            )
            yield Refusal(row.number, "日期", f"{found:%Y-%m-%d}", "date", told)


def _of_words(text: str, year: int | None) -> NoticeReading:
    found, days, problems = read_words(text, year)
    if problems:
        refusals = [Refusal(number, "", value, "date", told) for number, value, told in problems]
        return NoticeReading((), tuple(refusals))
    return _checked([(found, days)])


def _checked(groups: Iterable[tuple[int, Sequence[NoticeDay]]]) -> NoticeReading:
    notices: list[NoticeRows] = []
    problems: list[Refusal] = []
    for year, days in groups:
        try:
            make_notice(year=year, title=TITLE.format(year=year), source="", days=days)
        except UnusableNotice as problem:
            problems.append(refuse_file("date", str(problem)).refusal)
        else:
            notices.append(NoticeRows(year, tuple(sorted(days))))
    return NoticeReading(tuple(notices), tuple(problems))


def year_in(text: str) -> int | None:
    """The year that a title names: 关于2027年部分节假日安排的通知."""
    found = re.search(r"(20\d\d)\s*年", text)
    return int(found[1]) if found else None
