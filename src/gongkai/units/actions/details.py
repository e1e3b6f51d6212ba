"""Changes of what is told about a unit: contacts, aliases, competences, reading points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject
from gongkai.units import policies
from gongkai.units.actions.checks import (
    By,
    CodeTaken,
    FaultyUnit,
    NoSuchReadingPoint,
    acting,
    locked_units,
    refuse_future,
    require_open,
    tell,
)
from gongkai.units.changes import UnitChange, announce
from gongkai.units.models import ReadingPoint, Unit, UnitAlias, UnitCompetence
from gongkai.units.rules import CONTACTS, Problem, text_problems

_CHANGEABLE = (*CONTACTS, "doc_prefix", "uscc")
_POINT_LIMITS = {
    "name": ("名称", 120), "address": ("地址", 200), "hours": ("开放时间", 200), "phone": ("电话", 60),
    "equipment": ("设备", 300), "staff_a": ("A 岗", 40), "staff_b": ("B 岗", 40),
}  # fmt: skip


def change_details(*, unit_id: int, values: dict[str, str], by: By, at: datetime) -> Unit:
    """Change address, office_hours, phone, fax, postcode, email, disclosure_unit, doc_prefix or uscc.

    Raises FaultyUnit, UnknownUnit, CodeTaken; KeyError for a field that isn't one of these.
    """
    actor = acting(by, partial(_may_keep, unit_id=unit_id))
    if foreign := set(values) - set(_CHANGEABLE):
        raise KeyError(sorted(foreign)[0])
    if problems := text_problems(values):
        raise FaultyUnit(problems)
    with transaction.atomic():
        unit = locked_units([unit_id])[unit_id]
        before = {field: getattr(unit, field) for field in values}
        changed = {field: value for field, value in values.items() if value != before[field]}
        if not changed:
            return unit
        if changed.get("uscc"):
            _refuse_foreign_uscc(changed["uscc"], unit)
        for field, value in changed.items():
            setattr(unit, field, value)
        unit.save(update_fields=list(changed))
        payload = {field: [before[field], value] for field, value in changed.items()}
        change = UnitChange("details", frozenset({unit_id}), timezone.localdate(at), at, actor)
        tell(actor=actor, act="unit.change_details", unit=unit, at=at, payload=payload, change=change)
    return unit


def _may_keep(standing: policies.Standing, *, unit_id: int) -> bool:
    return policies.may_change_details(standing, unit_id)


def _refuse_foreign_uscc(uscc: str, unit: Unit) -> None:
    other = Unit.objects.filter(uscc=uscc).exclude(id=unit.pk).order_by("id").first()
    if other:
        raise CodeTaken(f"“{uscc}”已经是“{other.name}”的统一社会信用代码。")


def set_aliases(*, unit_id: int, names: Sequence[str], by: By, at: datetime) -> None:
    """The other names by which people look for the unit, in place of the earlier ones."""
    actor = acting(by)
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if any(len(name) > 80 for name in wanted):
        raise FaultyUnit([Problem("aliases", "too_long", "别名最多80字。")])
    with transaction.atomic():
        unit = locked_units([unit_id])[unit_id]
        UnitAlias.objects.filter(unit=unit).delete()
        UnitAlias.objects.bulk_create(UnitAlias(unit=unit, name=name) for name in wanted)
        change = UnitChange("details", frozenset({unit_id}), timezone.localdate(at), at, actor)
        tell(actor=actor, act="unit.set_aliases", unit=unit, at=at, payload={"names": wanted}, change=change)


def set_competence(*, unit_id: int, matter: str, on: date, by: By, at: datetime) -> int:
    """The unit is responsible for a matter from a day on; the same matter twice counts once. Returns its id."""
    actor = acting(by)
    refuse_future(on, at)
    matter = matter.strip()
    if not matter or len(matter) > 300:
        raise FaultyUnit([Problem("matter", "length", "职责要写1到300字。")])
    with transaction.atomic():
        unit = locked_units([unit_id])[unit_id]
        require_open(unit, on)
        row, fresh = UnitCompetence.objects.get_or_create(
            unit=unit, matter=matter, to_on=None, defaults={"from_on": on}
        )
        if fresh:
            payload = {"matter": matter, "on": on.isoformat()}
            change = UnitChange("competence", frozenset({unit_id}), on, at, actor)
            tell(actor=actor, act="unit.set_competence", unit=unit, at=at, payload=payload, change=change)
    return row.pk


def end_competence(*, competence_id: int, on: date, by: By, at: datetime) -> None:
    """From that day on the unit is no longer responsible; ending twice does no harm."""
    actor = acting(by)
    refuse_future(on, at)
    with transaction.atomic():
        row = UnitCompetence.objects.select_related("unit").get(id=competence_id)
        open_rows = UnitCompetence.objects.filter(id=competence_id, to_on=None, from_on__lte=on)
        if not open_rows.update(to_on=on):
            return
        payload = {"matter": row.matter, "on": on.isoformat()}
        change = UnitChange("competence", frozenset({row.unit_id}), on, at, actor)
        tell(actor=actor, act="unit.end_competence", unit=row.unit, at=at, payload=payload, change=change)


def open_reading_point(
    *,
    unit_id: int,
    name: str,
    place: str,
    address: str,
    hours: str,
    by: By,
    at: datetime,
    phone: str = "",
    equipment: str = "",
    staff_a: str = "",
    staff_b: str = "",
) -> ReadingPoint:
    """Open a 查阅点: `place` is archive, library, service_hall or other. 条例第二十五条"""
    actor = acting(by, partial(_may_keep, unit_id=unit_id))
    values = {
        "name": name, "place": place, "address": address, "hours": hours, "phone": phone,
        "equipment": equipment, "staff_a": staff_a, "staff_b": staff_b,
    }  # fmt: skip
    _check_point(values)
    with transaction.atomic():
        unit = locked_units([unit_id])[unit_id]
        require_open(unit, timezone.localdate(at))
        point = ReadingPoint.objects.create(unit=unit, **values)
        _tell_point("reading_point.open", point, actor, at, dict(values))
    return point


def change_reading_point(*, point_id: int, values: dict[str, str], by: By, at: datetime) -> ReadingPoint:
    """Change any of name, place, address, hours, phone, equipment, staff_a, staff_b."""
    with transaction.atomic():
        point = _locked_point(point_id)
        actor = acting(by, partial(_may_keep, unit_id=point.unit_id))
        _check_point(values)
        changed = {field: value for field, value in values.items() if getattr(point, field) != value}
        if not changed:
            return point
        payload = {field: [getattr(point, field), value] for field, value in changed.items()}
        for field, value in changed.items():
            setattr(point, field, value)
        point.save(update_fields=list(changed))
        _tell_point("reading_point.change", point, actor, at, payload)
    return point


def close_reading_point(*, point_id: int, on: date, by: By, at: datetime) -> None:
    with transaction.atomic():
        point = _locked_point(point_id)
        actor = acting(by, partial(_may_keep, unit_id=point.unit_id))
        if not ReadingPoint.objects.filter(id=point_id, closed_on=None).update(closed_on=on):
            return
        _tell_point("reading_point.close", point, actor, at, {"on": on.isoformat()})


def _locked_point(point_id: int) -> ReadingPoint:
    point = ReadingPoint.objects.select_for_update().filter(id=point_id).order_by("id").first()
    if point is None:
        raise NoSuchReadingPoint("没有这个查阅点，可能已被别人改动，刷新后再试。")
    return point


def _check_point(values: dict[str, str]) -> None:
    places = dict(ReadingPoint._meta.get_field("place").choices or [])
    problems = []
    for field, value in values.items():
        if field == "place":
            if value not in places:
                labels = "、".join(str(label) for label in places.values())
                problems.append(Problem("place", "choice", f"类型可选：{labels}。"))
            continue
        label, limit = _POINT_LIMITS[field]
        if len(value) > limit:
            problems.append(Problem(field, "too_long", f"{label}最多{limit}字，现在是{len(value)}字。"))
        if field in ("name", "address", "hours") and not value.strip():
            problems.append(Problem(field, "missing", f"{label}没有填。"))
    if problems:
        raise FaultyUnit(problems)


def _tell_point(
    act: str, point: ReadingPoint, actor: Actor, at: datetime, payload: Mapping[str, object]
) -> None:
    subject = Subject("reading_point", str(point.pk), point.name)
    record(actor=actor, act=act, subject=subject, at=at, payload={"unit": point.unit_id, **payload})
    announce(UnitChange("reading_point", frozenset({point.unit_id}), timezone.localdate(at), at, actor))
