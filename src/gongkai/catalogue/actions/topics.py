"""Topics of the catalogue: the shipped ones, and what the disclosure office adds, changes or closes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import CharField, DateField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat, Greatest

from gongkai.catalogue.actions.checks import (
    By,
    FaultyTopic,
    TopicClosed,
    TopicCodeTaken,
    TopicHasBranches,
    UnknownTopic,
    acting,
    locked_topics,
)
from gongkai.catalogue.models import STAGES, Duty, Subject, Topic
from gongkai.catalogue.seed import SeedTopic, load_subjects, load_topics
from gongkai.ledger.actions import record, record_many
from gongkai.ledger.rules import Entry
from gongkai.ledger.rules import Subject as LedgerSubject

_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_LIMITS = {
    "code": ("栏目编码", 80), "name": ("栏目名称", 120), "field": ("领域", 40), "legal_basis": ("公开依据", 500),
    "must_tell": ("公开内容", 1000), "term_source": ("时限依据", 200), "update_frequency": ("更新频率", 40),
    "levels": ("公开层级", 40), "note": ("说明", 500),
}  # fmt: skip
_CHANGEABLE = frozenset(_LIMITS) - {"code"} | {
    "term_length", "term_unit", "stage", "channels", "kinds", "position",
}  # fmt: skip
_TERM_UNITS = ("working_day", "calendar_day", "hour")


@dataclass(frozen=True)
class NewTopic:
    """A heading to add. `parent_code` is empty for a root; `term_length` in `term_unit`."""

    code: str
    name: str
    parent_code: str = ""
    stage: str = "execution"
    field: str = ""
    legal_basis: str = ""
    must_tell: str = ""
    term_length: int = 20
    term_unit: str = "working_day"
    term_source: str = ""
    update_frequency: str = ""
    levels: str = "county"
    channels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    note: str = ""
    position: int = 0


@dataclass(frozen=True)
class Loaded:
    topics: int
    subjects: int


def load_seed(*, by: By, at: datetime) -> Loaded:
    """Load the topics and 主题分类 that come with the product; says how many were new.

    What is there already stays as it is: an office may have edited it. Loading again does no harm.
    """
    actor = acting(by)
    with transaction.atomic():
        present = set(Topic.objects.values_list("code", flat=True))
        fresh = [_from_seed(row, place) for place, row in enumerate(load_topics()) if row.code not in present]
        _write(fresh)
        subjects = _load_subjects()
        loaded = Loaded(len(fresh), subjects)
        if fresh or subjects:
            record(
                actor=actor,
                act="catalogue.load_seed",
                subject=LedgerSubject("catalogue", "seed", "随产品提供的公开目录"),
                at=at,
                payload={"topics": loaded.topics, "subjects": loaded.subjects},
            )
    return loaded


def _from_seed(row: SeedTopic, place: int) -> NewTopic:
    return NewTopic(
        code=row.code, name=row.name, parent_code=row.parent or "", stage=row.stage, field=row.field,
        legal_basis=row.article, must_tell=row.must_tell, term_length=row.term_length, term_unit=row.term_unit,
        term_source=row.term_source, update_frequency=row.update_frequency, levels=",".join(row.levels),
        channels=row.channels, kinds=row.kinds, note=row.note, position=place,
    )  # fmt: skip


def _load_subjects() -> int:
    known = {subject.code: subject for subject in Subject.objects.all()}
    made = 0
    for place, row in enumerate(load_subjects()):
        if row.code not in known:
            parent = known[row.parent] if row.parent else None
            known[row.code] = Subject.objects.create(
                code=row.code, name=row.name, parent=parent, position=place
            )
            made += 1
    return made


def add_topic(*, new: NewTopic, by: By, at: datetime) -> Topic:
    """Add one heading. Raises FaultyTopic, TopicCodeTaken, UnknownTopic (its parent), TopicClosed."""
    return add_topics(rows=[new], by=by, at=at)[new.code]


def add_topics(*, rows: Sequence[NewTopic], by: By, at: datetime) -> dict[str, Topic]:
    """Add many headings, parents before their branches; all or nothing. Returns them by code."""
    actor = acting(by)
    with transaction.atomic():
        made = _write(rows)
        record_many(
            rows=[
                Entry(actor, "topic.add", _subject(topic), at, {"stage": topic.stage, "path": topic.path})
                for topic in made.values()
            ]
        )
    return made


def change_topic(*, topic_id: int, values: Mapping[str, object], by: By, at: datetime) -> Topic:
    """Change what a heading says; its code and its place in the tree stay. KeyError for any other field."""
    actor = acting(by)
    if foreign := set(values) - _CHANGEABLE:
        raise KeyError(sorted(foreign)[0])
    with transaction.atomic():
        topic = locked_topics([topic_id])[topic_id]
        before = {field: getattr(topic, field) for field in values}
        changed = {field: value for field, value in values.items() if value != before[field]}
        if not changed:
            return topic
        _check({**{field: getattr(topic, field) for field in _CHANGEABLE}, **changed})
        for field, value in changed.items():
            setattr(topic, field, value)
        topic.save(update_fields=list(changed))
        payload = {field: [before[field], value] for field, value in changed.items()}
        record(actor=actor, act="topic.change", subject=_subject(topic), at=at, payload=payload)
    return topic


def close_topic(*, topic_id: int, on: date, by: By, at: datetime) -> int:
    """No longer offered from `on`; what is published under it stays. Its duties end; returns how many.

    Raises TopicHasBranches while open headings stand below it. Closing twice does no harm.
    """
    actor = acting(by)
    with transaction.atomic():
        topic = locked_topics([topic_id])[topic_id]
        if topic.closed_on is not None:
            return 0
        branches = Topic.objects.filter(parent=topic, closed_on=None).count()
        if branches:
            raise TopicHasBranches(f"“{topic.name}”下面还有{branches}个栏目，先关闭它们。")
        topic.closed_on = on
        topic.save(update_fields=["closed_on"])
        duties = Duty.objects.filter(topic=topic, to_on=None)
        ended = duties.update(to_on=Greatest("from_on", Value(on, output_field=DateField())))
        payload = {"on": on.isoformat(), "duties_ended": ended}
        record(actor=actor, act="topic.close", subject=_subject(topic), at=at, payload=payload)
    return ended


def _subject(topic: Topic) -> LedgerSubject:
    return LedgerSubject("topic", topic.code, topic.name)


def _write(rows: Sequence[NewTopic]) -> dict[str, Topic]:
    """Insert the rows level by level, with paths."""
    for row in rows:
        if not _CODE.fullmatch(row.code):
            raise FaultyTopic(
                f"栏目编码“{row.code[:40]}”用小写字母、数字、“_”“.”“-”，例如 budget.department。"
            )
        _check({field: getattr(row, field) for field in (*_CHANGEABLE, "code")})
    codes = [row.code for row in rows]
    if len(set(codes)) != len(codes):
        raise TopicCodeTaken("这一批里有重复的栏目编码。")
    if taken := Topic.objects.filter(code__in=codes).order_by("id").first():
        raise TopicCodeTaken(f"栏目编码“{taken.code}”已经是“{taken.name}”的。")
    known = _parents_outside(rows)
    made: dict[str, Topic] = {}
    waiting = list(rows)
    while waiting:
        ready = [row for row in waiting if not row.parent_code or row.parent_code in known]
        if not ready:
            raise UnknownTopic(f"“{waiting[0].name}”的上级栏目编码“{waiting[0].parent_code}”绕成了一圈。")
        fresh = [_topic(row, known) for row in ready]
        Topic.objects.bulk_create(fresh)
        _write_paths(fresh)
        known.update((topic.code, topic) for topic in fresh)
        made.update((topic.code, topic) for topic in fresh)
        waiting = [row for row in waiting if row.code not in known]
    return made


def _parents_outside(rows: Iterable[NewTopic]) -> dict[str, Topic]:
    wanted = {row.parent_code for row in rows} - {row.code for row in rows} - {""}
    known = {
        topic.code: topic
        for topic in Topic.objects.select_for_update().filter(code__in=wanted).order_by("id")
    }
    if missing := sorted(wanted - known.keys()):
        raise UnknownTopic(f"上级栏目编码“{missing[0]}”查不到，先建上级栏目。")
    if closed := next((topic for topic in known.values() if topic.closed_on), None):
        raise TopicClosed(f"上级栏目“{closed.name}”已关闭。")
    return known


def _topic(row: NewTopic, known: Mapping[str, Topic]) -> Topic:
    return Topic(
        **{field: getattr(row, field) for field in _CHANGEABLE - {"channels", "kinds"}},
        code=row.code,
        channels=list(row.channels),
        kinds=list(row.kinds),
        parent=known.get(row.parent_code),
    )


def _write_paths(topics: Sequence[Topic]) -> None:
    own = Concat(Cast("id", CharField()), Value("/"))
    ids = [topic.pk for topic in topics]
    Topic.objects.filter(id__in=ids, parent=None).update(path=Concat(Value("/"), own))
    above = Subquery(Topic.objects.filter(id=OuterRef("parent_id")).values("path")[:1])
    Topic.objects.filter(id__in=ids, parent__isnull=False).update(path=Concat(above, own))
    paths = dict(Topic.objects.filter(id__in=ids).values_list("id", "path"))
    for topic in topics:
        topic.path = paths[topic.pk]


def _check(values: Mapping[str, object]) -> None:
    for field, (label, limit) in _LIMITS.items():
        text = str(values.get(field, ""))
        if len(text) > limit:
            raise FaultyTopic(f"{label}最多{limit}字，现在是{len(text)}字。")
    if not str(values["name"]).strip():
        raise FaultyTopic("栏目名称没有填。")
    if values["stage"] not in dict(STAGES):
        raise FaultyTopic(f"公开环节可选：{'、'.join(label for _, label in STAGES)}。")
    if values["term_unit"] not in _TERM_UNITS:
        raise FaultyTopic("时限单位可选：个工作日、日、小时。")
    length = values["term_length"]
    if not isinstance(length, int) or not 0 <= length <= 3660:
        raise FaultyTopic("公开时限要写0到3660之间的整数。")
