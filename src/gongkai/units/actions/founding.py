"""How units come to be: one, many, and the first of an installation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from gongkai.ledger.actions import record, record_many
from gongkai.ledger.rules import Actor, Entry, Subject
from gongkai.units.actions.checks import (
    ActOutOfOrder,
    AlreadySetUp,
    By,
    CodeTaken,
    FaultyUnit,
    UnitAlreadyClosed,
    UnknownUnit,
    acting,
    refuse_future,
    take_tree,
)
from gongkai.units.changes import UnitChange, announce
from gongkai.units.models import Installation, Unit, UnitAct, UnitAlias, UnitCompetence, UnitName, UnitParent
from gongkai.units.rules import MAX_DEPTH, NewUnit, Problem, ids_in_path, new_unit_problems

_STORED = (
    "code", "kind", "name", "short_name", "uscc", "doc_prefix", "address", "office_hours", "phone", "fax",
    "postcode", "email", "disclosure_unit", "position",
)  # fmt: skip


def found(*, new: NewUnit, on: date, by: By, at: datetime, basis: str = "") -> Unit:
    """Found one unit on a day. Raises FaultyUnit, CodeTaken, UnknownUnit (its parent), ActOutOfOrder."""
    return found_many(rows=[new], on=on, by=by, at=at, basis=basis)[new.code]


def found_many(
    *, rows: Sequence[NewUnit], on: date, by: By, at: datetime, basis: str = ""
) -> dict[str, Unit]:
    """Found many units at once, parents and children in any order; returns them by code.

    `on` is the day for rows that name none. All or nothing: the first that can't be raises.
    """
    actor = acting(by)
    with transaction.atomic():
        take_tree()
        made = _found(rows, on, at, basis)
        record_many(rows=[_entry(unit, actor, at, basis) for unit in made.values()])
        announce(UnitChange("found", frozenset(unit.pk for unit in made.values()), on, at, actor))
    return made


def _entry(unit: Unit, actor: Actor, at: datetime, basis: str) -> Entry:
    payload = {
        "kind": unit.kind,
        "parent": unit.parent.code if unit.parent else None,
        "on": unit.opened_on.isoformat(),
        "uscc": unit.uscc,
        "basis": basis,
    }
    return Entry(actor, "unit.found", Subject("unit", unit.code, unit.name), at, payload)


def _found(rows: Sequence[NewUnit], on: date, at: datetime, basis: str) -> dict[str, Unit]:
    for row in rows:
        if problems := new_unit_problems(row):
            raise FaultyUnit(problems, row.name)
        refuse_future(row.opened_on or on, at)
    _refuse_taken(rows)
    known = _parents_outside(rows)
    made: dict[str, Unit] = {}
    for level in _levels(rows, known):
        fresh = [_unit(row, known, on) for row in level]
        Unit.objects.bulk_create(fresh)
        made.update((unit.code, unit) for unit in fresh)
        known.update((unit.code, unit) for unit in fresh)
        _write_paths(fresh)
    _write_history(rows, made, basis)
    return made


def _refuse_taken(rows: Sequence[NewUnit]) -> None:
    for field, values in (
        ("code", [row.code for row in rows]),
        ("org_code", [row.index_code for row in rows]),
        ("uscc", [row.uscc for row in rows if row.uscc]),
    ):
        twice = [value for value, times in Counter(values).items() if times > 1]
        if twice:
            raise CodeTaken(f"“{twice[0]}”在这一批里出现了两次。")
        taken = Unit.objects.filter(**{f"{field}__in": values}).order_by("id").first()
        if taken:
            raise CodeTaken(f"“{getattr(taken, field)}”已经是“{taken.name}”的编码。")


def _parents_outside(rows: Sequence[NewUnit]) -> dict[str, Unit]:
    codes = {row.parent_code for row in rows} - {row.code for row in rows} - {""}
    known = {
        unit.code: unit for unit in Unit.objects.select_for_update().filter(code__in=codes).order_by("id")
    }
    if missing := sorted(codes - known.keys()):
        raise UnknownUnit(f"上级单位编码“{missing[0]}”查不到，先登记上级单位。")
    return known


def _levels(rows: Sequence[NewUnit], known: dict[str, Unit]) -> Iterable[list[NewUnit]]:
    """Rows in waves, each with all its parents in `known`, which the caller fills."""
    waiting = list(rows)
    while waiting:
        ready = [row for row in waiting if not row.parent_code or row.parent_code in known]
        if not ready:
            raise UnknownUnit(f"“{waiting[0].name}”和它的上级互为上级，改正其中一个的上级单位编码。")
        yield ready
        taken = {row.code for row in ready}
        waiting = [row for row in waiting if row.code not in taken]


def _unit(row: NewUnit, known: dict[str, Unit], on: date) -> Unit:
    opened_on = row.opened_on or on
    parent = known.get(row.parent_code)
    if parent is not None:
        if parent.closed_on is not None:
            raise UnitAlreadyClosed(f"上级单位“{parent.name}”已于 {parent.closed_on:%Y-%m-%d} 撤销。")
        if opened_on < parent.opened_on:
            raise ActOutOfOrder(
                f"“{row.name}”的设立日期 {opened_on:%Y-%m-%d} 早于上级“{parent.name}”的 {parent.opened_on:%Y-%m-%d}。"
            )
        if len(ids_in_path(parent.path)) >= MAX_DEPTH:
            raise FaultyUnit([Problem("parent_code", "depth", f"机构最多{MAX_DEPTH}级。")], row.name)
    return Unit(
        **{field: getattr(row, field) for field in _STORED},
        org_code=row.index_code,
        parent=parent,
        opened_on=opened_on,
    )


def _write_paths(units: Sequence[Unit]) -> None:
    own = Concat(Cast("id", CharField()), Value("/"))
    ids = [unit.pk for unit in units]
    Unit.objects.filter(id__in=ids, parent=None).update(path=Concat(Value("/"), own))
    above = Subquery(Unit.objects.filter(id=OuterRef("parent_id")).values("path")[:1])
    Unit.objects.filter(id__in=ids, parent__isnull=False).update(path=Concat(above, own))
    paths = dict(Unit.objects.filter(id__in=ids).values_list("id", "path"))
    for unit in units:
        unit.path = paths[unit.pk]


def _write_history(rows: Sequence[NewUnit], made: dict[str, Unit], basis: str) -> None:
    units = made.values()
    UnitName.objects.bulk_create(
        UnitName(unit=unit, name=unit.name, short_name=unit.short_name, from_on=unit.opened_on)
        for unit in units
    )
    UnitParent.objects.bulk_create(
        UnitParent(unit=unit, parent_id=unit.parent_id, from_on=unit.opened_on) for unit in units
    )
    UnitAct.objects.bulk_create(
        UnitAct(kind="found", on=unit.opened_on, unit=unit, basis=basis) for unit in units
    )
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=made[row.code], name=name) for row in rows for name in dict.fromkeys(row.aliases)
    )
    UnitCompetence.objects.bulk_create(
        UnitCompetence(unit=made[row.code], matter=matter, from_on=made[row.code].opened_on)
        for row in rows
        for matter in dict.fromkeys(row.competences)
    )


def set_up_installation(
    *,
    root: NewUnit,
    mode: str,
    on: date,
    by: By,
    at: datetime,
    site_name: str = "",
    site_code: str = "",
    icp: str = "",
    police: str = "",
) -> Unit:
    """The one row that says whose installation this is, with its root unit. `mode` is real or demo.

    Raises AlreadySetUp when there is one: a demo can't be switched on over real data.
    """
    actor = acting(by)
    with transaction.atomic():
        take_tree()
        if Installation.objects.exists() or Unit.objects.exists():
            raise AlreadySetUp("这套系统已经有单位数据，不能再次初始化。要另建一套，换一个空的数据目录。")
        unit = found(new=root, on=on, by=actor, at=at)
        row = Installation.objects.create(
            root=unit,
            mode=mode,
            site_name=site_name or f"{unit.name}政府信息公开平台",
            site_code=site_code,
            icp=icp,
            police=police,
            created_at=at,
        )
        record(
            actor=actor,
            act="installation.set_up",
            subject=Subject("installation", "1", row.site_name),
            at=at,
            payload={"mode": mode, "root": unit.code},
        )
    return unit


def change_installation(
    *, site_name: str, site_code: str, icp: str, police: str, by: By, at: datetime
) -> None:
    """Name of the site and its registration numbers; the mode never changes."""
    actor = acting(by)
    values = {"site_name": site_name, "site_code": site_code, "icp": icp, "police": police}
    with transaction.atomic():
        if not Installation.objects.filter(id=1).update(**values):
            raise UnknownUnit("这套系统还没有初始化，先运行 gongkai init。")
        record(
            actor=actor,
            act="installation.change",
            subject=Subject("installation", "1", site_name),
            at=at,
            payload=dict(values),
        )
        root = Installation.objects.values_list("root_id", flat=True).get(id=1)
        announce(UnitChange("details", frozenset({root}), timezone.localdate(at), at, actor))
