"""The site, units by id and code, and the tree of today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.statements import Statement, written
from gongkai.units.models import (
    Installation,
    Unit,
)
from gongkai.units.rules import UNIT_KINDS


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


_SITE_FIELDS = (
    "site_name", "root_id", "root_name", "root_path", "site_code", "icp", "police", "mode",
    "phone", "address", "disclosure_unit",
)  # fmt: skip
_SITE_COLUMNS = (
    "site_name", "root_id", "root__name", "root__path", "site_code", "icp", "police", "mode",
    "root__phone", "root__address", "root__disclosure_unit",
)  # fmt: skip


def site_facts() -> SiteFacts:
    """One small query by primary key, so ask once per request; always what is stored now."""
    for row in _site_statement().rows():
        return SiteFacts(**dict(zip(_SITE_FIELDS, row, strict=True)), is_set_up=True)
    return SiteFacts()


@lru_cache(maxsize=1)
def _site_statement() -> Statement:
    return written(Installation.objects.filter(id=1).values_list(*_SITE_COLUMNS))


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


@dataclass(frozen=True, slots=True)
class UnitInBrief:
    """As much of a unit as is needed where it is asked for most: a quarter of the work of the whole row."""

    pk: int
    code: str
    name: str
    kind: str
    org_code: str
    doc_prefix: str
    phone: str
    closed_on: date | None


_BRIEF = ("pk", "code", "name", "kind", "org_code", "doc_prefix", "phone", "closed_on")


def unit_in_brief(code: str) -> UnitInBrief | None:
    return _in_brief("code", code)


def unit_in_brief_by_id(unit_id: int) -> UnitInBrief | None:
    return _in_brief("id", unit_id)


def _in_brief(column: str, value: str | int) -> UnitInBrief | None:
    for row in _brief_statement(column).rows(value):
        return UnitInBrief(*row)
    return None


@lru_cache(maxsize=2)
def _brief_statement(column: str) -> Statement:
    return written(Unit.objects.filter(**{column: 0}).values_list(*_BRIEF))


def units_by_code(codes: Iterable[str]) -> dict[str, Unit]:
    return {unit.code: unit for unit in all_units().filter(code__in=set(codes))}


def units_by_id(ids: Iterable[int]) -> dict[int, Unit]:
    return {unit.pk: unit for unit in all_units().filter(id__in=set(ids))}


def root_unit() -> Unit | None:
    return all_units().filter(id__in=Installation.objects.values("root")).first()


def disclosure_office_unit_id() -> int:
    """The unit that holds the disclosure office: the government's office under the root, else the root."""
    root_id = Installation.objects.values_list("root_id", flat=True).get()
    office = (
        Unit.objects.filter(parent_id=root_id, kind="office", closed_on__isnull=True)
        .order_by("position", "id")
        .first()
    )
    return office.pk if office else root_id


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


_NODE_COLUMNS = ("id", "code", "kind", "name", "short_name", "path", "parent_id", "closed_on")


def tree(*, root_id: int | None = None, with_closed: bool = False) -> tuple[UnitNode, ...]:
    """The tops of the tree with everything below (`root_id`: that subtree alone). One query."""
    found = all_units() if with_closed else open_units()
    rows = list(found.values_list(*_NODE_COLUMNS))
    known = {row[0] for row in rows}
    below: dict[int | None, list[tuple[Any, ...]]] = {}
    for row in rows:
        parent_id = row[6]
        below.setdefault(parent_id if parent_id in known else None, []).append(row)

    def node(row: tuple[Any, ...]) -> UnitNode:
        return UnitNode(*(*row, tuple(node(child) for child in below.get(row[0], ()))))

    tops = [row for row in rows if row[0] == root_id] if root_id else below.get(None, [])
    return tuple(node(row) for row in tops)
