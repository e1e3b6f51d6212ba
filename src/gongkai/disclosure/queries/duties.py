"""A unit's duties with what stands under each: items, references, statements, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Value, When

from gongkai.accounts.policies import Standing
from gongkai.catalogue.models import Duty, NoActivityStatement
from gongkai.catalogue.policies import may_state, visible_duties
from gongkai.catalogue.queries import DutyFacts, debts, duties_for
from gongkai.disclosure.models import DutyReference, Item
from gongkai.disclosure.policies import public_items
from gongkai.disclosure.queries.office import debts_of
from gongkai.disclosure.referring import upper_kinds
from gongkai.units.rules import ids_in_path

# state → label and level of its tag
DUTY_STATES = {
    "met": ("已公开", "ok"),
    "due": ("该更新", "soon"),
    "referred": ("引用上级", "ok"),
    "stated": ("情况说明", "ok"),
    "empty": ("空白", "late"),
    "waiting": ("没有发生", ""),
}


@dataclass(frozen=True)
class Reference:
    id: int
    item_id: int
    index_no: str
    title: str
    unit_name: str


@dataclass(frozen=True)
class Statement:
    from_on: date
    to_on: date
    text: str


@dataclass(frozen=True)
class DutyLine:
    """`count` items of the unit (and of the one that shares the duty) stand there, the last since `last_on`."""

    duty: DutyFacts
    count: int
    last_on: date | None
    references: Sequence[Reference]
    statements: Sequence[Statement]
    owed_words: str
    may_state: bool

    @property
    def state(self) -> str:
        if self.count:
            return "due" if self.owed_words else "met"
        if self.references:
            return "due" if self.owed_words else "referred"
        if self.statements:
            return "due" if self.owed_words else "stated"
        return "waiting" if self.duty.rhythm == "on_occurrence" else "empty"


def duty_lines(standing: Standing, unit_id: int, *, today: date) -> list[DutyLine]:
    """Everything the unit owes today, as lead or sharing. Six queries."""
    duties = duties_for(standing, day=today, unit_ids=[unit_id])
    units = {d.unit_id for d in duties} | {d.co_unit_id for d in duties if d.co_unit_id}
    counts = _counts(units)
    references = _references([d.id for d in duties])
    statements = _statements([d.id for d in duties])
    last_dates = {key: last for key, (_, last) in counts.items() if last is not None}
    for duty in duties:
        days = [last_dates.get((duty.unit_id, duty.topic.pk)), *(day for _, day in references[duty.id])]
        if known := [day for day in days if day is not None]:
            last_dates[duty.unit_id, duty.topic.pk] = max(known)
    owed = {
        debt.duty.id: debt.owed.words
        for debt in debts(units, today=today, last_dates=last_dates, with_internal=True)
    }
    found = []
    for duty in duties:
        keys = [(unit, duty.topic.pk) for unit in (duty.unit_id, duty.co_unit_id) if unit]
        stands = [counts[key] for key in keys if key in counts]
        found.append(
            DutyLine(
                duty=duty,
                count=sum(count for count, _ in stands),
                last_on=max((last for _, last in stands if last), default=None),
                references=[one for one, _ in references[duty.id]],
                statements=statements[duty.id],
                owed_words=owed.get(duty.id, ""),
                may_state=may_state(standing, unit_id=duty.unit_id, co_unit_id=duty.co_unit_id),
            )
        )
    return found


def _counts(unit_ids: Collection[int]) -> dict[tuple[int, int], tuple[int, date | None]]:
    rows = Item.objects.filter(unit__in=unit_ids, public_version__isnull=False, topic__isnull=False)
    grouped = (
        rows.order_by().values_list("unit_id", "topic_id").annotate(n=Count("id"), last=Max("published_on"))
    )
    return {(unit_id, topic_id): (n, last) for unit_id, topic_id, n, last in grouped if topic_id}


def _references(duty_ids: Collection[int]) -> dict[int, list[tuple[Reference, date | None]]]:
    found: dict[int, list[tuple[Reference, date | None]]] = defaultdict(list)
    rows = DutyReference.objects.filter(duty__in=duty_ids, item__in=public_items())
    for row in rows.select_related("item__unit").order_by("-item__published_at", "id"):
        one = Reference(row.pk, row.item_id, row.item.index_no or "", row.item.title, row.item.unit.name)
        found[row.duty_id].append((one, row.item.published_on))
    return found


def _statements(duty_ids: Collection[int]) -> dict[int, list[Statement]]:
    found: dict[int, list[Statement]] = defaultdict(list)
    for row in NoActivityStatement.objects.filter(duty__in=duty_ids).order_by("-to_on", "-id"):
        found[row.duty_id].append(Statement(row.from_on, row.to_on, row.text))
    return found


@dataclass(frozen=True)
class DebtNarrowing:
    """How the list of empty headings is narrowed; `text` is looked for in the names of unit and heading."""

    text: str = ""
    unit_id: int | None = None
    topic_id: int | None = None
    rhythm: str = ""


def empty_duties(standing: Standing, narrow: DebtNarrowing = DebtNarrowing()) -> QuerySet[Duty]:
    """Headings under which nothing has ever stood, of the person's units or of all; what the side list counts."""
    rows = debts_of(standing).filter(visible_duties(standing)).select_related("unit", "topic")
    if narrow.text:
        named = Q(unit__name__icontains=narrow.text) | Q(unit__short_name__icontains=narrow.text)
        rows = rows.filter(named | Q(topic__name__icontains=narrow.text))
    if narrow.unit_id:
        rows = rows.filter(unit=narrow.unit_id)
    if narrow.topic_id:
        rows = rows.filter(topic=narrow.topic_id)
    if narrow.rhythm:
        rows = rows.filter(rhythm=narrow.rhythm)
    return rows.order_by("unit__position", "unit_id", "topic__position", "id")


def debt_counts(found: QuerySet[Duty], column: str) -> list[tuple[str, str, int]]:
    """(value, name, number) of `unit`, `topic` or `rhythm` among empty headings, most first, at most forty."""
    name = "rhythm" if column == "rhythm" else f"{column}__name"
    value = "rhythm" if column == "rhythm" else f"{column}_id"
    rows = found.order_by().values_list(value, name).annotate(n=Count("id")).order_by("-n", value)[:40]
    return [(str(one), label, n) for one, label, n in rows]


def referable(standing: Standing, duty_id: int, text: str = "", *, limit: int = 30) -> list[Item]:
    """Public items of upper organs that could meet a duty, those under the same heading first, then the newest."""
    duty = (
        Duty.objects.filter(visible_duties(standing), id=duty_id, to_on=None)
        .select_related("unit")
        .order_by("id")
        .first()
    )
    if duty is None:
        return []
    above = ids_in_path(duty.unit.path)[:-1]
    rows = public_items().filter(Q(unit__in=above) | Q(unit__kind__in=upper_kinds(duty.unit.kind)))
    words = Q(title__icontains=text) | Q(doc_no__icontains=text) | Q(index_no=text)
    rows = rows.filter(words if text else Q(topic=duty.topic_id))
    same = Case(When(topic=duty.topic_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(
        rows.select_related("unit").annotate(same=same).order_by("same", "-published_at", "-id")[:limit]
    )


def reference_by_id(standing: Standing, reference_id: int) -> DutyReference | None:
    seen = Duty.objects.filter(visible_duties(standing)).values("id")
    rows = DutyReference.objects.select_related("duty__unit", "duty__topic", "item__unit")
    return rows.filter(id=reference_id, duty__in=seen).order_by("id").first()
