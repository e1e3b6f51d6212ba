"""The form of a register. Registers are declared in `kinds/`; actions, import, templates and pages read nothing else.

A register is filled in by month, by year, or entry by entry. Of a number "not entered" (no row), 0 (counted and found
to be none) and 不适用 (the unit has no such business) are three different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Rhythm = Literal["month", "year", "entry"]
ColumnType = Literal["text", "long_text", "integer", "decimal", "date", "choice", "accounts"]
HIGHEST = 10**12  # of any number; more is a slip of the keys
MOST_ACCOUNTS = 1000  # named in one cell
_BETWEEN_ACCOUNTS = re.compile(r"[、，,；;\t\r\n]")
RHYTHMS: dict[Rhythm, str] = {"month": "按月填", "year": "一年填一次", "entry": "逐条登记"}


@dataclass(frozen=True)
class Measure:
    """A number that is filled in for each month or year.

    `decimals`: 0 for counts, 2 for amounts in yuan. `stock`: stands at the end of the period and is never added up
    over time. `optional`: an empty cell is no debt.
    """

    key: str
    label: str
    unit: str = "件"
    decimals: int = 0
    stock: bool = False
    optional: bool = False
    help: str = ""


@dataclass(frozen=True)
class EntryColumn:
    """A column of an entry beside its date, kind and title. `personal` values stay out of the ledger.

    Of type `accounts` it names people of the unit, or of units below it, by their accounts: "07001、07002".
    """

    key: str
    label: str
    type: ColumnType = "text"
    required: bool = False
    unit: str = ""
    help: str = ""
    example: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int = 200
    personal: bool = False

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "decimal")

    @property
    def heading(self) -> str:
        """As it heads a column: 学时（小时）."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


@dataclass(frozen=True)
class Register:
    """`owed`: a unit that owes an annual report owes this register too, and what is empty shows as a debt.

    Of an entry `date_label`, `title_label`, `kinds` (a fixed choice), `until_label` (an end, empty while it lasts) and
    `refers` (the case or item that it is about) name the columns that every entry may have.
    """

    code: str
    label: str
    rhythm: Rhythm
    article: str
    summary: str
    measures: tuple[Measure, ...] = ()
    columns: tuple[EntryColumn, ...] = ()
    date_label: str = "日期"
    title_label: str = "名称"
    kind_label: str = "类别"
    kinds: tuple[tuple[str, str], ...] = ()
    until_label: str = ""
    refers: bool = False
    owed: bool = False
    position: int = 100

    @property
    def has_entries(self) -> bool:
        return self.rhythm == "entry"

    def measure(self, key: str) -> Measure:
        return next(one for one in self.measures if one.key == key)

    @property
    def numbers(self) -> tuple[EntryColumn, ...]:
        return tuple(column for column in self.columns if column.is_number)

    @property
    def account_columns(self) -> tuple[EntryColumn, ...]:
        return tuple(column for column in self.columns if column.type == "accounts")

    def kind_words(self, code: str) -> str:
        return dict(self.kinds).get(code, "")


def declaration_faults(register: Register) -> list[str]:
    """What is wrong with a declaration itself; the start stops with it."""
    faults = []
    keys = [one.key for one in register.measures] + [one.key for one in register.columns]
    if len(keys) != len(set(keys)):
        faults.append("a key stands twice")
    if set(keys) & {"on", "until", "kind", "title", "about", "unit", "year", "month"}:
        faults.append("a column has the key of a column that every register has")
    if register.has_entries == bool(register.measures):
        faults.append("measures belong to registers by month or year, entries have columns")
    if any((one.type == "choice") != bool(one.choices) for one in register.columns):
        faults.append("a choice needs its choices, and nothing else has any")
    return [f"{register.code}: {fault}" for fault in faults]


def number_problem(label: str, decimals: int, number: Decimal) -> str:
    """Why a number can't stand in a column, in words; empty when it can."""
    if not number.is_finite() or number < 0:
        return f"{label}不能小于 0"
    if number >= HIGHEST:
        return f"{label}太大，看看是不是多打了几位"
    if number != round(number, decimals):
        return f"{label}最多写 {decimals} 位小数" if decimals else f"{label}填整数"
    return ""


def column_problem(column: EntryColumn, value: Any) -> str:
    """The same for any column of an entry."""
    if value is None or value == "":
        return f"{column.label}没有填" if column.required else ""
    if column.is_number:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return f"{column.label}填数字"
        return number_problem(column.label, 2 if column.type == "decimal" else 0, Decimal(value))
    if column.type == "date":
        return "" if isinstance(value, date) else f"{column.label}写成 2026-11-21 这样"
    if column.type == "choice":
        words = "、".join(label for _, label in column.choices)
        return "" if value in dict(column.choices) else f"{column.label}可选：{words}"
    if not isinstance(value, str):
        return f"{column.label}写文字"
    if column.type == "accounts":
        named = len(accounts_in(value))
        return (
            f"{column.label}最多写 {MOST_ACCOUNTS} 个账号，现在有 {named} 个" if named > MOST_ACCOUNTS else ""
        )
    limit = column.max_length if column.type == "text" else max(column.max_length, 2000)
    return f"{column.label}最多 {limit} 个字，现在有 {len(value)} 个" if len(value) > limit else ""


@dataclass(frozen=True)
class NewEntry:
    """An entry as it is told. `values` by column key: text, date, int, Decimal or None.

    `about` is the number of a case or the index number of an item, where the register refers to one.
    """

    on: date
    title: str
    kind: str = ""
    until: date | None = None
    about: str = ""
    values: Mapping[str, Any] | None = None

    @property
    def told(self) -> Mapping[str, Any]:
        return self.values or {}


def accounts_in(text: str) -> tuple[str, ...]:
    """The accounts that a cell names, each once, in their order. Between them stand 、，,； or line ends."""
    told = (one.strip() for one in _BETWEEN_ACCOUNTS.split(text))
    return tuple(dict.fromkeys(one for one in told if one))


def joined(accounts: Iterable[str]) -> str:
    """Accounts as they are kept."""
    return "、".join(accounts)


def tidied(register: Register, new: NewEntry) -> NewEntry:
    """The entry as it is kept: accounts told in whatever way are written in one."""
    named = {
        column.key: joined(accounts_in(value))
        for column in register.account_columns
        if isinstance(value := new.told.get(column.key), str)
    }
    return replace(new, values={**new.told, **named}) if named else new


def entry_problems(register: Register, new: NewEntry) -> dict[str, str]:
    """Everything wrong with an entry that can be seen without looking elsewhere, by key of its column."""
    found = {column.key: column_problem(column, new.told.get(column.key)) for column in register.columns}
    title = new.title.strip()
    if not title:
        found["title"] = f"{register.title_label}没有填"
    elif len(title) > 200:
        found["title"] = f"{register.title_label}最多 200 个字，现在有 {len(title)} 个"
    if register.kinds and new.kind not in dict(register.kinds):
        words = "、".join(label for _, label in register.kinds)
        found["kind"] = f"{register.kind_label}可选：{words}"
    if new.until is not None and new.until < new.on:
        found["until"] = f"{register.until_label}早于{register.date_label}"
    if len(new.about) > 80:
        found["about"] = "来件编号或者索引号最多 80 个字"
    unknown = set(new.told) - {column.key for column in register.columns}
    if unknown:
        found[min(unknown)] = "没有这一列"
    return {key: words for key, words in found.items() if words}
