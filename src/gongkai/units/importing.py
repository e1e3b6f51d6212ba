"""Units from a table: `gongkai unit import FILE`. New codes are founded, known ones get their changed details.

Names and parents change by acts of their own (更名, 划转) that state a day and a basis, so a row that differs there
is refused rather than guessed at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongkai.tables.cells import OneOf, day, integer
from gongkai.tables.columns import Column, ColumnMap, ParsedRow, headings, map_columns, parse_table
from gongkai.tables.outcome import ImportOutcome, nothing_read
from gongkai.tables.problems import Refusal, UnreadableTable, shown
from gongkai.tables.reading import read_table
from gongkai.units import actions, queries
from gongkai.units.actions.checks import By
from gongkai.units.rules import CONTACTS, UNIT_KINDS, NewUnit, folded, new_unit_problems

COLUMNS: tuple[Column, ...] = (
    Column(
        "code", "编码", aliases=("单位编码", "机构编码"), required=True, unique=True, example="520303-012"
    ),
    Column("name", "名称", aliases=("单位名称", "机构名称"), required=True, example="青山县农业农村局"),
    Column("short_name", "简称", aliases=("单位简称",)),
    Column(
        "kind",
        "类型",
        parse=OneOf({kind.label: kind.code for kind in UNIT_KINDS.values()}),
        aliases=("单位类型",),
        required=True,
        example="政府部门",
    ),
    Column("parent_code", "上级编码", aliases=("上级单位编码", "上级单位", "上级"), help="编码或者全称"),
    Column("uscc", "统一社会信用代码", aliases=("信用代码",), unique=True),
    Column("org_code", "索引号用机构代码", aliases=("组织机构代码", "机构代码")),
    Column("doc_prefix", "机关代字", aliases=("发文代字",)),
    Column("opened_on", "设立日期", parse=day, aliases=("成立日期",)),
    Column("address", "地址", aliases=("办公地址",)),
    Column("office_hours", "办公时间", aliases=("工作时间",)),
    Column("phone", "电话", aliases=("联系电话", "办公电话")),
    Column("fax", "传真"),
    Column("postcode", "邮编", aliases=("邮政编码",)),
    Column("email", "电子邮箱", aliases=("邮箱",)),
    Column("disclosure_unit", "公开工作机构", aliases=("信息公开机构",)),
    Column("aliases", "别名", aliases=("其他名称", "曾用名"), help="多个用顿号隔开"),
    Column("competences", "职责", aliases=("主要职责",), help="多项用分号隔开"),
    Column("position", "次序", parse=integer, aliases=("排序", "排列次序")),
)
_DETAILS = (*CONTACTS, "doc_prefix", "uscc")


def import_units(
    source: Path | bytes,
    *,
    on: date,
    by: By,
    at: datetime,
    name: str = "",
    dry_run: bool = False,
    keep_good: bool = False,
    mapping: Mapping[str, str] | None = None,
) -> ImportOutcome:
    """Import a CSV or XLSX of units. `on`: day of founding for rows that state none.

    Any refused row: nothing is written, unless `keep_good`; a unit below a refused one is refused with it.
    """
    try:
        table = read_table(source, name, expected=headings(COLUMNS))
        mapped = map_columns(table.header, COLUMNS, mapping, table.header_row)
        problems = [problem for problem in (*table.problems, *mapped.problems) if problem.blocks]
        if problems:
            return nothing_read(tuple(problems))
        plan = _Plan(mapped, table.header, on, at)
        plan.sort(parse_table(table, COLUMNS, mapped))
    except UnreadableTable as broken:
        return nothing_read((broken.refusal,))
    if dry_run or (plan.refused and not keep_good):
        return plan.outcome(written=False)
    try:
        with transaction.atomic():
            made = actions.found_many(rows=plan.fresh, on=on, by=by, at=at) if plan.fresh else {}
            for unit_id, values in plan.changed:
                actions.change_details(unit_id=unit_id, values=values, by=by, at=at)
    except actions.UnitRefused as refused:  # somebody else was faster since the plan was made
        plan.refused.append(Refusal(None, "", "", "refused", str(refused)))
        return plan.outcome(written=False)
    return plan.outcome(written=bool(made or plan.changed))


@dataclass
class _Plan:
    """Rows sorted into what is to be done with them."""

    mapped: ColumnMap
    header: tuple[str, ...]
    on: date
    at: datetime
    read: int = 0
    unchanged: int = 0
    fresh: list[NewUnit] = field(default_factory=list)
    changed: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def sort(self, rows: Iterable[ParsedRow]) -> None:
        self.known = {unit.code: unit for unit in queries.all_units()}
        self.directory = queries.unit_directory()
        self.taken = queries.identifiers()
        self.code_of = {unit.pk: code for code, unit in self.known.items()}
        self.root_code = self.code_of.get(queries.site_facts().root_id, "")
        self.told: set[str] = set()  # every code in the file
        drafts: list[tuple[ParsedRow, NewUnit]] = []
        for row in rows:
            self.read += 1
            self.told.add(row.values.get("code") or "")
            if row.refusals:
                self.refused.extend(row.refusals)
            elif row.values["code"] in self.known:
                self._sort_known(row)
            else:
                drafts.append((row, self._new(row)))
        self._sort_new(drafts)
        self.refused.sort(key=lambda refusal: refusal.row or 0)

    def outcome(self, *, written: bool) -> ImportOutcome:
        return ImportOutcome(
            self.read, len(self.fresh), len(self.changed), self.unchanged, tuple(self.refused), written
        )

    def _refuse(self, row: ParsedRow, key: str, rule: str, message: str) -> None:
        place = self.mapped.positions.get(key)
        column = self.header[place] if place is not None else ""
        self.refused.append(Refusal(row.number, column, shown(row.values.get(key)), rule, message))

    def _new(self, row: ParsedRow) -> NewUnit:
        told = {key: value for key, value in row.values.items() if value is not None}
        told["aliases"] = _parts(told.get("aliases", ""), "、，,；;")
        told["competences"] = _parts(told.get("competences", ""), "；;")
        return NewUnit(**told)

    def _sort_known(self, row: ParsedRow) -> None:
        unit = self.known[row.values["code"]]
        before = len(self.refused)
        if unit.closed_on is not None:
            self._refuse(row, "code", "closed", f"“{unit.name}”已撤销，不能再改。换一个新的编码。")
        elif folded(row.values["name"]) != folded(unit.name):
            self._refuse(
                row, "name", "rename", f"这个编码现在是“{unit.name}”。改名称用“更名”办理，要写日期和依据。"
            )
        parent = row.values.get("parent_code")
        if parent and unit.parent is not None and self._parent_id(parent) != unit.parent_id:
            self._refuse(
                row, "parent_code", "move", f"现在的上级是“{unit.parent.name}”。改上级用“划转”办理。"
            )
        told = {key: row.values[key] for key in _DETAILS if row.values.get(key) is not None}
        probe = NewUnit(unit.code, unit.name, unit.kind, **told)
        for problem in new_unit_problems(probe):
            if problem.field in told:
                self._refuse(row, problem.field, problem.rule, problem.message)
        self._refuse_taken(row, "uscc", told.get("uscc", ""), unit.code)
        if len(self.refused) > before:
            return
        changed = {key: value for key, value in told.items() if getattr(unit, key) != value}
        if changed:
            self.changed.append((unit.pk, changed))
        else:
            self.unchanged += 1

    def _sort_new(self, drafts: list[tuple[ParsedRow, NewUnit]]) -> None:
        """Sound rows whose parent is there or is sound itself, parents first."""
        sound: dict[str, tuple[ParsedRow, NewUnit]] = {}
        by_name = {folded(new.name): new.code for _, new in drafts}
        seen: dict[str, int] = {}
        for row, new in drafts:
            if self._is_sound(row, new, seen):
                sound[new.code] = (row, new)
        placed: dict[str, NewUnit] = {}
        waiting = list(sound.values())
        while waiting:
            later = []
            for row, new in waiting:
                parent = self._parent_of(new, by_name)
                if parent in placed or parent in self.known or (parent == "" and not self.root_code):
                    self._place(row, new, parent, placed)
                else:
                    later.append((row, new))
            if len(later) == len(waiting):
                break
            waiting = later
        for row, new in waiting:
            if self._parent_of(new, by_name) in self.told:
                told = "上级单位那一行没有通过，先改正它。"
            else:
                told = "上级单位查不到，先登记上级，或者改正编码。"
            self._refuse(row, "parent_code", "parent", told)
        self.fresh = list(placed.values())

    def _place(self, row: ParsedRow, new: NewUnit, parent: str, placed: dict[str, NewUnit]) -> None:
        above = self.known.get(parent)
        opened_on = new.opened_on or self.on
        begun = above.opened_on if above else (placed[parent].opened_on or self.on) if parent else opened_on
        if above is not None and above.closed_on is not None:
            self._refuse(row, "parent_code", "closed", f"上级单位“{above.name}”已撤销。")
        elif opened_on < begun:
            self._refuse(row, "opened_on", "date", f"设立日期早于上级单位的设立日期 {begun:%Y-%m-%d}。")
        elif opened_on > timezone.localdate(self.at):
            self._refuse(row, "opened_on", "date", f"设立日期 {opened_on:%Y-%m-%d} 还没有到。")
        else:
            placed[new.code] = NewUnit(**{**new.__dict__, "parent_code": parent})

    def _is_sound(self, row: ParsedRow, new: NewUnit, seen: dict[str, int]) -> bool:
        before = len(self.refused)
        for problem in new_unit_problems(new):
            self._refuse(row, problem.field, problem.rule, problem.message)
        self._refuse_taken(row, "uscc", new.uscc, new.code)
        self._refuse_taken(row, "org_code", new.index_code, new.code)
        first = seen.setdefault(new.index_code, row.number)
        if first != row.number:
            self._refuse(row, "org_code", "duplicate", f"机构代码“{new.index_code}”在第 {first} 行已经用了。")
        return len(self.refused) == before

    def _refuse_taken(self, row: ParsedRow, key: str, value: str, code: str) -> None:
        owner = self.taken.get((key, value)) if value else None
        if owner and owner != code:
            self._refuse(row, key, "duplicate", f"“{shown(value)}”已经是“{self.known[owner].name}”的。")

    def _parent_of(self, new: NewUnit, by_name: Mapping[str, str]) -> str:
        """The parent's code, whether the row names it by code or by name; the root when it names none."""
        told = new.parent_code
        if not told:
            return self.root_code
        if told in self.known or folded(told) not in by_name:
            return self.code_of.get(self.directory.find(told) or 0, told)
        return by_name[folded(told)]

    def _parent_id(self, told: str) -> int | None:
        return self.directory.find(told)


def _parts(text: str, marks: str) -> tuple[str, ...]:
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    return tuple(part.strip() for part in text.split(marks[0]) if part.strip())
