"""Registers from a table: `gongkai register import FILE`, and the wizard of the office. One reader for all of them.

A row of numbers is known by unit, year and month, an entry by unit, day and title: the same file twice changes nothing.
An empty cell says nothing, "/" and 不适用 say that it doesn't apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from gongkai.accounts.policies import Standing
from gongkai.registers.actions.checks import By
from gongkai.registers.actions.counting import (
    NOT_APPLICABLE,
    NotApplicable,
    cell_text,
    current_cells,
    told_text,
)
from gongkai.registers.actions.entries import told_by
from gongkai.registers.actions.importing import (
    CountRow,
    EntryRow,
    entry_json,
    write_counts,
    write_entries,
)
from gongkai.registers.declaring import (
    EntryColumn,
    Measure,
    NewEntry,
    Register,
    accounts_in,
    entry_problems,
    joined,
    number_problem,
)
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.policies import may_enter
from gongkai.registers.queries.attending import Staff
from gongkai.registers.queries.existing import entries_by_day, frozen_years
from gongkai.registers.referring import found_about
from gongkai.registers.refusals import NotFilled, RegisterRefused
from gongkai.registers.rules import needs_reason, period_problem
from gongkai.tables.cells import CellProblem, OneOf, as_text, day, decimal, integer, line, long_text
from gongkai.tables.columns import Column, ColumnMap, ParsedRow, headings, map_columns, parse_table
from gongkai.tables.outcome import ImportOutcome, nothing_read
from gongkai.tables.problems import Refusal, UnreadableTable, shown
from gongkai.tables.reading import read_table
from gongkai.units.queries import unit_directory, unit_names

NOT_APPLICABLE_WORDS = ("/", "／", "不适用", "—", "-")
_KEYS = {"on", "until", "kind", "title", "about"}


def number_or_not_applicable(value: object) -> Decimal | NotApplicable:
    """A cell of a measure, in a table and on the page alike."""
    if as_text(value).strip() in NOT_APPLICABLE_WORDS:
        return NOT_APPLICABLE
    return decimal(value)


@dataclass(frozen=True)
class _Number:
    """The parser of a measure's cell: a number within its limits, or 不适用."""

    measure: Measure

    def __call__(self, value: object) -> Decimal | NotApplicable:
        number = number_or_not_applicable(value)
        if isinstance(number, Decimal) and (
            words := number_problem(self.measure.label, self.measure.decimals, number)
        ):
            raise CellProblem("number", f"{words}。")
        return number


def columns_of(register: Register) -> tuple[Column, ...]:
    """The columns of a register's table, its template and its import."""
    unit = Column(
        "unit",
        "单位",
        aliases=("单位名称", "填报单位", "单位编码"),
        help="全称、简称或者编码；不写就是选定的单位。",
    )
    if register.has_entries:
        return (unit, *_entry_columns(register))
    year = Column("year", "年份", parse=integer, aliases=("年度", "年"), required=True, example="2025")
    month = Column(
        "month", "月份", parse=integer, aliases=("月",), required=True, example="3", help="1 到 12。"
    )
    dated = (year, month) if register.rhythm == "month" else (year,)
    return (unit, *dated, *(_measure_column(one) for one in register.measures))


def _measure_column(measure: Measure) -> Column:
    rule = "可以带两位小数" if measure.decimals else "整数"
    return Column(
        measure.key,
        f"{measure.label}（{measure.unit}）",
        parse=_Number(measure),
        aliases=(measure.label,),
        example="3150.50" if measure.decimals else "12",
        help=f"{measure.help}{rule}；没有发生填 0，不适用填“/”，还没有统计的空着。",
    )


def _entry_columns(register: Register) -> Iterable[Column]:
    yield Column("on", register.date_label, parse=day, aliases=("日期",), required=True, example="2025-03-18")
    if register.kinds:
        kinds = OneOf({label: code for code, label in register.kinds})
        yield Column("kind", register.kind_label, parse=kinds, required=True, example=register.kinds[0][1])
    yield Column("title", register.title_label, aliases=("名称", "标题"), required=True, max_length=200)
    if register.until_label:
        yield Column("until", register.until_label, parse=day, help="仍然有效的空着。")
    if register.refers:
        yield Column(
            "about", "来件编号或者索引号", aliases=("针对",), max_length=80, help="是因为哪一件追究的。"
        )
    for column in register.columns:
        yield Column(
            column.key,
            column.heading,
            parse=_parser(column),
            aliases=(column.label,) if column.unit else (),
            required=column.required,
            max_length=None
            if column.is_number or column.choices or column.type in ("long_text", "accounts")
            else column.max_length,
            example=column.example,
            help=column.help,
        )


