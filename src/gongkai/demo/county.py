"""The fictional county as plain data: units, their histories, reading points and the people who work there.

Nothing here knows the database; the loader turns these values into acts.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.demo.people import Person, hire

SOURCE = Path(__file__).with_name("county.toml")
DUTIES = Path(__file__).with_name("duties.toml")
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# First two characters of the code: who registers it and what it is (GB 32100).
_REGISTERED_AS = {
    "government": "11",
    "office": "11",
    "department": "11",
    "park": "11",
    "town": "11",
    "institution": "12",
    "village": "54",
    "enterprise": "91",
}


@dataclass(frozen=True)
class DemoUnit:
    """One organ of the county. `parent` is a code; `closed_on` is its last day."""

    code: str
    name: str
    short_names: tuple[str, ...]
    former_names: tuple[str, ...]
    kind: str
    parent: str | None
    uscc: str
    address: str
    hours: str
    phone: str
    prefix: str
    sector: str = ""
    town: str | None = None
    matters: tuple[str, ...] = ()
    founded_on: date = date(2010, 1, 1)
    closed_on: date | None = None

    def __hash__(self) -> int:
        return hash(self.code)

    @property
    def short(self) -> str:
        return self.short_names[0] if self.short_names else self.name

    def open_on(self, day: date) -> bool:
        return self.founded_on <= day and (self.closed_on is None or day <= self.closed_on)


@dataclass(frozen=True)
class Change:
    """An act of 机构改革: `rename`, `merge`, `split` or `close`; successors are unit codes."""

    act: str
    on: date
    unit: str
    basis: str
    old_name: str = ""
    new_name: str = ""
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadingPoint:
    """查阅点 (条例第二十五条) with its A and B staff as names."""

    unit: str
    name: str
    place: str
    equipment: tuple[str, ...]


@dataclass(frozen=True)
class County:
    name: str
    short: str
    area: str
    city: str
    province: str
    population: int
    units: tuple[DemoUnit, ...]
    changes: tuple[Change, ...]
    reading_points: tuple[ReadingPoint, ...]
    people: tuple[Person, ...]
    _by_code: dict[str, DemoUnit] = field(default_factory=dict, repr=False, compare=False)
    _inside: dict[str, tuple[DemoUnit, ...]] = field(default_factory=dict, repr=False, compare=False)

    def unit(self, code: str) -> DemoUnit:
        return self._by_code[code]

    def children(self, code: str) -> tuple[DemoUnit, ...]:
        return self._inside.get(code, ())

    def of_kind(self, kind: str) -> tuple[DemoUnit, ...]:
        return tuple(unit for unit in self.units if unit.kind == kind)

    @property
    def root(self) -> DemoUnit:
        return self.units[0]


def uscc(*, first_two: str, area: str, serial: int) -> str:
    """A formally valid 统一社会信用代码 with both check characters (GB 11714, GB 32100-2015)."""
    body = f"{serial:08d}"
    rest = (11 - sum(int(c) * w for c, w in zip(body, _ORG_WEIGHTS, strict=True)) % 11) % 11
    org = body + ("X" if rest == 10 else str(rest))
    first_17 = first_two + area + org
    total = sum(_USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first_17))
    return first_17 + _USCC_ALPHABET[(31 - total % 31) % 31]


@cache
def load_county() -> County:
    """Reads `county.toml`; the same file gives the same county, people included."""
    raw = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    facts = raw["county"]
    units: list[DemoUnit] = []
    for row in raw["unit"]:
        units.append(_organ(row, facts, len(units)))
    for row in raw["town"]:
        town = _town(row, facts, len(units))
        units.append(town)
        for number, name in enumerate(row["villages"], start=1):
            units.append(_village(number, name, town, facts, len(units)))
    by_code = {unit.code: unit for unit in units}
    inside: dict[str, list[DemoUnit]] = {}
    for unit in units:
        inside.setdefault(unit.parent or "", []).append(unit)
    people = hire(tuple(units), staff=_staff(raw, facts["area"]), names=raw["names"], rng=_fixed_dice())
    return County(
        name=facts["name"], short=facts["short"], area=facts["area"], city=facts["city"],
        province=facts["province"], population=facts["population"], units=tuple(units),
        changes=tuple(_change(row, facts["area"]) for row in raw["change"]),
        reading_points=tuple(_point(row, facts["area"]) for row in raw["reading_point"]),
        people=people, _by_code=by_code,
        _inside={code: tuple(found) for code, found in inside.items()},
    )  # fmt: skip


def _code(area: str, serial: str) -> str:
    return f"{area}-{serial}"


def _phone(position: int) -> str:
    return f"0999-555{1000 + position * 7 % 9000:04d}"


def _organ(row: dict, facts: dict, position: int) -> DemoUnit:
    area, serial, kind = facts["area"], row["serial"], row["kind"]
    parent = None if kind == "government" else _code(area, row.get("parent", "001"))
    return DemoUnit(
        code=_code(area, serial), name=row["name"], short_names=tuple(row["short"]),
        former_names=tuple(row.get("former", ())), kind=kind, parent=parent,
        uscc=uscc(first_two=_REGISTERED_AS[kind], area=area, serial=99000000 + int(serial)),
        address=facts["name"] + row["address"], hours=facts["hours"], phone=_phone(position),
        prefix=row["prefix"], sector=row.get("sector", ""), matters=_duties().get(serial, ()),
        town=_code(area, row["town"]) if "town" in row else None,
        founded_on=row.get("founded", date(2010, 1, 1)), closed_on=row.get("closed"),
    )  # fmt: skip


def _town(row: dict, facts: dict, position: int) -> DemoUnit:
    area, serial, name = facts["area"], row["serial"], row["name"]
    return DemoUnit(
        code=_code(area, serial), name=f"{facts['name']}{name}人民政府", short_names=(name, f"{name}政府"),
        former_names=tuple(f"{facts['name']}{old}人民政府" for old in row.get("former", ())), kind="town",
        parent=_code(area, "001"),
        uscc=uscc(first_two="11", area=area, serial=99000000 + int(serial)),
        address=f"{facts['name']}{name}{row['address']}", hours=facts["hours"], phone=_phone(position),
        prefix=row["prefix"], matters=_duties()["town"],
    )  # fmt: skip


@cache
def _duties() -> dict[str, tuple[str, ...]]:
    """What the organs are responsible for, by serial; `town` holds for every town."""
    return {key: tuple(rows) for key, rows in tomllib.loads(DUTIES.read_text(encoding="utf-8")).items()}


def _village(number: int, name: str, town: DemoUnit, facts: dict, position: int) -> DemoUnit:
    committee = "居民委员会" if name.endswith("社区") else "村民委员会"
    place = name if name.endswith("社区") else name.removesuffix("村")
    serial = f"{town.code[-3:]}{number:03d}"
    return DemoUnit(
        code=f"{facts['area']}-{serial}", name=f"{town.short}{place}{committee}",
        short_names=(name,), former_names=(), kind="village", parent=town.code,
        uscc=uscc(first_two="54", area=facts["area"], serial=99000000 + int(serial)),
        address=f"{facts['name']}{town.short}{name}便民服务站",
        hours="每日 9:00—17:00（周末轮流值班）", phone=_phone(position), prefix="", town=town.code,
    )  # fmt: skip


def _staff(raw: dict, area: str) -> dict[str, int]:
    sizes = {_code(area, row["serial"]): row["staff"] for row in raw["unit"]}
    sizes.update({_code(area, row["serial"]): 7 for row in raw["town"]})
    return sizes


def _change(row: dict, area: str) -> Change:
    return Change(
        act=row["act"], on=row["on"], unit=_code(area, row["unit"]), basis=row["basis"],
        old_name=row.get("old_name", ""), new_name=row.get("new_name", ""),
        successors=tuple(_code(area, serial) for serial in row.get("successors", ())),
    )  # fmt: skip


def _point(row: dict, area: str) -> ReadingPoint:
    return ReadingPoint(_code(area, row["unit"]), row["name"], row["place"], tuple(row["equipment"]))


def _fixed_dice() -> random.Random:
    return random.Random(539921)  # noqa: S311 — the same people in every installation, nothing secret
