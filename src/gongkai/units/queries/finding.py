"""Units by whatever name or duty people know them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.text.pinyin import closeness_of_initials
from gongkai.units.models import (
    Unit,
    UnitAlias,
    UnitCompetence,
    UnitName,
)
from gongkai.units.queries.lookup import unit_by_id, units_by_id
from gongkai.units.rules import closeness, folded


class UnitDirectory:
    """All names of all units, read once (three queries): for imports that look up thousands of names."""

    def __init__(self) -> None:
        self._closed: dict[int, bool] = {}
        # 0 name, 1 short name, 2 former name, 3 alias: the surer one wins.
        self._found: tuple[dict[str, list[int]], ...] = ({}, {}, {}, {})
        self.by_code: dict[str, int] = {}
        rows = Unit.objects.order_by("id").values_list("id", "code", "name", "short_name", "closed_on")
        for unit_id, code, name, short_name, closed_on in rows:
            self._closed[unit_id] = closed_on is not None
            self.by_code[code] = unit_id
            self._add(0, name, unit_id)
            self._add(1, short_name, unit_id)
        names = UnitName.objects.order_by("-from_on", "id")
        for unit_id, name, short_name in names.values_list("unit_id", "name", "short_name"):
            self._add(2, name, unit_id)
            self._add(2, short_name, unit_id)
        for unit_id, name in UnitAlias.objects.order_by("id").values_list("unit_id", "name"):
            self._add(3, name, unit_id)

    def _add(self, rank: int, name: str, unit_id: int) -> None:
        if key := folded(name):
            ids = self._found[rank].setdefault(key, [])
            if unit_id not in ids:
                ids.append(unit_id)

    def candidates(self, text: str) -> list[int]:
        """Ids of the units that bear this name: of the surest way of naming, open ones before closed ones."""
        key = folded(text)
        for table in self._found:
            ids = table.get(key, [])
            if ids:
                return [i for i in ids if not self._closed[i]] or ids
        return []

    def find(self, text: str) -> int | None:
        """The one unit meant by a code or a name; None when there is none or more than one."""
        if text.strip() in self.by_code:
            return self.by_code[text.strip()]
        ids = self.candidates(text)
        return ids[0] if len(ids) == 1 else None


def identifiers() -> dict[tuple[str, str], str]:
    """("uscc" or "org_code", value) → code of the unit that has it. One query."""
    taken: dict[tuple[str, str], str] = {}
    for code, uscc, org_code in Unit.objects.order_by("id").values_list("code", "uscc", "org_code"):
        taken["org_code", org_code] = code
        if uscc:
            taken["uscc", uscc] = code
    return taken


def unit_directory() -> UnitDirectory:
    return UnitDirectory()


def unit_by_name(text: str) -> Unit | None:
    """The one unit of that name, short name, former name or alias; None when there is none or several."""
    found = UnitDirectory().find(text)
    return unit_by_id(found) if found else None


@dataclass(frozen=True)
class UnitHit:
    """`by` says through what it was found: name, short_name, former_name, alias or matter; `words` are those."""

    unit: Unit
    by: str
    words: str
    score: float


_BY_WEIGHT = {"name": 1.0, "short_name": 1.0, "alias": 0.95, "former_name": 0.9, "matter": 0.85}
_ASKING = (
    "谁管", "谁负责", "归谁管", "哪个部门", "哪个单位", "找谁", "怎么办", "负责", "管理", "?", "的",
    "办公时间", "上班时间", "开放时间", "几点上班", "几点开门", "办公地址", "办公电话", "联系电话", "联系方式", "怎么联系",
    "在哪里", "在哪", "地址", "电话",
)  # fmt: skip


def search_units(text: str, *, limit: int = 10, with_closed: bool = True) -> list[UnitHit]:
    """Units by name, abbreviation, initials, former name or what they are responsible for, best first. Five queries."""
    key = folded(text)
    for word in _ASKING:
        key = key.replace(word, "") or key
    best: dict[int, tuple[float, str, str]] = {}
    for unit_id, by, words in _sayings():
        said = folded(words)
        score = max(closeness(key, said), _by_initials(key, said, by)) * _BY_WEIGHT[by]
        if said == key:
            score += 1
        if score >= 0.5 and score > best.get(unit_id, (0.0, "", ""))[0]:
            best[unit_id] = (score, by, words)
    units = units_by_id(best)
    hits = [UnitHit(units[i], by, words, score) for i, (score, by, words) in best.items()]
    if not with_closed:
        hits = [hit for hit in hits if hit.unit.closed_on is None]
    hits.sort(key=lambda hit: (-hit.score, hit.unit.closed_on is not None, len(hit.unit.name), hit.unit.pk))
    return hits[:limit]


# 清溪县农业农村局, 县农业农村局: nobody types the letters of the county.
_PLACE_BEFORE = re.compile(r"^.{0,4}?[省市县区](?=.{3})")


def _by_initials(key: str, said: str, by: str) -> float:
    """nyncj and nyj for 农业农村局; a matter is too long to be written so."""
    if by == "matter" or not key.isascii():
        return 0.0
    bare = _PLACE_BEFORE.sub("", said)
    return max(closeness_of_initials(key, said), closeness_of_initials(key, bare)) * 0.95


def _sayings() -> Iterable[tuple[int, str, str]]:
    current: dict[int, set[str]] = {}
    for unit_id, name, short_name in Unit.objects.values_list("id", "name", "short_name"):
        current[unit_id] = {name, short_name}
        yield unit_id, "name", name
        yield unit_id, "short_name", short_name
    for unit_id, name in UnitAlias.objects.values_list("unit_id", "name"):
        yield unit_id, "alias", name
    for unit_id, name, short_name in UnitName.objects.exclude(to_on=None).values_list(
        "unit_id", "name", "short_name"
    ):
        for one in (name, short_name):
            if one not in current[unit_id]:
                yield unit_id, "former_name", one
    for unit_id, matter in UnitCompetence.objects.filter(to_on=None).values_list("unit_id", "matter"):
        yield unit_id, "matter", matter


@dataclass(frozen=True)
class SaidOfUnit:
    """What tells a unit in the words of people: names of now and before, popular ones, and what it is responsible for."""

    id: int
    name: str
    kind: str
    parent_id: int | None
    names: tuple[str, ...]
    matters: tuple[str, ...]


def said_of_units(day: date) -> list[SaidOfUnit]:
    """All units open on a day, with the matters they declare on it. Four queries, however many units."""
    open_on = Q(closed_on=None) | Q(closed_on__gt=day)
    rows = Unit.objects.filter(open_on, opened_on__lte=day).order_by("position", "id")
    columns = rows.values_list("id", "name", "short_name", "kind", "parent_id")
    names: dict[int, list[str]] = {}
    for unit_id, name, short_name in UnitName.objects.order_by("id").values_list(
        "unit_id", "name", "short_name"
    ):
        names.setdefault(unit_id, []).extend((name, short_name))
    for unit_id, name in UnitAlias.objects.order_by("id").values_list("unit_id", "name"):
        names.setdefault(unit_id, []).append(name)
    matters: dict[int, list[str]] = {}
    held = UnitCompetence.objects.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day).order_by("id")
    for unit_id, matter in held.values_list("unit_id", "matter"):
        matters.setdefault(unit_id, []).append(matter)
    return [
        SaidOfUnit(
            id, name, kind, parent_id,
            tuple(dict.fromkeys(one for one in (short_name, *names.get(id, ())) if one)),
            tuple(matters.get(id, ())),
        )
        for id, name, short_name, kind, parent_id in columns
    ]  # fmt: skip