def _parser(column: EntryColumn) -> Any:
    if column.choices:
        return OneOf({label: code for code, label in column.choices})
    return {
        "text": line, "long_text": long_text, "integer": integer, "decimal": decimal, "date": day,
        "accounts": _accounts,
    }[column.type]  # fmt: skip


def _accounts(value: object) -> str:
    return joined(accounts_in(long_text(value)))


def import_register(
    source: Path | bytes,
    *,
    register: str,
    unit_id: int | None,
    by: By,
    at: datetime,
    name: str = "",
    dry_run: bool = False,
    keep_good: bool = False,
    reason: str = "",
    mapping: Mapping[str, str] | None = None,
) -> ImportOutcome:
    """Import a CSV or XLSX into a register. `unit_id`: of rows that name no unit; None: every row must name one.

    Any refused row: nothing is written, unless `keep_good`. A person fills in for their own units only.
    """
    declared = REGISTERS.get(register)
    if declared is None:
        raise RegisterRefused("没有这本登记册。")
    columns = columns_of(declared)
    try:
        table = read_table(source, name, expected=headings(columns))
        mapped = map_columns(table.header, columns, mapping, table.header_row)
        problems = [problem for problem in (*table.problems, *mapped.problems) if problem.blocks]
        if problems:
            return nothing_read(tuple(problems))
        plan = _Plan(declared, mapped, table.header, unit_id, by, timezone.localdate(at), reason)
        plan.read_all(parse_table(table, columns, mapped))
    except UnreadableTable as broken:
        return nothing_read((broken.refusal,))
    if dry_run or (plan.refused and not keep_good):
        return plan.outcome(written=False)
    facts: dict[str, Any] = {
        "register": register,
        "file_name": table.name,
        "by": by,
        "at": at,
        "reason": reason,
    }
    try:
        by_entry = declared.has_entries
        batch = (
            write_entries(rows=plan.entries, **facts) if by_entry else write_counts(rows=plan.counts, **facts)
        )
    except RegisterRefused as refused:  # something has changed since the plan was made
        plan.refused.append(Refusal(None, "", "", "refused", str(refused)))
        return plan.outcome(written=False)
    return plan.outcome(written=batch is not None)


