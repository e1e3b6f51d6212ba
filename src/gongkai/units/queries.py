"""Units for others to read. Everything about them is public: nothing here depends on who asks.

A unit is open on a day when opened_on <= day < closed_on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.units.models import (
    Installation,
    ReadingPoint,
    Unit,
    UnitAct,
    UnitAlias,
    UnitCompetence,
    UnitName,
    UnitParent,
    UnitSuccession,
)
from gongkai.units.rules import ACT_LABELS, UNIT_KINDS, closeness, folded, ids_in_path


@dataclass(frozen=True)
class SiteFacts:
    """Whose installation this is; `is_set_up` is False before `gongkai init`."""

    site_name: str = "政府信息公开平台"
    root_id: int = 0
    root_name: str = ""
    root_path: str = "/"
    site_code: str = ""
    icp: str = ""
    police: str = ""
    mode: str = "real"
    phone: str = ""
    address: str = ""
    disclosure_unit: str = ""
    is_set_up: bool = False

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"


def site_facts() -> SiteFacts:
    """One small query by primary key, so ask once per request; always what is stored now."""
    row = Installation.objects.select_related("root").filter(id=1).order_by("id").first()
    if row is None:
        return SiteFacts()
    root = row.root
    return SiteFacts(
        site_name=row.site_name,
        root_id=root.pk,
        root_name=root.name,
        root_path=root.path,
        site_code=row.site_code,
        icp=row.icp,
        police=row.police,
        mode=row.mode,
        phone=root.phone,
        address=root.address,
        disclosure_unit=root.disclosure_unit,
        is_set_up=True,
    )


def all_units() -> QuerySet[Unit]:
    """Every unit, closed ones too, in the order of the tree's codes."""
    return Unit.objects.select_related("parent").order_by("position", "code", "id")


def open_units() -> QuerySet[Unit]:
    """Units of today, for choices in forms."""
    return all_units().filter(closed_on=None)


def unit_by_id(unit_id: int) -> Unit | None:
    return all_units().filter(id=unit_id).first()


def unit_by_code(code: str) -> Unit | None:
    return all_units().filter(code=code).first()


def units_by_code(codes: Iterable[str]) -> dict[str, Unit]:
    return {unit.code: unit for unit in all_units().filter(code__in=set(codes))}


def units_by_id(ids: Iterable[int]) -> dict[int, Unit]:
    return {unit.pk: unit for unit in all_units().filter(id__in=set(ids))}


def root_unit() -> Unit | None:
    return all_units().filter(id__in=Installation.objects.values("root")).first()


def subtree_ids(unit_id: int) -> list[int]:
    """The unit and everything that stands below it now, closed ones too."""
    path = Unit.objects.filter(id=unit_id).values_list("path", flat=True).first()  # id is unique
    return list(Unit.objects.filter(path__startswith=path).values_list("id", flat=True)) if path else []


def in_subtree(path: str, prefix: str = "unit__") -> Q:
    """Filter on rows whose unit stands in the subtree of that path."""
    return Q(**{f"{prefix}path__startswith": path})


