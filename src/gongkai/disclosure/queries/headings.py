"""What stands under the headings of the catalogue: items, references to upper organs' items, 情况说明, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Min, Q

from gongkai.catalogue.models import Duty, NoActivityStatement
from gongkai.catalogue.queries import DutyFacts, debts, duties_of
from gongkai.disclosure.models import DutyReference
from gongkai.disclosure.policies import public_items


@dataclass(frozen=True)
class Standing:
    """How many items stand under a topic itself, and the day of the last one."""

    count: int = 0
    last_on: date | None = None


@dataclass(frozen=True)
class Referred:
    """An upper organ's item that stands under a heading by reference."""

    unit_id: int
    topic_id: int
    index_no: str
    title: str
    unit_name: str
    published_on: date | None


@dataclass(frozen=True)
class Stated:
    """情况说明: in this period nothing occurred under the heading."""

    unit_id: int
    unit_name: str
    topic_id: int
    from_on: date
    to_on: date
    stated_on: date
    text: str


@dataclass(frozen=True)
class Heading:
    """A heading that a unit owes, with what stands there. `owed_since` and `owed_words` when it is overdue."""

    duty: DutyFacts
    standing: Standing
    referred: Sequence[Referred] = ()
    stated: Sequence[Stated] = ()
    owed_since: date | None = None
    owed_words: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.standing.count or self.referred or self.stated)


def standing_by_topic(*, unit_path: str = "") -> dict[int, Standing]:
    """Topic id → how much stands under it in a subtree of units. One query."""
    rows = public_items().filter(topic__isnull=False)
    if unit_path:
        rows = rows.filter(unit__path__startswith=unit_path)
    grouped = rows.order_by().values_list("topic_id").annotate(n=Count("id"), last=Max("published_on"))
    return {topic_id: Standing(n, last) for topic_id, n, last in grouped if topic_id}


def owed_since_by_topic(*, today: date) -> dict[int, tuple[int, date]]:
    """Topic id → how many units owe it to the public today, and since when the first of them. One query."""
    rows = (
        Duty.objects.filter(Q(to_on=None) | Q(to_on__gt=today), from_on__lte=today)
        .exclude(audience="own_staff")
        .order_by()
        .values_list("topic_id")
        .annotate(units=Count("unit", distinct=True), since=Min("from_on"))
    )
    return {topic_id: (units, since) for topic_id, units, since in rows}


def references(*, unit_id: int | None = None, topic_path: str = "") -> list[Referred]:
    """Public items that stand under duties of others by reference, newest first. One query."""
    rows = DutyReference.objects.filter(duty__to_on=None, item__in=public_items()).exclude(
        duty__audience="own_staff"
    )
    if unit_id is not None:
        rows = rows.filter(Q(duty__unit=unit_id) | Q(duty__co_unit=unit_id))
    if topic_path:
        rows = rows.filter(duty__topic__path__startswith=topic_path)
    rows = rows.select_related("duty", "item__unit").order_by("-item__published_at", "-id")
    return [
        Referred(
            row.duty.unit_id,
            row.duty.topic_id,
            row.item.index_no or "",
            row.item.title,
            row.item.unit.name,
            row.item.published_on,
        )
        for row in rows
    ]


def stated(*, unit_id: int | None = None, topic_path: str = "") -> list[Stated]:
    """情况说明 for the public, newest first. One query."""
    rows = NoActivityStatement.objects.select_related("duty__unit").exclude(duty__audience="own_staff")
    if unit_id is not None:
        rows = rows.filter(Q(duty__unit=unit_id) | Q(duty__co_unit=unit_id))
    if topic_path:
        rows = rows.filter(duty__topic__path__startswith=topic_path)
    return [
        Stated(
            row.duty.unit_id,
            row.duty.unit.name,
            row.duty.topic_id,
            row.from_on,
            row.to_on,
            row.stated_on,
            row.text,
        )
        for row in rows.order_by("-to_on", "-id")
    ]


@dataclass(frozen=True)
class UnitHeadings:
    headings: Sequence[Heading] = ()
    others: Mapping[int, Standing] = field(default_factory=dict)
    """Topics under which the unit published without owing them."""


def headings_of(unit_id: int, *, unit_path: str, today: date) -> UnitHeadings:
    """What a unit owes the public, heading by heading, with what stands there. Seven queries."""
    duties = duties_of(unit_id, day=today)
    standing = standing_by_topic(unit_path=unit_path)
    by_reference: dict[int, list[Referred]] = {}
    for one in references(unit_id=unit_id):
        by_reference.setdefault(one.topic_id, []).append(one)
    by_statement: dict[int, list[Stated]] = {}
    for row in stated(unit_id=unit_id):
        by_statement.setdefault(row.topic_id, []).append(row)
    last_dates = {
        (unit_id, topic_id): one.last_on for topic_id, one in standing.items() if one.last_on is not None
    }
    for topic_id, rows in by_reference.items():
        days = [last_dates.get((unit_id, topic_id)), *(r.published_on for r in rows)]
        if known := [day for day in days if day is not None]:
            last_dates[unit_id, topic_id] = max(known)
    owed = {
        debt.duty.id: debt.owed
        for debt in debts([unit_id], today=today, last_dates=last_dates)
        if debt.owed.what != "statement"
    }
    headings = [
        Heading(
            duty=duty,
            standing=standing.get(duty.topic.pk, Standing()),
            referred=by_reference.get(duty.topic.pk, ()),
            stated=by_statement.get(duty.topic.pk, ()),
            owed_since=owed[duty.id].since if duty.id in owed else None,
            owed_words=owed[duty.id].words if duty.id in owed else "",
        )
        for duty in duties
    ]
    owned = {duty.topic.pk for duty in duties}
    return UnitHeadings(
        headings,
        {topic_id: one for topic_id, one in standing.items() if topic_id not in owned},
    )