@dataclass
class _Plan:
    """Rows sorted into what is to be done with them."""

    register: Register
    mapped: ColumnMap
    header: tuple[str, ...]
    unit_id: int | None
    by: By
    today: date
    reason: str
    read: int = 0
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    counts: list[CountRow] = field(default_factory=list)
    entries: list[EntryRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def read_all(self, rows: Iterable[ParsedRow]) -> None:
        self.directory = unit_directory()
        self.frozen = frozen_years()
        self.sheets: dict[tuple[int, int], dict[tuple[int, str], Decimal | None]] = {}
        self.first_row: dict[object, int] = {}
        self.names: dict[int, str] = {}
        self.there: dict[int, dict[tuple[date, str], NewEntry]] = {}
        self.staff = Staff()
        for row in rows:
            self.read += 1
            if row.refusals:
                self.refused.extend(row.refusals)
                continue
            before = len(self.refused)
            unit_id = self._unit(row)
            if unit_id is None:
                continue
            if self.register.has_entries:
                self._entry(row, unit_id, before)
            else:
                self._numbers(row, unit_id, before)
        self.refused.sort(key=lambda refusal: refusal.row or 0)

    def outcome(self, *, written: bool) -> ImportOutcome:
        return ImportOutcome(
            self.read, self.imported, self.updated, self.unchanged, tuple(self.refused), written
        )

    def _refuse(self, row: ParsedRow, key: str, rule: str, message: str) -> None:
        place = self.mapped.positions.get(key)
        column = self.header[place] if place is not None else ""
        value = row.cells[place] if place is not None and place < len(row.cells) else None
        self.refused.append(Refusal(row.number, column, shown(value), rule, message))

    def _unit(self, row: ParsedRow) -> int | None:
        told = row.values.get("unit")
        unit_id = self.directory.find(told) if told else self.unit_id
        if unit_id is None:
            words = f"没有叫“{shown(told)}”的单位。写全称或者编码。" if told else "没有写是哪个单位。"
            self._refuse(row, "unit", "unit", words)
        elif isinstance(self.by, Standing) and not may_enter(self.by, unit_id):
            name = self.names.get(unit_id) or unit_names([unit_id]).get(unit_id, "")
            self.names[unit_id] = name
            self._refuse(row, "unit", "unit", f"“{name}”的登记册由它自己的信息员和政务公开办填写。")
            return None
        return unit_id

    def _is_sound(self, row: ParsedRow, unit_id: int, year: int, month: int, key: str, before: int) -> bool:
        if words := period_problem(year=year, month=month, today=self.today):
            self._refuse(row, key, "date", f"{words}。")
        return len(self.refused) == before

    def _needs_reason(self, row: ParsedRow, unit_id: int, year: int, key: str) -> bool:
        frozen = (unit_id, year) in self.frozen
        if self.reason.strip() or not needs_reason(year=year, today=self.today, is_frozen=frozen):
            return False
        self._refuse(row, key, "reason", f"{year}年的年报已经公布，导入时要写明原因。")
        return True

    def _is_second(self, row: ParsedRow, key: str, place: object, words: str) -> bool:
        first = self.first_row.setdefault(place, row.number)
        if first != row.number:
            self._refuse(row, key, "duplicate", f"{words}在第 {first} 行已经有了。删去重复的一行。")
        return first != row.number

    def _numbers(self, row: ParsedRow, unit_id: int, before: int) -> None:
        year = row.values["year"]
        month = row.values["month"] if self.register.rhythm == "month" else 0
        if self.register.rhythm == "month" and not 1 <= month <= 12:
            self._refuse(row, "month", "number", "月份填 1 到 12。")
            return
        key = "month" if month and year == self.today.year else "year"
        if not self._is_sound(row, unit_id, year, month, key, before):
            return
        place = (unit_id, year, month)
        if self._is_second(row, "month" if month else "year", place, "这个单位的这个时期"):
            return
        told = {
            one.key: row.values[one.key]
            for one in self.register.measures
            if row.values.get(one.key) is not None
        }
        if (unit_id, year) not in self.sheets:
            self.sheets[unit_id, year] = current_cells(unit_id, self.register.code, year)
        known = self.sheets[unit_id, year]
        fresh = {k: v for k, v in told.items() if cell_text(known, (month, k)) != told_text(v)}
        if fresh and self._needs_reason(row, unit_id, year, "year"):
            return
        self.counts.append(CountRow(unit_id, year, month, told))
        self._count(is_new=not any((month, k) in known for k in told), is_changed=bool(fresh))

    def _entry(self, row: ParsedRow, unit_id: int, before: int) -> None:
        values = row.values
        known = self._known(unit_id, values["on"], values["title"])
        told = dict(known.told) if known else {}
        told |= {key: value for key, value in values.items() if key not in _KEYS | {"unit"}}
        entry = NewEntry(
            on=values["on"],
            title=values["title"],
            kind=values.get("kind") or "",
            until=values.get("until", known.until if known else None),
            about=values.get("about", known.about if known else "") or "",
            values=told,
        )
        for key, words in entry_problems(self.register, entry).items():
            self._refuse(row, key, "number" if key in told else "choice", f"{words}。")
        for key, words in self.staff.problems(self.register, unit_id, entry).items():
            self._refuse(row, key, "account", f"{words}。")
        if entry.on > self.today and not self.register.until_label:
            self._refuse(row, "on", "date", f"{self.register.date_label}还没有到。")
        if entry.about:
            try:
                found_about(entry.about)
            except NotFilled as missing:
                self._refuse(row, "about", "about", f"{missing}。")
        if not self._is_sound(row, unit_id, entry.on.year, 0, "on", before):
            return
        if self._is_second(row, "title", (unit_id, entry.on, entry.title), "同一天同名的一条"):
            return
        is_changed = known is None or entry_json(known) != entry_json(entry)
        if is_changed and self._needs_reason(row, unit_id, entry.on.year, "on"):
            return
        self.entries.append(EntryRow(unit_id, entry))
        self._count(is_new=known is None, is_changed=is_changed)

    def _known(self, unit_id: int, on: date, title: str) -> NewEntry | None:
        """All entries of the unit are read once."""
        if unit_id not in self.there:
            rows = entries_by_day(unit_id, self.register.code)
            self.there[unit_id] = {place: told_by(row, self.register) for place, row in rows.items()}
        return self.there[unit_id].get((on, title))

    def _count(self, *, is_new: bool, is_changed: bool) -> None:
        if not is_changed:
            self.unchanged += 1
        elif is_new:
            self.imported += 1
        else:
            self.updated += 1