def unit_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of today, or the last ones."""
    return dict(Unit.objects.filter(id__in=set(ids)).values_list("id", "name"))


@dataclass(frozen=True)
class UnitNode:
    """A unit in the tree, with what stands below it."""

    id: int
    code: str
    kind: str
    name: str
    short_name: str
    path: str
    parent_id: int | None
    closed_on: date | None
    children: tuple[UnitNode, ...]

    @property
    def level(self) -> str:
        return UNIT_KINDS[self.kind].level

    @property
    def kind_label(self) -> str:
        return UNIT_KINDS[self.kind].label


def tree(*, root_id: int | None = None, with_closed: bool = False) -> tuple[UnitNode, ...]:
    """The tops of the tree with everything below (`root_id`: that subtree alone). One query."""
    rows = list(all_units() if with_closed else open_units())
    known = {row.pk for row in rows}
    below: dict[int | None, list[Unit]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)

    def node(row: Unit) -> UnitNode:
        children = tuple(node(child) for child in below.get(row.pk, ()))
        return UnitNode(
            row.pk,
            row.code,
            row.kind,
            row.name,
            row.short_name,
            row.path,
            row.parent_id,
            row.closed_on,
            children,
        )

    tops = [row for row in rows if row.pk == root_id] if root_id else below.get(None, [])
    return tuple(node(row) for row in tops)


# ---- names over time -------------------------------------------------------------------------------


def name_on(unit_id: int, day: date) -> str:
    """The name borne on a day; before the founding the first, after the end the last. KeyError when unknown."""
    return names_on([(unit_id, day)])[(unit_id, day)]


def names_on(pairs: Iterable[tuple[int, date]]) -> dict[tuple[int, date], str]:
    """`name_on` for many at once, in one query. Units that don't exist are left out."""
    wanted = set(pairs)
    spans: dict[int, list[tuple[date, str]]] = {}
    rows = UnitName.objects.filter(unit__in={unit_id for unit_id, _ in wanted}).order_by("from_on", "id")
    for unit_id, from_on, name in rows.values_list("unit_id", "from_on", "name"):
        spans.setdefault(unit_id, []).append((from_on, name))
    found: dict[tuple[int, date], str] = {}
    for unit_id, day in wanted:
        if unit_id in spans:
            begun = [name for from_on, name in spans[unit_id] if from_on <= day]
            found[unit_id, day] = begun[-1] if begun else spans[unit_id][0][1]
    return found


@dataclass(frozen=True)
class NameSpan:
    """`to_on` is the first day on which it no longer holds."""

    name: str
    short_name: str
    from_on: date
    to_on: date | None


def name_history(unit_id: int) -> list[NameSpan]:
    rows = UnitName.objects.filter(unit=unit_id).order_by("from_on", "id")
    return [NameSpan(row.name, row.short_name, row.from_on, row.to_on) for row in rows]


def path_on(unit_id: int, day: date) -> str:
    """The path as the tree stood on that day; "" when the unit didn't exist then."""
    return paths_on(day).get(unit_id, "")


def paths_on(day: date) -> dict[int, str]:
    """Paths of all units that existed on a day. One query; figures and reports of a period use it."""
    rows = UnitParent.objects.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day)
    above = dict(rows.values_list("unit_id", "parent_id"))
    paths: dict[int, str] = {}

    def path(unit_id: int) -> str:
        if unit_id not in paths:
            parent = above.get(unit_id)
            paths[unit_id] = f"{path(parent) if parent in above else '/'}{unit_id}/"
        return paths[unit_id]

    return {unit_id: path(unit_id) for unit_id in above}


@dataclass(frozen=True)
class ActFacts:
    kind: str
    label: str
    on: date
    basis: str
    note: str
    successors: tuple[str, ...]


def acts_of(unit_id: int) -> list[ActFacts]:
    """The unit's history, oldest first."""
    rows = UnitAct.objects.filter(unit=unit_id).order_by("on", "id")
    heirs: dict[int, list[str]] = {}
    for act_id, name in (
        UnitSuccession.objects.filter(act__unit=unit_id)
        .order_by("id")
        .values_list("act_id", "successor__name")
    ):
        heirs.setdefault(act_id, []).append(name)
    return [
        ActFacts(row.kind, ACT_LABELS[row.kind], row.on, row.basis, row.note, tuple(heirs.get(row.pk, ())))
        for row in rows
    ]


def successor_of(unit_id: int) -> Unit | None:
    """The unit that carries on its work today: itself while open, else through its first successors."""
    return units_by_id([heir]).get(heir) if (heir := successors_of([unit_id])[unit_id]) else None


def successors_of(ids: Iterable[int]) -> dict[int, int | None]:
    """`successor_of` for many at once, as ids; None when the chain ends in a unit closed without one."""
    wanted = set(ids)
    closed = set(Unit.objects.exclude(closed_on=None).values_list("id", flat=True))
    first: dict[int, int] = {}
    rows = UnitSuccession.objects.order_by("-act__on", "-act_id", "id")
    for predecessor, successor in rows.values_list("predecessor_id", "successor_id"):
        first.setdefault(predecessor, successor)  # of the last act, the first named

    def follow(unit_id: int) -> int | None:
        seen: set[int] = set()
        at: int | None = unit_id
        while at is not None and at in closed and at not in seen:
            seen.add(at)
            at = first.get(at)
        return None if at is None or at in seen else at

    return {unit_id: follow(unit_id) for unit_id in wanted}


