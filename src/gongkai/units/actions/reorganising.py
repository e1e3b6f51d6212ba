"""机构改革: rename, merge, split, move, close. What held before stays written down with its days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from gongkai.units.actions.checks import (
    ActOutOfOrder,
    By,
    FaultyUnit,
    NameTaken,
    NoSuccessor,
    ParentInsideUnit,
    StillHasChildren,
    acting,
    locked_units,
    refuse_future,
    require_after_acts,
    require_open,
    take_tree,
    tell,
)
from gongkai.units.actions.founding import found
from gongkai.units.changes import UnitChange
from gongkai.units.models import (
    Installation,
    ReadingPoint,
    Unit,
    UnitAct,
    UnitCompetence,
    UnitName,
    UnitParent,
    UnitSuccession,
)
from gongkai.units.rules import MAX_DEPTH, NewUnit, Problem, ids_in_path, path_of, text_problems


def rename(
    *, unit_id: int, name: str, on: date, by: By, at: datetime, short_name: str = "", basis: str = ""
) -> Unit:
    """The unit bears a new name from `on`; the old one stays findable. Raises NameTaken, ActOutOfOrder."""
    actor = acting(by)
    refuse_future(on, at)
    if problems := text_problems({"name": name, "short_name": short_name}):
        raise FaultyUnit(problems)
    if not name.strip():
        raise FaultyUnit([Problem("name", "missing", "名称没有填。")])
    with transaction.atomic():
        unit = _ready(unit_id, on)
        former, former_short = unit.name, unit.short_name
        if Unit.objects.filter(name=name, closed_on=None, parent=unit.parent_id).exclude(id=unit_id).exists():
            raise NameTaken(f"同一上级下已有“{name}”，换一个能区分的名称。")
        ended = UnitName.objects.filter(unit=unit, to_on=None, from_on__lt=on).update(to_on=on)
        if not ended:
            raise ActOutOfOrder(f"“{former}”这一名称从 {on:%Y-%m-%d} 起或更晚才开始使用，更名日期要在其后。")
        UnitName.objects.create(unit=unit, name=name, short_name=short_name, from_on=on)
        unit.name, unit.short_name = name, short_name
        unit.save(update_fields=["name", "short_name"])
        _write_act("rename", unit, on, basis, note=f"{former} → {name}"[:300])
        payload = {
            "on": on.isoformat(),
            "name": [former, name],
            "short_name": [former_short, short_name],
            "basis": basis,
        }
        change = UnitChange("rename", frozenset({unit_id}), on, at, actor)
        tell(actor=actor, act="unit.rename", unit=unit, at=at, payload=payload, change=change)
    return unit


def move(*, unit_id: int, parent_id: int, on: date, by: By, at: datetime, basis: str = "") -> Unit:
    """The unit, with everything below it, stands under another parent from `on`. Raises ParentInsideUnit."""
    actor = acting(by)
    refuse_future(on, at)
    with transaction.atomic():
        unit = _ready(unit_id, on)
        parent = locked_units([parent_id])[parent_id]
        require_open(parent, on)
        former = unit.parent_id
        if former == parent_id:
            return unit
        moved = _put_under(unit, parent, on)
        _write_act("move", unit, on, basis)
        payload = {"on": on.isoformat(), "parent": [former, parent_id], "basis": basis}
        change = UnitChange("move", frozenset(moved), on, at, actor)
        tell(actor=actor, act="unit.move", unit=unit, at=at, payload=payload, change=change)
    return unit


def close(
    *,
    unit_id: int,
    on: date,
    by: By,
    at: datetime,
    successors: Sequence[int] = (),
    basis: str = "",
) -> Unit:
    """The unit ends: `on` is the first day without it. The first successor takes over open work and units below.

    Raises StillHasChildren when units below it would stand under nothing, NoSuccessor for the root.
    """
    with transaction.atomic():
        acting(by)
        refuse_future(on, at)
        unit = _ready(unit_id, on)
        heirs = _heirs(successors, {unit_id}, on)
        _end("close", unit, heirs, on, basis)
        _tell_ending("close", [unit], heirs, on, basis, by=by, at=at)
    return unit


def merge(
    *, unit_ids: Sequence[int], into: int | NewUnit, on: date, by: By, at: datetime, basis: str = ""
) -> Unit:
    """Units are absorbed by `into`, an existing unit or one founded that day; returns it."""
    with transaction.atomic():
        acting(by)
        refuse_future(on, at)
        take_tree()
        absorbed = list(dict.fromkeys(unit_ids))
        if not absorbed:
            raise NoSuccessor("要合并的单位一个也没有选。")
        heir_id = into if isinstance(into, int) else found(new=into, on=on, by=by, at=at, basis=basis).pk
        units = [_ready(unit_id, on) for unit_id in absorbed]
        heirs = _heirs([heir_id], set(absorbed), on)
        for unit in units:
            _end("merge", unit, heirs, on, basis)
        _tell_ending("merge", units, heirs, on, basis, by=by, at=at)
    return Unit.objects.get(id=heir_id)


def split(
    *,
    unit_id: int,
    into: Sequence[int | NewUnit],
    on: date,
    by: By,
    at: datetime,
    basis: str = "",
    continues: bool = False,
    matters: Mapping[str, int] | None = None,
) -> list[Unit]:
    """Others are split off the unit; returns them in the order given.

    Unless it `continues`, the unit ends and the first of `into` takes over its open work and units below.
    `matters` says which of `into` (by position) gets a competence; the rest stays, or goes to the first.
    """
    with transaction.atomic():
        actor = acting(by)
        refuse_future(on, at)
        take_tree()
        unit = _ready(unit_id, on)
        if not into:
            raise NoSuccessor("分设后的单位一个也没有填。")
        ids = [
            one if isinstance(one, int) else found(new=one, on=on, by=by, at=at, basis=basis).pk
            for one in into
        ]
        heirs = _heirs(ids, {unit_id}, on)
        for matter, place in (matters or {}).items():
            _hand_on_competences(unit, heirs[place], on, matter=matter)
        if continues:
            act = _write_act("split", unit, on, basis)
            _write_succession(act, unit, heirs)
            payload = {"on": on.isoformat(), "into": [heir.code for heir in heirs], "basis": basis}
            change = UnitChange("split", frozenset({unit_id}), on, at, actor)
            tell(actor=actor, act="unit.split", unit=unit, at=at, payload=payload, change=change)
        else:
            _end("split", unit, heirs, on, basis)
            _tell_ending("split", [unit], heirs, on, basis, by=by, at=at)
    return heirs


def _ready(unit_id: int, on: date) -> Unit:
    take_tree()
    unit = locked_units([unit_id])[unit_id]
    require_open(unit, on)
    require_after_acts(unit, on)
    return unit


def _heirs(ids: Sequence[int], ending: set[int], on: date) -> list[Unit]:
    wanted = list(dict.fromkeys(ids))
    if ending & set(wanted):
        raise NoSuccessor("承接单位不能是要撤并的单位自己。")
    found_units = locked_units(wanted)
    for unit in found_units.values():
        require_open(unit, on)
    return [found_units[unit_id] for unit_id in wanted]


def _end(kind: str, unit: Unit, heirs: Sequence[Unit], on: date, basis: str) -> None:
    """Close the unit and hand on what stands below it, what it was responsible for and its reading points."""
    if Installation.objects.filter(root=unit).exists():
        raise NoSuccessor(f"“{unit.name}”是本站的主办单位，不能撤并，可以更名。")
    unit.refresh_from_db()  # an earlier one of the same merge may have moved it
    _hand_on_children(unit, heirs, on)
    if heirs:
        _hand_on_competences(unit, heirs[0], on)
        ReadingPoint.objects.filter(unit=unit, closed_on=None).update(unit=heirs[0])
    else:
        UnitCompetence.objects.filter(unit=unit, to_on=None).update(to_on=on)
        ReadingPoint.objects.filter(unit=unit, closed_on=None).update(closed_on=on)
    UnitName.objects.filter(unit=unit, to_on=None).update(to_on=on)
    UnitParent.objects.filter(unit=unit, to_on=None).update(to_on=on)
    Unit.objects.filter(id=unit.pk, closed_on=None).update(closed_on=on)
    unit.closed_on = on
    act = _write_act(kind, unit, on, basis)
    _write_succession(act, unit, heirs)


def _hand_on_children(unit: Unit, heirs: Sequence[Unit], on: date) -> None:
    children = list(Unit.objects.select_for_update().filter(parent=unit, closed_on=None).order_by("id"))
    if not children:
        return
    if not heirs:
        raise StillHasChildren(
            f"“{unit.name}”下面还有{len(children)}个单位（如“{children[0].name}”），先划转它们，或指定承接单位。"
        )
    heir = heirs[0]
    heir.refresh_from_db()
    if heir.path.startswith(unit.path):
        # The heir stood below the unit: it takes the unit's place first.
        _put_under(heir, Unit.objects.get(children=unit), on)
        _write_act("move", heir, on, "")
        heir.refresh_from_db()
    for child in children:
        if child.pk != heir.pk:
            child.refresh_from_db()
            require_after_acts(child, on)
            _put_under(child, heir, on)
            _write_act("move", child, on, "", note=f"随“{unit.name}”划转"[:300])


def _hand_on_competences(unit: Unit, heir: Unit, on: date, matter: str | None = None) -> None:
    rows = UnitCompetence.objects.filter(unit=unit, to_on=None)
    if matter is not None:
        rows = rows.filter(matter=matter)
    matters = list(rows.order_by("id").values_list("matter", flat=True))
    rows.update(to_on=on)
    held = set(UnitCompetence.objects.filter(unit=heir, to_on=None).values_list("matter", flat=True))
    UnitCompetence.objects.bulk_create(
        UnitCompetence(unit=heir, matter=one, from_on=on) for one in dict.fromkeys(matters) if one not in held
    )


def _put_under(unit: Unit, parent: Unit, on: date) -> list[int]:
    """Write the parent's span and the paths of the subtree; returns the ids that moved."""
    if parent.path.startswith(unit.path):
        raise ParentInsideUnit(f"“{parent.name}”在“{unit.name}”下面，不能做它的上级。")
    rows = Unit.objects.filter(path__startswith=unit.path)
    moved = dict(rows.values_list("id", "path"))
    own_depth = len(ids_in_path(unit.path))
    deepest = max(len(ids_in_path(path)) for path in moved.values()) - own_depth + 1
    if len(ids_in_path(parent.path)) + deepest > MAX_DEPTH:
        raise FaultyUnit([Problem("parent_code", "depth", f"机构最多{MAX_DEPTH}级。")], unit.name)
    # A second parent on the same day takes the place of the first: no span without a day.
    UnitParent.objects.filter(unit=unit, to_on=None, from_on__gte=on).delete()
    UnitParent.objects.filter(unit=unit, to_on=None).update(to_on=on)
    UnitParent.objects.create(unit=unit, parent=parent, from_on=on)
    old, new = unit.path, path_of(parent.path, unit.pk)
    rows.update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    unit.parent, unit.path = parent, new
    unit.save(update_fields=["parent"])
    return list(moved)


