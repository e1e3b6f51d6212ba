"""Lists of public items with the counts of their filters, all from the database in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.functions import Cast, Substr

from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Item
from gongkai.disclosure.policies import public_items
from gongkai.disclosure.queries.public import PublicFilter, public_list
from gongkai.disclosure.rules import VALIDITIES, validity_on


@dataclass(frozen=True)
class Listed:
    """One line of a public list."""

    index_no: str
    title: str
    kind_label: str
    doc_no: str
    unit_code: str
    unit_name: str
    issuer: str
    published_on: date | None
    validity: str
    validity_label: str
    is_historical: bool
    summary: str = ""


@dataclass(frozen=True)
class Counts:
    """How many items of a list have each value; `total` all of them."""

    total: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[str, int] = field(default_factory=dict)
    validities: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)


def listed(rows: Iterable[Item], *, today: date) -> list[Listed]:
    """Lines of items that were read with their units (`public_list`)."""
    lines = []
    for row in rows:
        validity = validity_on(
            validity=row.validity, expires_on=row.expires_on, abolished_on=row.abolished_on, day=today
        )
        lines.append(
            Listed(
                row.index_no or "", row.title, ITEM_KINDS[row.kind].label, row.doc_no, row.unit.code,
                row.unit.name, row.issuer or row.unit.name, row.published_on, validity, VALIDITIES.get(validity, ""), row.is_historical,
                row.summary,
            )
        )  # fmt: skip
    return lines


def newest(*, narrow: PublicFilter, today: date, limit: int = 8) -> list[Listed]:
    return listed(public_list(narrow=narrow)[:limit], today=today)


def newest_of_kinds(
    kinds: Sequence[str], *, today: date, limit: int = 8, unit_path: str = ""
) -> list[Listed]:
    """The newest of some kinds; of all without any."""
    rows = public_list(narrow=PublicFilter(unit_path=unit_path))
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return listed(rows[:limit], today=today)


def as_of(rows: QuerySet[Item], *, validity: str, today: date) -> QuerySet[Item]:
    """Those whose validity reads so today, whatever was stored when the last editor looked (see `validity_on`)."""
    return rows.alias(validity_now=_validity_now(today)).filter(validity_now=validity) if validity else rows


def _validity_now(today: date) -> Case:
    return Case(
        When(abolished_on__lte=today, then=Value("abolished")),
        When(validity__in=["valid", "amended"], expires_on__lt=today, then=Value("expired")),
        default=F("validity"),
        output_field=CharField(),
    )


def public_rows(*, narrow: PublicFilter, today: date) -> QuerySet[Item]:
    """`public_list` with validity as of today."""
    plain = PublicFilter(
        unit_path=narrow.unit_path, topic_path=narrow.topic_path, kind=narrow.kind, stage=narrow.stage,
        subject_id=narrow.subject_id, year=narrow.year,
    )  # fmt: skip
    return as_of(public_list(narrow=plain), validity=narrow.validity, today=today)


def counts(*, narrow: PublicFilter, today: date) -> Counts:
    """All filters of a list and its total from one grouped query."""
    rows = (
        public_rows(narrow=narrow, today=today)
        .order_by()
        .annotate(validity_today=_validity_now(today), year=_YEAR)
        .values_list("kind", "stage", "validity_today", "year")
        .annotate(n=Count("id"))
    )
    total, by = 0, ({}, {}, {}, {})  # type: ignore[var-annotated]
    for *values, n in rows:
        total += n
        for found, value in zip(by, values, strict=True):
            found[value] = found.get(value, 0) + n
    kinds, stages, validities, years = by
    return Counts(total, kinds, stages, validities, {int(year): n for year, n in years.items() if year})


def counts_by_unit(*, narrow: PublicFilter, today: date) -> dict[int, int]:
    """How many items each unit itself has."""
    rows = public_rows(narrow=narrow, today=today).order_by().values_list("unit_id").annotate(n=Count("id"))
    return dict(rows)


# Both databases write a date as 2026-11-22; SQLite would call Python for each row to extract the year.
_YEAR = Substr(Cast("published_on", CharField()), 1, 4)


def published_since(day: date) -> int:
    return public_items().filter(published_on__gte=day).count()


def item_id_of(index_no: str) -> int | None:
    """The id of the item that was ever given this index number, public or taken down since; for references of the office."""
    found = Item.objects.filter(index_no=index_no.strip()).order_by("id")
    return found.values_list("id", flat=True).first()


def units_of_index_nos(numbers: Iterable[str]) -> dict[str, int]:
    """Index number → id of the item's unit, of those that there are. One query."""
    rows = Item.objects.filter(index_no__in=set(numbers)).order_by().values_list("index_no", "unit_id")
    return {number: unit_id for number, unit_id in rows if number}


def index_nos(ids: Iterable[int]) -> dict[int, str]:
    """The numbers of public items, so that a suggestion can lead to its page."""
    rows = public_items().filter(id__in=list(ids)).values_list("id", "index_no")
    return {item_id: number or "" for item_id, number in rows}
