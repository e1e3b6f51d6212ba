"""The standard catalogue as plain data: topics, subject classes, genres and the rules for default duties.

The loaders return frozen values in the order in which they should be stored (parents first). They know no database.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

STAGES = ("decision", "execution", "management", "service", "result", "interpretation")
FREQUENCIES = ("长期", "每月", "每季", "每年", "发生时")
LEVELS = ("county", "town", "village")
RHYTHMS = ("standing", "staged", "regular", "on_occurrence")
AUDIENCES = ("everyone", "concerned", "own_staff")
KINDS = {
    "work_news": "动态", "notice": "公告公示", "normative_document": "规范性文件", "interpretation": "政策解读",
    "plan": "规划计划", "budget": "预决算", "personnel": "人事", "statistics": "统计", "meeting": "会议",
    "organisation": "机构职能", "annual_report": "年报", "emergency": "应急",
}  # fmt: skip
# The channels that the standard catalogue's table offers to tick.
CHANNELS = {
    "website": "政府网站", "gazette": "政府公报", "new_media": "两微一端", "press_conference": "发布会/听证会",
    "broadcast": "广播电视", "print_media": "纸质媒体", "reading_point": "公开查阅点",
    "service_centre": "政务服务中心", "convenience_station": "便民服务站", "on_site": "入户/现场",
    "notice_board": "社区/企事业单位/村公示栏（电子屏）", "push": "精准推送", "other": "其他",
}  # fmt: skip
_DEFAULT_CHANNELS = ("website", "reading_point")


@dataclass(frozen=True)
class SeedTopic:
    """A heading of the catalogue. `parent` is a code; `field` the code of the grassroots field, else empty."""

    code: str
    name: str
    parent: str | None
    field: str
    article: str
    must_tell: str
    term: str
    term_length: int
    term_unit: str
    term_source: str
    update_frequency: str
    stage: str
    levels: tuple[str, ...]
    channels: tuple[str, ...]
    kinds: tuple[str, ...]
    note: str
    lead: str


@dataclass(frozen=True)
class SeedSubject:
    """One class of 主题分类, first or second level."""

    code: str
    name: str
    parent: str | None


@dataclass(frozen=True)
class DutyRule:
    """Units of one of `unit_kinds` (none = any) whose name matches `names` (none = any) owe `topic`."""

    unit_kinds: tuple[str, ...]
    names: str
    topic: str
    rhythm: str
    months: int | None
    audience: str
    nodes: tuple[str, ...]
    co_names: str

    def applies_to(self, *, kind: str, name: str) -> bool:
        return (not self.unit_kinds or kind in self.unit_kinds) and bool(re.search(self.names, name))

    def shared_with(self, name: str) -> bool:
        """True for the unit that shares the duty without being counted."""
        return bool(self.co_names) and bool(re.search(self.co_names, name))


@cache
def load_topics() -> tuple[SeedTopic, ...]:
    """All topics, parents first: Articles 20 and 21, open work, village affairs, the 26 fields."""
    raw, fields = _read("topics.toml"), _read("fields.toml")
    terms = raw["terms"]
    found: list[SeedTopic] = []
    for root in raw["root"]:
        found.extend(_branch(root, terms, parent=None))
    grassroots = fields["root"]
    found.append(_topic(grassroots, {}, terms, code=grassroots["code"], parent=None))
    for field in fields["field"]:
        found.extend(_branch(field, terms, parent=grassroots))
    return tuple(found)


@cache
def load_subjects() -> tuple[SeedSubject, ...]:
    """The 22 classes and the second levels that are known, parents first."""
    found = []
    for row in _read("subjects.toml")["subject"]:
        found.append(SeedSubject(row["code"], row["name"], None))
        found.extend(
            SeedSubject(f"{row['code']}.{code}", name, row["code"]) for code, name in row.get("inner", ())
        )
    return tuple(found)


@cache
def load_genres() -> tuple[str, ...]:
    """体裁: the fifteen kinds of official document, then the others."""
    genres = _read("subjects.toml")["genres"]
    return (*genres["official"], *genres["other"])


@cache
def load_duty_rules() -> tuple[DutyRule, ...]:
    """Default duties; where two rules give one unit the same topic, the first counts."""
    raw = _read("duties.toml")
    rules = [rule for row in raw["duty"] for rule in _rules(row, raw["defaults"])]
    led = (topic for topic in load_topics() if topic.lead and topic.parent == f"grassroots.{topic.field}")
    rules.extend(_field_rule(topic, raw["defaults"]) for topic in led)
    return tuple(rules)


def duties_of(*, kind: str, name: str) -> tuple[DutyRule, ...]:
    """The rules that give a unit its duties, one for each topic."""
    found: dict[str, DutyRule] = {}
    for rule in load_duty_rules():
        if rule.applies_to(kind=kind, name=name):
            found.setdefault(rule.topic, rule)
    return tuple(found.values())


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _branch(
    head: Mapping[str, Any], terms: Mapping[str, Any], parent: Mapping[str, Any] | None
) -> Iterator[SeedTopic]:
    code = f"{parent['code']}.{head['code']}" if parent else head["code"]
    yield _topic(head, parent or {}, terms, code=code, parent=parent["code"] if parent else None)
    inherited = {**(parent or {}), **head}
    for row in head["topics"]:
        yield _topic(row, inherited, terms, code=f"{code}.{row['code']}", parent=code)


def _topic(
    row: Mapping[str, Any],
    above: Mapping[str, Any],
    terms: Mapping[str, Any],
    *,
    code: str,
    parent: str | None,
) -> SeedTopic:
    both = {**above, **row}
    term = both.get("term", "item.publish")
    in_field = code.startswith("grassroots.")
    return SeedTopic(
        code=code, name=row["name"], parent=parent, field=code.split(".")[1] if in_field else "",
        article=both["article"], must_tell=both.get("tell", ""), term=term,
        term_length=terms[term]["length"], term_unit=terms[term]["unit"], term_source=terms[term]["source"],
        update_frequency=both["frequency"], stage=both["stage"], levels=tuple(both.get("levels", ("county", "town"))),
        channels=tuple(both.get("channels", _DEFAULT_CHANNELS)), kinds=tuple(both["kinds"]),
        note=row.get("note", ""), lead=both.get("lead", ""),
    )  # fmt: skip


def _rules(row: Mapping[str, Any], defaults: Mapping[str, Any]) -> Iterator[DutyRule]:
    for topic in row["topics"]:
        yield DutyRule(
            unit_kinds=tuple(row.get("kinds", ())), names=row.get("names", ""), topic=topic,
            rhythm=row["rhythm"], months=row.get("months"), audience=row.get("audience", defaults["audience"]),
            nodes=tuple(row.get("nodes", ())), co_names=row.get("co", ""),
        )  # fmt: skip


_MONTHS = {"每月": 1, "每季": 3, "每年": 12}


def _field_rule(topic: SeedTopic, defaults: Mapping[str, Any]) -> DutyRule:
    """The unit that leads a grassroots field owes each of its matters, in the rhythm of the topic."""
    months = _MONTHS.get(topic.update_frequency)
    rhythm = "regular" if months else "standing" if topic.update_frequency == "长期" else "on_occurrence"
    # 「生态环境局」 leads as a branch of the city's bureau in most counties.
    names = f"{topic.lead}$" if topic.lead != "生态环境局" else "生态环境局"
    return DutyRule(("department",), names, topic.code, rhythm, months, defaults["audience"], (), "")
