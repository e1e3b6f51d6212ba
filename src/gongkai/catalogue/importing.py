"""The standard catalogue's table 标准目录 as topics and duties under one heading.

Columns: 序号, 公开事项（一级、二级）, 公开内容（要素）, 公开依据, 公开时限, 公开主体, 公开渠道和载体, 公开对象, 公开方式, 公开层级,
as ■/□ ticks in one cell or as ticked columns (全社会, 特定群体, 主动, 依申请, 县级, 乡级).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.catalogue import actions, queries
from gongkai.catalogue.actions.checks import By
from gongkai.catalogue.reading import flattened, is_ticked, rhythm_in, term_in, ticked
from gongkai.catalogue.seed import CHANNELS
from gongkai.tables.cells import long_text
from gongkai.tables.columns import Column, ColumnMap, ParsedRow, headings, map_columns, parse_table
from gongkai.tables.outcome import ImportOutcome, nothing_read
from gongkai.tables.problems import Refusal, UnreadableTable, shown
from gongkai.tables.reading import read_table
from gongkai.tables.shape import MIB, Limits, Table
from gongkai.units.queries import UnitDirectory, open_units
from gongkai.units.rules import folded

if TYPE_CHECKING:
    from gongkai.catalogue.models import Topic

COLUMNS: tuple[Column, ...] = (
    Column("number", "序号", parse=long_text),
    Column(
        "first",
        "一级事项",
        parse=long_text,
        aliases=("公开事项", "公开事项（一级）", "公开事项一级", "公开事项（一级事项）"),
        required=True,
        max_length=120,
        example="农业生产发展资金",
    ),
    Column(
        "second",
        "二级事项",
        parse=long_text,
        aliases=("公开事项（二级）", "公开事项二级", "公开事项（二级事项）"),
        max_length=120,
    ),
    Column("tell", "公开内容", parse=long_text, aliases=("公开内容（要素）", "公开内容要素"), required=True,
           max_length=1000, example="政策依据、补贴对象、补贴标准"),
    Column("basis", "公开依据", parse=long_text, required=True, max_length=500, example="《政府信息公开条例》"),
    Column("term", "公开时限", parse=long_text, required=True, max_length=200,
           example="自信息形成或者变更之日起20个工作日内"),
    Column("body", "公开主体", parse=long_text, aliases=("责任主体", "责任单位"), max_length=500),
    Column("channels", "公开渠道和载体", parse=long_text, aliases=("公开渠道", "渠道和载体", "公开载体")),
    Column("audience", "公开对象", parse=long_text),
    Column("everyone", "全社会", parse=long_text),
    Column("concerned", "特定群体", parse=long_text, aliases=("特定群众", "特定群体（请写明）")),
    Column("mode", "公开方式", parse=long_text),
    Column("proactive", "主动", parse=long_text, aliases=("主动公开",)),
    Column("on_request", "依申请公开", parse=long_text, aliases=("依申请",)),
    Column("level", "公开层级", parse=long_text),
    Column("county", "县级", parse=long_text, aliases=("区县级",)),
    Column("town", "乡级", parse=long_text, aliases=("乡镇级", "乡、村级")),
)  # fmt: skip
_CHANNELS = {label: code for code, label in CHANNELS.items()}
_LEVELS = {"县级": "county", "乡级": "town", "乡镇级": "town", "村级": "village"}
_AUDIENCES = {"全社会": "everyone", "特定群体": "concerned", "特定群众": "concerned"}
_MODES = {"主动公开": "proactive", "主动": "proactive", "依申请公开": "on_request"}
_LIMITS = Limits(file_bytes=10 * MIB, unpacked_bytes=128 * MIB, rows=20_000)
_EACH = (
    (re.compile(r"^(?:各|所有)?(?:乡\(?镇\)?|镇|街道|乡镇街道|镇街|乡镇人民政府|乡镇政府|镇\(街道\))+(?:人民政府|政府|办事处)*$"), "town"),
    (re.compile(r"^(?:各|所有)?村(?:\(居\)|\(社区\)|、社区|居)?(?:民?委员?会)?$"), "village"),
)  # fmt: skip


def import_catalogue(
    source: Path | bytes,
    *,
    parent_code: str,
    on: date,
    by: By,
    at: datetime,
    name: str = "",
    dry_run: bool = False,
    keep_good: bool = False,
    with_duties: bool = True,
    mapping: Mapping[str, str] | None = None,
) -> ImportOutcome:
    """Import a standard catalogue below the heading `parent_code`; its rows become topics.

    A matter that stands there already by name is changed to what the table says. With `with_duties` the
    公开主体 owe the topics from `on`. Any refused row: nothing is written, unless `keep_good`.
    Raises UnknownTopic when there is no such heading.
    """
    parent = queries.topic_by_code(parent_code)
    if parent is None:
        raise actions.UnknownTopic(f"没有编码为“{parent_code}”的栏目，先建这个栏目。")
    try:
        table = _table(source, name)
        mapped = map_columns(table.header, COLUMNS, mapping, table.header_row)
        problems = [problem for problem in (*table.problems, *mapped.problems) if problem.blocks]
        if problems:
            return nothing_read(tuple(problems))
        plan = _Plan(parent, mapped, table.header, with_duties)
        plan.sort(parse_table(table, COLUMNS, mapped))
    except UnreadableTable as broken:
        return nothing_read((broken.refusal,))
    if dry_run or (plan.refused and not keep_good):
        return plan.outcome(written=False)
    try:
        with transaction.atomic():
            return plan.outcome(written=plan.write(on=on, by=by, at=at))
    except actions.CatalogueRefused as refused:  # somebody else was faster since the plan was made
        plan.refused.append(Refusal(None, "", "", "refused", str(refused)))
        return plan.outcome(written=False)


def _table(source: Path | bytes, name: str) -> Table:
    """The table as it is; where its form merges cells, once more without merges."""
    raw = source if isinstance(source, bytes) else source.read_bytes()
    name = name or (source.name if isinstance(source, Path) else "标准目录")
    expected = headings(COLUMNS)
    try:
        table = read_table(raw, name, expected=expected, limits=_LIMITS)
        merged = any(row_problem.rule == "merged_cells" for row in table.rows for row_problem in row.problems)
    except UnreadableTable as broken:
        if broken.refusal.rule not in ("merged_header", "merged_cells"):
            raise
        merged = True
    flat = flattened(raw, expected) if merged else raw
    return read_table(flat, name, expected=expected, limits=_LIMITS)


@dataclass(frozen=True)
class _Matter:
    """One row, read: where it belongs and what it says."""

    first: str
    second: str
    values: dict[str, Any]
    unit_ids: tuple[int, ...]
    rhythm: str
    months: int | None
    audience: str


@dataclass
class _Plan:
    parent: Topic
    mapped: ColumnMap
    header: tuple[str, ...]
    with_duties: bool
    read: int = 0
    unchanged: int = 0
    fresh: list[_Matter] = field(default_factory=list)
    changed: list[tuple[Topic, _Matter]] = field(default_factory=list)
    kept: list[tuple[Topic, _Matter]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def sort(self, rows: Iterable[ParsedRow]) -> None:
        below = queries.topics_by_id(queries.topic_subtree_ids(self.parent.pk))
        self.by_place = {(topic.parent_id, folded(topic.name)): topic for topic in below.values()}
        self.codes = {topic.code for topic in below.values()}
        self.bodies = _Bodies() if self.with_duties else None
        seen: dict[tuple[str, str], int] = {}
        for row in rows:
            self.read += 1
            if row.refusals:
                self.refused.extend(row.refusals)
                continue
            place = (folded(row.values["first"]), folded(row.values.get("second") or ""))
            first = seen.setdefault(place, row.number)
            if first != row.number:
                self._refuse(row, "second", "duplicate", f"这一事项在第 {first} 行已经有了，删去或改正一行。")
            elif (matter := self._matter(row)) is not None:
                self._sort(matter)
        self.refused.sort(key=lambda refusal: refusal.row or 0)

    def outcome(self, *, written: bool) -> ImportOutcome:
        return ImportOutcome(
            self.read, len(self.fresh), len(self.changed), self.unchanged, tuple(self.refused), written
        )

    def _refuse(self, row: ParsedRow, key: str, rule: str, message: str) -> None:
        place = self.mapped.positions.get(key)
        column = self.header[place] if place is not None else ""
        self.refused.append(Refusal(row.number, column, shown(row.values.get(key)), rule, message))

    def _sort(self, matter: _Matter) -> None:
        topic = self._standing(matter)
        if topic is None:
            self.fresh.append(matter)
        elif any(getattr(topic, key) != value for key, value in matter.values.items()):
            self.changed.append((topic, matter))
        else:
            self.unchanged += 1
            self.kept.append((topic, matter))

    def _standing(self, matter: _Matter) -> Topic | None:
        """The topic that stands at the matter's place already."""
        above = self._branch(matter)
        if not matter.second:
            return None if above is self.parent else above
        return self.by_place.get((above.pk, folded(matter.second))) if above else None

    def _branch(self, matter: _Matter) -> Topic | None:
        """The topic of the 一级事项; the heading itself where it bears that name."""
        if folded(matter.first) == folded(self.parent.name):
            return self.parent
        return self.by_place.get((self.parent.pk, folded(matter.first)))

    def _matter(self, row: ParsedRow) -> _Matter | None:
        told = {key: value or "" for key, value in row.values.items()}
        before = len(self.refused)
        term = term_in(told["term"])
        channels, foreign = ticked(told.get("channels", ""), _CHANNELS)
        if foreign and "other" not in channels:
            channels = (*channels, "other")
        levels = self._ticks(told, "level", _LEVELS, ("county", "town"))
        modes = self._ticks(told, "mode", _MODES, ("proactive", "on_request"))
        audiences = self._ticks(told, "audience", _AUDIENCES, ("everyone", "concerned"))
        if modes == ("on_request",):
            words = "这一项只依申请公开，不列入主动公开的目录。改为主动公开，或者删去这一行。"
            self._refuse(
                row, "on_request" if "on_request" in self.mapped.positions else "mode", "mode", words
            )
        if not 0 <= term.length <= 3660:
            self._refuse(row, "term", "number", f"时限 {term.length} 太长，核对数字和单位。")
        unit_ids = self._unit_ids(row, told)
        if len(self.refused) > before:
            return None
        rhythm, months = rhythm_in(told["term"])
        values: dict[str, Any] = {
            "legal_basis": told["basis"],
            "must_tell": told["tell"],
            "term_length": term.length,
            "term_unit": term.unit,
            "term_source": told["term"],
            "channels": list(channels) or list(self.parent.channels),
            "levels": ",".join(levels) or self.parent.levels,
            "note": f"其他渠道：{'、'.join(foreign)}"[:500] if foreign else "",
        }
        audience = "concerned" if audiences == ("concerned",) else "everyone"
        return _Matter(
            _line(told["first"]), _line(told.get("second", "")), values, unit_ids, rhythm, months, audience
        )

    def _ticks(
        self, told: Mapping[str, str], cell: str, options: Mapping[str, str], columns: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The ticked codes, from columns of their own or from boxes in one cell."""
        if any(key in self.mapped.positions for key in columns):
            return tuple(key for key in columns if is_ticked(told.get(key, "")))
        return ticked(told.get(cell, ""), options)[0]

    def _unit_ids(self, row: ParsedRow, told: Mapping[str, str]) -> tuple[int, ...]:
        if self.bodies is None or not told.get("body"):
            return ()
        ids, unknown = self.bodies.find(told["body"])
        if unknown:
            words = f"“{unknown[0]}”不是已登记单位的名称。写全称，多个单位用顿号隔开，或者先登记它。"
            self._refuse(row, "body", "unit", words)
        return ids

    def write(self, *, on: date, by: By, at: datetime) -> bool:
        for topic, matter in self.changed:
            actions.change_topic(topic_id=topic.pk, values=matter.values, by=by, at=at)
        made = actions.add_topics(rows=self._new_topics(), by=by, at=at)
        pairs = [*self.changed, *self.kept]
        pairs += [(made[code], matter) for code, matter in zip(self.fresh_codes, self.fresh, strict=True)]
        duties = [
            actions.NewDuty(
                unit_id, topic.pk, matter.rhythm, on, months=matter.months, audience=matter.audience
            )
            for topic, matter in pairs
            for unit_id in matter.unit_ids
            if topic.closed_on is None
        ]
        added = actions.add_duties(rows=duties, by=by, at=at, skip_held=True)
        return bool(made or self.changed or added)

    def _new_topics(self) -> list[actions.NewTopic]:
        rows: list[actions.NewTopic] = []
        branches: dict[str, str] = {}
        self.fresh_codes: list[str] = []
        for matter in self.fresh:
            above = self._branch(matter)
            above_code = above.code if above else branches.get(folded(matter.first), "")
            if not above_code and matter.second:
                above_code = self._code(self.parent.code)
                branches[folded(matter.first)] = above_code
                rows.append(self._row(above_code, self.parent.code, matter.first, {}))
            code = self._code(above_code or self.parent.code)
            if not matter.second:
                branches[folded(matter.first)] = code
            rows.append(
                self._row(code, above_code or self.parent.code, matter.second or matter.first, matter.values)
            )
            self.fresh_codes.append(code)
        return rows

    def _row(self, code: str, parent: str, name: str, values: dict[str, Any]) -> actions.NewTopic:
        told: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        return actions.NewTopic(
            code=code,
            name=name,
            parent_code=parent,
            stage=self.parent.stage,
            field=self.parent.field,
            kinds=tuple(self.parent.kinds),
            position=self.parent.position + len(self.codes),
            **told,
        )

    def _code(self, above: str) -> str:
        """The next free number below a heading: `grassroots.subsidy.01`."""
        number = 1
        while f"{above}.{number:02d}" in self.codes:
            number += 1
        self.codes.add(f"{above}.{number:02d}")
        return f"{above}.{number:02d}"


class _Bodies:
    """公开主体 as the table writes them → units: full or short names, endings of names, 各乡镇."""

    def __init__(self) -> None:
        self.directory = UnitDirectory()
        self.units = list(open_units())

    def find(self, text: str) -> tuple[tuple[int, ...], list[str]]:
        ids: list[int] = []
        unknown: list[str] = []
        for word in re.split(r"[、，,；;\n]+", text):
            found = self._one(folded(word)) if word.strip() else []
            if word.strip() and not found:
                unknown.append(word.strip())
            ids.extend(found)
        return tuple(dict.fromkeys(ids)), unknown

    def _one(self, word: str) -> list[int]:
        if (found := self.directory.find(word)) is not None:
            return [found]
        for pattern, kind in _EACH:
            if pattern.match(word):
                return [unit.pk for unit in self.units if unit.kind == kind]
        core = word.removeprefix("县级").removeprefix("区级").removeprefix("县").removeprefix("区")
        ending = [unit.pk for unit in self.units if folded(unit.name).endswith(core)] if len(core) > 2 else []
        return ending if len(ending) == 1 else []


def _line(text: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", "", text).strip()
