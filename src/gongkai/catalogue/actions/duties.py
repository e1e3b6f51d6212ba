"""Duties: who owes which topic; and the dated statement that nothing occurred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import DateField, Value
from django.db.models.functions import Greatest

from gongkai.accounts.policies import Standing
from gongkai.catalogue import policies
from gongkai.catalogue.actions.checks import (
    By,
    DutyAlreadyHeld,
    FaultyDuty,
    NotAllowed,
    TopicClosed,
    UnknownDuty,
    acting,
    locked_topics,
)
from gongkai.catalogue.models import AUDIENCES, RHYTHMS, Duty, NoActivityStatement, Topic
from gongkai.catalogue.seed import duties_of
from gongkai.ledger.actions import record, record_many
from gongkai.ledger.rules import Actor, Entry
from gongkai.ledger.rules import Subject as LedgerSubject
from gongkai.units.changes import UnitChange
from gongkai.units.queries import units_by_id
from gongkai.units.rules import UNIT_KINDS

_MAX_MONTHS = 120


@dataclass(frozen=True)
class NewDuty:
    """A unit is to owe a topic from a day on; `months` for the regular rhythm, `nodes` for the staged one."""

    unit_id: int
    topic_id: int
    rhythm: str
    from_on: date
    months: int | None = None
    nodes: tuple[str, ...] = ()
    audience: str = "everyone"
    co_unit_id: int | None = None


def add_duty(*, new: NewDuty, by: By, at: datetime) -> Duty:
    """One duty more. Raises DutyAlreadyHeld, FaultyDuty, TopicClosed, UnknownTopic."""
    return add_duties(rows=[new], by=by, at=at)[0]


def add_duties(*, rows: Sequence[NewDuty], by: By, at: datetime, skip_held: bool = False) -> list[Duty]:
    """Many duties at once, all or nothing; with `skip_held` those already held are left as they are."""
    actor = acting(by)
    with transaction.atomic():
        topics = locked_topics({row.topic_id for row in rows})
        held = set(Duty.objects.filter(topic__in=topics, to_on=None).values_list("unit_id", "topic_id"))
        fresh: list[Duty] = []
        for row in rows:
            key = (row.unit_id, row.topic_id)
            topic = topics[row.topic_id]
            if key in held:
                if skip_held:
                    continue
                raise DutyAlreadyHeld(f"这个单位已经有“{topic.name}”的公开责任，可以直接修改它。")
            held.add(key)
            fresh.append(_duty(row, topic))
        Duty.objects.bulk_create(fresh)
        record_many(rows=_entries("duty.add", fresh, topics, actor, at))
    return fresh


def _duty(row: NewDuty, topic: Topic) -> Duty:
    if topic.closed_on is not None:
        raise TopicClosed(f"栏目“{topic.name}”已关闭，不能再分给单位。")
    _check(row.rhythm, row.months, row.audience, row.unit_id, row.co_unit_id)
    return Duty(
        unit_id=row.unit_id,
        co_unit_id=row.co_unit_id,
        topic_id=row.topic_id,
        rhythm=row.rhythm,
        months=row.months if row.rhythm == "regular" else None,
        nodes=list(row.nodes) if row.rhythm == "staged" else [],
        audience=row.audience,
        from_on=row.from_on,
    )


def _check(rhythm: str, months: int | None, audience: str, unit_id: int, co_unit_id: int | None) -> None:
    if rhythm not in dict(RHYTHMS):
        raise FaultyDuty(f"公开节奏可选：{'、'.join(label for _, label in RHYTHMS)}。")
    if rhythm == "regular" and not (months and 1 <= months <= _MAX_MONTHS):
        raise FaultyDuty(f"定期公开要写明每几个月一次（1到{_MAX_MONTHS}）。")
    if audience not in dict(AUDIENCES):
        raise FaultyDuty(f"公开对象可选：{'、'.join(label for _, label in AUDIENCES)}。")
    if co_unit_id == unit_id:
        raise FaultyDuty("共同责任单位不能是牵头单位自己。")


def _entries(
    act: str, duties: Iterable[Duty], topics: Mapping[int, Topic], actor: Actor, at: datetime
) -> list[Entry]:
    return [
        Entry(
            actor,
            act,
            LedgerSubject("duty", str(duty.pk), topics[duty.topic_id].name),
            at,
            {
                "unit": duty.unit_id,
                "co_unit": duty.co_unit_id,
                "topic": topics[duty.topic_id].code,
                "rhythm": duty.rhythm,
                "months": duty.months,
                "nodes": duty.nodes,
                "audience": duty.audience,
                "from": duty.from_on.isoformat(),
            },
        )
        for duty in duties
    ]


def apply_duty_rules(*, unit_ids: Iterable[int], on: date, by: By, at: datetime) -> int:
    """Give units the duties that the shipped rules name for their kind and name; returns how many are new.

    Duties they hold already stay as they are. A unit founded after `on` owes from its founding.
    """
    units = [unit for unit in units_by_id(unit_ids).values() if unit.closed_on is None]
    topics = dict(Topic.objects.filter(closed_on=None).values_list("code", "id"))
    co_units: dict[str, int | None] = {}
    rows = []
    for unit in units:
        for rule in duties_of(kind=seed_kind(unit.kind), name=unit.name):
            if rule.topic not in topics:
                continue  # the office closed it
            if rule.co_names not in co_units:
                co_units[rule.co_names] = next((u.pk for u in units if rule.shared_with(u.name)), None)
            co_unit = co_units[rule.co_names]
            rows.append(
                NewDuty(
                    unit_id=unit.pk,
                    topic_id=topics[rule.topic],
                    rhythm=rule.rhythm,
                    from_on=max(on, unit.opened_on),
                    months=rule.months,
                    nodes=rule.nodes,
                    audience=rule.audience,
                    co_unit_id=co_unit if co_unit != unit.pk else None,
                )
            )
    return len(add_duties(rows=rows, by=by, at=at, skip_held=True))


def seed_kind(kind: str) -> str:
    """The shipped rules know one kind for the government of a city and of a county."""
    return "government" if UNIT_KINDS[kind].code.endswith("_government") else kind


def change_duty(
    *,
    duty_id: int,
    by: By,
    at: datetime,
    rhythm: str,
    months: int | None = None,
    nodes: Sequence[str] = (),
    audience: str = "everyone",
    co_unit_id: int | None = None,
) -> Duty:
    """State anew with what rhythm, for whom and with whom a unit owes a topic. Raises UnknownDuty, FaultyDuty."""
    actor = acting(by)
    with transaction.atomic():
        duty = _locked(duty_id)
        _check(rhythm, months, audience, duty.unit_id, co_unit_id)
        values = {
            "rhythm": rhythm,
            "months": months if rhythm == "regular" else None,
            "nodes": list(nodes) if rhythm == "staged" else [],
            "audience": audience,
            "co_unit_id": co_unit_id,
        }
        payload = {f: [getattr(duty, f), v] for f, v in values.items() if getattr(duty, f) != v}
        if payload:
            for field, value in values.items():
                setattr(duty, field, value)
            duty.save(update_fields=[field.removesuffix("_id") for field in payload])
            record(actor=actor, act="duty.change", subject=_subject(duty), at=at, payload=payload)
    return duty


def end_duty(*, duty_id: int, on: date, by: By, at: datetime) -> None:
    """From `on` the unit no longer owes the topic; ending twice does no harm."""
    actor = acting(by)
    with transaction.atomic():
        duty = _locked(duty_id, with_ended=True)
        if on < duty.from_on:
            raise FaultyDuty(f"这项责任从 {duty.from_on:%Y-%m-%d} 开始，结束日期要在这一天或以后。")
        if not Duty.objects.filter(id=duty_id, to_on=None).update(to_on=on):
            return
        record(actor=actor, act="duty.end", subject=_subject(duty), at=at, payload={"on": on.isoformat()})


def state_no_activity(
    *, duty_id: int, from_on: date, to_on: date, text: str, on: date, by: Standing, at: datetime
) -> NoActivityStatement:
    """情况说明: the unit states that nothing occurred from `from_on` through `to_on`, both included.

    `on` is the day of the statement; a day to come can't be stated. Raises FaultyDuty, UnknownDuty, NotAllowed.
    """
    with transaction.atomic():
        duty = _locked(duty_id)
        may = partial(policies.may_state, unit_id=duty.unit_id, co_unit_id=duty.co_unit_id)
        if not may(by):
            raise NotAllowed("情况说明由本单位的信息员、公开员、主要领导或政务公开办发布。")
        _check_statement(duty, from_on, to_on, text, on)
        statement = NoActivityStatement.objects.create(
            duty=duty, from_on=from_on, to_on=to_on, text=text.strip(), stated_on=on, stated_by_id=by.user_id
        )
        payload = {"from": from_on.isoformat(), "to": to_on.isoformat(), "text": text.strip()}
        record(actor=by.actor(), act="duty.state_no_activity", subject=_subject(duty), at=at, payload=payload)
    return statement


def _check_statement(duty: Duty, from_on: date, to_on: date, text: str, on: date) -> None:
    if not text.strip() or len(text.strip()) > 500:
        raise FaultyDuty("情况说明要写1到500字，说清这段时间为什么没有可公开的内容。")
    if to_on < from_on:
        raise FaultyDuty("说明的起始日期晚于结束日期，调换过来。")
    if to_on > on:
        raise FaultyDuty(f"只能说明已经过去的时间，结束日期最晚到 {on:%Y-%m-%d}。")
    if from_on < duty.from_on:
        raise FaultyDuty(f"这项责任从 {duty.from_on:%Y-%m-%d} 开始，说明的起始日期要在这一天或以后。")
    if NoActivityStatement.objects.filter(duty=duty, from_on__lte=to_on, to_on__gte=from_on).exists():
        raise FaultyDuty("这段时间已经有情况说明，换一段没有说明过的时间。")


def follow_units(change: UnitChange) -> None:
    """Duties of a unit that ended go to its successor, unless it holds them; without one they end."""
    if change.kind not in ("merge", "split", "close") or not change.unit_ids:
        return
    closed = [pk for pk, unit in units_by_id(change.unit_ids).items() if unit.closed_on == change.on]
    moved = list(Duty.objects.select_related("topic").filter(unit__in=closed, to_on=None).order_by("id"))
    shared = Duty.objects.filter(co_unit__in=closed, to_on=None)
    with transaction.atomic():
        for duty in shared.select_related("topic").order_by("id"):
            heir = change.successors.get(duty.co_unit_id or 0)
            duty.co_unit_id = heir if heir != duty.unit_id else None
            duty.save(update_fields=["co_unit"])
            record(
                actor=change.by,
                act="duty.follow_unit",
                subject=_subject(duty),
                at=change.at,
                payload={"co_unit": duty.co_unit_id},
            )
        ended = Duty.objects.filter(id__in=[duty.pk for duty in moved])
        ended.update(
            to_on=Greatest("from_on", Value(change.on, output_field=DateField()))
        )  # one still to begin never runs
        rows = [
            NewDuty(
                unit_id=change.successors[duty.unit_id],
                topic_id=duty.topic_id,
                rhythm=duty.rhythm,
                from_on=max(change.on, duty.from_on),
                months=duty.months,
                nodes=tuple(duty.nodes),
                audience=duty.audience,
                co_unit_id=duty.co_unit_id if duty.co_unit_id != change.successors[duty.unit_id] else None,
            )
            for duty in moved
            if duty.unit_id in change.successors and duty.topic.closed_on is None
        ]
        add_duties(rows=rows, by=change.by, at=change.at, skip_held=True)
        topics = {duty.topic_id: duty.topic for duty in moved}
        record_many(rows=_entries("duty.end", moved, topics, change.by, change.at))


def _locked(duty_id: int, *, with_ended: bool = False) -> Duty:
    rows = Duty.objects.select_for_update(of=("self",)).select_related("topic").filter(id=duty_id)
    duty = (rows if with_ended else rows.filter(to_on=None)).order_by("id").first()
    if duty is None:
        raise UnknownDuty("没有这项公开责任，可能已被别人结束，刷新后再看。")
    return duty


def _subject(duty: Duty) -> LedgerSubject:
    return LedgerSubject("duty", str(duty.pk), duty.topic.name)
