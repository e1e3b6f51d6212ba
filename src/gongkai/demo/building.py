"""Lays the fictional county into an empty installation: units with their history, people, duties, then its life."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gongkai.accounts.actions import NewPerson, take_on_many
from gongkai.accounts.policies import Standing
from gongkai.accounts.queries import standings
from gongkai.catalogue.actions.duties import apply_duty_rules
from gongkai.clocks.queries import calendar
from gongkai.demo.arriving.playing import arrive
from gongkai.demo.county import Change, County, DemoUnit, load_county
from gongkai.demo.filling import deliver_some, fill_headings
from gongkai.demo.living import live
from gongkai.demo.registering import fill_registers
from gongkai.demo.reporting import report_on_the_year
from gongkai.demo.stage import BUILDER, at_hour
from gongkai.units.actions.details import open_reading_point
from gongkai.units.actions.founding import found_many
from gongkai.units.actions.reorganising import close, merge, move, rename, split
from gongkai.units.queries import site_facts, units_by_code
from gongkai.units.rules import NewUnit

PASSWORD = "Gongkai-demo-1"
_KINDS = {"government": "county_government"}


class DemoOverReal(Exception):
    """The installation already holds data; a demo is only ever built into an empty one."""


@dataclass(frozen=True)
class Built:
    units: int
    people: int
    items: int
    cases: int


def build_demo(
    *,
    as_of: date,
    scale: float,
    seed: int,
    at: datetime,
    told: Callable[[int], None],
    lay_ground: Callable[..., None],
) -> Built:
    """The whole county as of a day. The same day and seed give the same county. Raises DemoOverReal."""
    if site_facts().is_set_up:
        raise DemoOverReal("这里已经有数据，演示县只能建在空的数据目录里；设另一个 GONGKAI_HOME 再试。")
    county = load_county()
    root = county.root
    lay_ground(
        root=_new_unit(root, county),
        mode="demo",
        at=at,
        on=date(2008, 5, 1),
        site_name="清溪县政务公开平台",
        site_code="5399210001",
    )
    found_many(
        rows=[_new_unit(unit, county) for unit in county.units[1:] if unit.founded_on <= as_of and not _born_of_split(unit, county)],
        on=date(2010, 1, 1), by=BUILDER, at=at,
    )  # fmt: skip
    for change in sorted(county.changes, key=lambda c: c.on):
        if change.on <= as_of:
            _reorganise(change, county, at)
    _settle_parents(county, as_of, at)
    ids = {code: unit.pk for code, unit in units_by_code([u.code for u in county.units]).items()}
    _open_reading_points(county, ids, at)
    people = [
        NewPerson(p.number, p.name, ids[p.unit], p.roles, p.phone, p.deputises or "")
        for p in county.people
        if p.unit in ids
    ]
    take_on_many(people=people, password=PASSWORD, from_on=date(2020, 1, 1), by=BUILDER, at=at)
    apply_duty_rules(unit_ids=list(ids.values()), on=date(2020, 1, 1), by=BUILDER, at=at)
    cast = standings(today=as_of)
    items = live(county=county, unit_ids=ids, cast=cast, as_of=as_of, scale=scale, seed=seed, told=told)
    cases = arrive(
        cast=cast,
        by_short=_by_short(county, ids),
        as_of=as_of,
        working=calendar(),
        scale=scale,
        seed=seed,
    )
    officers = _officers(cast)
    morning = at_hour(as_of, 8)
    fill_headings(officers=officers, as_of=as_of, at=morning, seed=seed)
    deliver_some(officer_of=officers.get, as_of=as_of, at=morning, seed=seed)
    fill_registers(cast=cast, as_of=as_of, at=morning, seed=seed)
    report_on_the_year(cast=cast, as_of=as_of, seed=seed)
    return Built(units=len(ids), people=len(people), items=items, cases=cases)


def _by_short(county: County, ids: Mapping[str, int]) -> dict[str, int]:
    return {unit.short: ids[unit.code] for unit in county.units if unit.code in ids}


def _officers(cast: Mapping[int, Standing]) -> dict[int, Standing]:
    """One officer of each unit."""
    found: dict[int, Standing] = {}
    for standing in sorted(cast.values(), key=lambda s: s.username):
        for unit_id in standing.unit_ids("officer"):
            found.setdefault(unit_id, standing)
    return found


def _new_unit(unit: DemoUnit, county: County) -> NewUnit:
    """As it was founded: under its first name where it was renamed later."""
    renamed = any(c.act == "rename" and c.unit == unit.code for c in county.changes)
    return NewUnit(
        code=unit.code,
        name=unit.former_names[0] if renamed and unit.former_names else unit.name,
        kind=_KINDS.get(unit.kind, unit.kind),
        parent_code=_first_parent(unit, county),
        opened_on=unit.founded_on,
        short_name=unit.short,
        uscc=unit.uscc,
        doc_prefix=unit.prefix,
        address=unit.address,
        office_hours=unit.hours,
        phone=unit.phone,
        disclosure_unit="办公室" if unit.kind != "village" else "村（居）务公开栏",
        aliases=tuple(dict.fromkeys(unit.short_names[1:])),
        competences=unit.matters,
        position=int(unit.code.rsplit("-", 1)[1]),
    )


def _first_parent(unit: DemoUnit, county: County) -> str:
    """Under whom it was founded: what a later split founded took its units over from the one that was split."""
    for change in county.changes:
        if change.act == "split" and unit.parent in change.successors and unit.code not in change.successors:
            return change.unit
    return unit.parent or ""


def _settle_parents(county: County, as_of: date, at: datetime) -> None:
    """A split hands everything to its first heir; what belongs to another heir moves there."""
    known = units_by_code([u.code for u in county.units])
    for change in county.changes:
        if change.act != "split" or change.on >= as_of:
            continue
        for unit in county.units:
            mine, parent = known.get(unit.code), known.get(unit.parent or "")
            if mine and parent and unit.parent in change.successors and mine.parent_id != parent.pk:
                move(
                    unit_id=mine.pk,
                    parent_id=parent.pk,
                    on=change.on + timedelta(days=2),
                    by=BUILDER,
                    at=at,
                    basis=change.basis,
                )


def _born_of_split(unit: DemoUnit, county: County) -> bool:
    """Units that a split founds are founded by that act."""
    return any(
        c.act == "split" and unit.code in c.successors and unit.founded_on >= c.on for c in county.changes
    )


def _reorganise(change: Change, county: County, at: datetime) -> None:
    known = units_by_code([change.unit, *change.successors])
    unit = known[change.unit]
    # The county's file gives the last day; an act takes the first day without the unit.
    on = change.on if change.act == "rename" else change.on + timedelta(days=1)
    facts: dict[str, Any] = {"on": on, "by": BUILDER, "at": at, "basis": change.basis}
    if change.act == "rename":
        rename(
            unit_id=unit.pk,
            name=county.unit(change.unit).name,
            short_name=county.unit(change.unit).short,
            **facts,
        )
    elif change.act == "merge":
        merge(unit_ids=[unit.pk], into=known[change.successors[0]].pk, **facts)
    elif change.act == "split":
        heirs = [
            known[code].pk if code in known else _new_unit(county.unit(code), county)
            for code in change.successors
        ]
        split(unit_id=unit.pk, into=heirs, **facts)
    else:
        close(unit_id=unit.pk, successors=[known[code].pk for code in change.successors], **facts)


def _open_reading_points(county: County, ids: dict[str, int], at: datetime) -> None:
    for point in county.reading_points:
        unit = county.unit(point.unit)
        staff = [p.name for p in county.people if p.unit == point.unit][:2]
        open_reading_point(
            unit_id=ids[point.unit],
            name=point.name,
            place=unit.sector if unit.sector in ("archive", "library") else "service_hall",
            address=unit.address,
            hours=unit.hours,
            by=BUILDER,
            at=at,
            phone=unit.phone,
            equipment="、".join(point.equipment),
            staff_a=staff[0] if staff else "",
            staff_b=staff[1] if len(staff) > 1 else "",
        )