def _write_act(kind: str, unit: Unit, on: date, basis: str, *, note: str = "") -> UnitAct:
    return UnitAct.objects.create(kind=kind, on=on, unit=unit, basis=basis[:200], note=note)


def _write_succession(act: UnitAct, unit: Unit, heirs: Sequence[Unit]) -> None:
    UnitSuccession.objects.bulk_create(
        UnitSuccession(act=act, predecessor=unit, successor=heir) for heir in heirs
    )


def _tell_ending(
    kind: str, units: Sequence[Unit], heirs: Sequence[Unit], on: date, basis: str, *, by: By, at: datetime
) -> None:
    actor = acting(by)
    codes = [heir.code for heir in heirs]
    payload: dict[str, object] = {"on": on.isoformat(), "successors": codes, "basis": basis}
    changed = {unit.pk for unit in units} | {heir.pk for heir in heirs}
    for heir in heirs:
        changed.update(Unit.objects.filter(path__startswith=heir.path).values_list("id", flat=True))
    successors = {unit.pk: heirs[0].pk for unit in units} if heirs else {}
    for unit in units[:-1]:
        tell(actor=actor, act=f"unit.{kind}", unit=unit, at=at, payload=payload)
    change = UnitChange(kind, frozenset(changed), on, at, actor, successors)
    tell(actor=actor, act=f"unit.{kind}", unit=units[-1], at=at, payload=payload, change=change)