# ---- finding ---------------------------------------------------------------------------------------


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
_ASKING = ("谁管", "谁负责", "归谁管", "哪个部门", "哪个单位", "找谁", "怎么办", "负责", "管理", "?", "的")


def search_units(text: str, *, limit: int = 10, with_closed: bool = True) -> list[UnitHit]:
    """Units by name, abbreviation, former name or what they are responsible for, best first. Five queries."""
    key = folded(text)
    for word in _ASKING:
        key = key.replace(word, "") or key
    best: dict[int, tuple[float, str, str]] = {}
    for unit_id, by, words in _sayings():
        said = folded(words)
        score = closeness(key, said) * _BY_WEIGHT[by]
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


# ---- what a page tells of units --------------------------------------------------------------------


def reading_points(*, path: str = "", with_closed: bool = False) -> QuerySet[ReadingPoint]:
    """查阅点 of a subtree (all when `path` is empty), with their units."""
    rows = ReadingPoint.objects.select_related("unit").order_by("unit__position", "unit_id", "id")
    if path:
        rows = rows.filter(unit__path__startswith=path)
    return rows if with_closed else rows.filter(closed_on=None)


def reading_point(point_id: int) -> ReadingPoint | None:
    return reading_points(with_closed=True).filter(id=point_id).first()


def competences_of(unit_id: int, day: date) -> list[tuple[int, str]]:
    """What the unit is responsible for on a day: id and matter."""
    rows = UnitCompetence.objects.filter(Q(to_on=None) | Q(to_on__gt=day), unit=unit_id, from_on__lte=day)
    return list(rows.order_by("id").values_list("id", "matter"))


def aliases_of(unit_id: int) -> list[str]:
    return list(UnitAlias.objects.filter(unit=unit_id).order_by("id").values_list("name", flat=True))


@dataclass(frozen=True)
class GuideFacts:
    """What the 公开指南 of a unit says of it (条例第十二条): contacts, duties, places, who supervises."""

    unit: Unit
    names_before: tuple[str, ...]
    competences: tuple[str, ...]
    reading_points: tuple[ReadingPoint, ...]
    supervisor: Unit | None
    successors: tuple[str, ...]
    missing: tuple[str, ...]


def guide_facts(unit_id: int, *, day: date) -> GuideFacts | None:
    """The guide assembled from the unit's own data; `missing` names the contacts that it still owes.

    Reading points are its own, else those of the nearest unit above that has some.
    """
    unit = unit_by_id(unit_id)
    if unit is None:
        return None
    before = [span.name for span in name_history(unit_id) if span.name != unit.name]
    owed = (
        ("公开工作机构", unit.disclosure_unit),
        ("办公地址", unit.address),
        ("办公时间", unit.office_hours),
        ("联系电话", unit.phone),
        ("互联网联系方式", unit.email),
    )
    successors = UnitSuccession.objects.filter(predecessor=unit_id).order_by("id")
    return GuideFacts(
        unit=unit,
        names_before=tuple(dict.fromkeys(before)),
        competences=tuple(matter for _, matter in competences_of(unit_id, day)),
        reading_points=_nearest_points(unit),
        supervisor=root_unit(),
        successors=tuple(successors.values_list("successor__name", flat=True)) if unit.closed_on else (),
        missing=tuple(label for label, value in owed if not value),
    )


def _nearest_points(unit: Unit) -> tuple[ReadingPoint, ...]:
    above = ids_in_path(unit.path)
    by_unit: dict[int, list[ReadingPoint]] = {}
    for point in reading_points().filter(unit__in=above):
        by_unit.setdefault(point.unit_id, []).append(point)
    for unit_id in reversed(above):
        if unit_id in by_unit:
            return tuple(by_unit[unit_id])
    return ()


def contact_gaps(ids: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Units with contacts that their guide owes and lacks, for the disclosure office. One query."""
    gaps: dict[int, tuple[str, ...]] = {}
    fields = (("address", "办公地址"), ("office_hours", "办公时间"), ("phone", "联系电话"))
    for unit in Unit.objects.filter(id__in=set(ids), closed_on=None).order_by("id"):
        missing = tuple(label for field, label in fields if not getattr(unit, field))
        if missing:
            gaps[unit.pk] = missing
    return gaps
