"""The catalogue for others to read: the tree, duties, and what is owed under them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.catalogue import policies
from gongkai.catalogue.models import AUDIENCES, STAGES, Duty, NoActivityStatement, Subject, Topic
from gongkai.catalogue.rules import RHYTHM_LABELS, Owed, Rhythm, next_due_on, owed

STAGE_LABELS = dict(STAGES)
AUDIENCE_LABELS = dict(AUDIENCES)


def _held(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(to_on=None) | Q(to_on__gt=day))


# ---- topics ----------------------------------------------------------------------------------------


def all_topics() -> QuerySet[Topic]:
    """Every topic, closed ones too, in the order of the catalogue."""
    return Topic.objects.select_related("parent").order_by("position", "code", "id")


def open_topics() -> QuerySet[Topic]:
    """Topics of today, for choices in forms."""
    return all_topics().filter(closed_on=None)


def topic_by_code(code: str) -> Topic | None:
    return all_topics().filter(code=code).first()


def topic_by_id(topic_id: int) -> Topic | None:
    return all_topics().filter(id=topic_id).first()


def topics_by_code(codes: Iterable[str] | None = None) -> dict[str, Topic]:
    """Topics by code; all of them without `codes`."""
    rows = all_topics() if codes is None else all_topics().filter(code__in=set(codes))
    return {topic.code: topic for topic in rows}


def topics_by_id(ids: Iterable[int]) -> dict[int, Topic]:
    return {topic.pk: topic for topic in all_topics().filter(id__in=set(ids))}


def topic_subtree_ids(topic_id: int) -> list[int]:
    path = Topic.objects.filter(id=topic_id).values_list("path", flat=True).first()  # id is unique
    return list(Topic.objects.filter(path__startswith=path).values_list("id", flat=True)) if path else []


@dataclass(frozen=True)
class TopicNode:
    """A heading with what stands below it."""

    id: int
    code: str
    name: str
    path: str
    parent_id: int | None
    stage: str
    legal_basis: str
    must_tell: str
    closed_on: date | None
    children: tuple[TopicNode, ...]

    @property
    def stage_label(self) -> str:
        return STAGE_LABELS.get(self.stage, "")


def public_topic_tree() -> tuple[TopicNode, ...]:
    """The tree that citizens see: open headings, without those that are owed to the own staff alone."""
    return _tree(all_topics().filter(closed_on=None).exclude(id__in=internal_topic_ids()))


def topic_tree(*, with_closed: bool = False) -> tuple[TopicNode, ...]:
    """The whole tree for the offices. One query."""
    return _tree(all_topics() if with_closed else open_topics())


def internal_topic_ids() -> list[int]:
    """Topics whose every duty is 对内公开: no public way out shows them."""
    counted = (
        Duty.objects.filter(to_on=None)
        .values("topic")
        .annotate(all=Count("id"), internal=Count("id", filter=Q(audience="own_staff")))
    )
    return [row["topic"] for row in counted if row["all"] == row["internal"]]


_NODE_COLUMNS = (
    "id", "code", "name", "path", "parent_id", "stage", "legal_basis", "must_tell", "closed_on",
)  # fmt: skip


def _tree(topics: QuerySet[Topic]) -> tuple[TopicNode, ...]:
    """Straight from the columns: hundreds of topics as model objects take most of the time of a search page."""
    rows = list(topics.values_list(*_NODE_COLUMNS))
    known = {row[0] for row in rows}
    below: dict[int | None, list[tuple[Any, ...]]] = {}
    for row in rows:
        parent_id = row[4]
        if parent_id is None or parent_id in known:  # what stands below a hidden heading is hidden
            below.setdefault(parent_id, []).append(row)

    def nodes(parent_id: int | None) -> tuple[TopicNode, ...]:
        return tuple(TopicNode(*(*row, nodes(row[0]))) for row in below.get(parent_id, ()))

    return nodes(None)


def all_subjects() -> QuerySet[Subject]:
    """主题分类, both levels, in order."""
    return Subject.objects.select_related("parent").order_by("position", "id")


def subject_by_code(code: str) -> Subject | None:
    return all_subjects().filter(code=code).first()


def subjects_by_name() -> dict[str, Subject]:
    """First-level classes by name, for imports."""
    return {subject.name: subject for subject in all_subjects().filter(parent=None)}


# ---- duties ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DutyFacts:
    """A duty as it is shown. `is_lead` is False on the list of the unit that only shares it."""

    id: int
    unit_id: int
    unit_name: str
    co_unit_id: int | None
    co_unit_name: str
    topic: Topic
    rhythm: str
    months: int | None
    nodes: tuple[str, ...]
    audience: str
    from_on: date
    to_on: date | None
    is_lead: bool = True

    @property
    def rhythm_label(self) -> str:
        if self.rhythm == "regular":
            return f"定期公开（每{self.months}个月）"
        if self.rhythm == "staged" and self.nodes:
            return f"逐段公开（{'、'.join(self.nodes)}）"
        return RHYTHM_LABELS[self.rhythm]

    @property
    def audience_label(self) -> str:
        return AUDIENCE_LABELS[self.audience]

    @property
    def terms(self) -> Rhythm:
        return Rhythm(self.rhythm, self.from_on, self.to_on, self.months, self.nodes)


def _facts(duty: Duty, *, seen_from: int | None = None) -> DutyFacts:
    return DutyFacts(
        id=duty.pk,
        unit_id=duty.unit_id,
        unit_name=duty.unit.name,
        co_unit_id=duty.co_unit_id,
        co_unit_name=duty.co_unit.name if duty.co_unit else "",
        topic=duty.topic,
        rhythm=duty.rhythm,
        months=duty.months,
        nodes=tuple(duty.nodes),
        audience=duty.audience,
        from_on=duty.from_on,
        to_on=duty.to_on,
        is_lead=seen_from is None or duty.unit_id == seen_from,
    )


def _duties() -> QuerySet[Duty]:
    rows = Duty.objects.select_related("unit", "co_unit", "topic")
    return rows.order_by("topic__position", "topic__code", "unit__position", "unit__code", "id")


def duties_of(unit_id: int, *, day: date) -> list[DutyFacts]:
    """What a unit owes the public on a day, as lead or sharing; internal duties are not among it. One query."""
    rows = _duties().filter(_held(day), Q(unit=unit_id) | Q(co_unit=unit_id)).filter(policies.for_public())
    return [_facts(duty, seen_from=unit_id) for duty in rows]


def duties_for(standing: Standing, *, day: date, unit_ids: Collection[int] | None = None) -> list[DutyFacts]:
    """The duties that this person may see, internal ones of the own unit included; of some units or of all."""
    rows = _duties().filter(_held(day)).filter(policies.visible_duties(standing))
    if unit_ids is not None:
        rows = rows.filter(Q(unit__in=unit_ids) | Q(co_unit__in=unit_ids))
    return [_facts(duty) for duty in rows]


def duties_of_topic(topic_id: int, *, day: date) -> list[DutyFacts]:
    """Which units owe a topic to the public on a day."""
    rows = _duties().filter(_held(day), topic=topic_id).filter(policies.for_public())
    return [_facts(duty) for duty in rows]


def duties_for_topic(standing: Standing, topic_id: int, *, day: date) -> list[DutyFacts]:
    """Which units owe a topic on a day, internal duties where this person may see them."""
    rows = _duties().filter(_held(day), topic=topic_id).filter(policies.visible_duties(standing))
    return [_facts(duty) for duty in rows]


def units_owing(standing: Standing, *, day: date) -> dict[int, int]:
    """Topic id → how many units owe it on a day. One query."""
    rows = Duty.objects.filter(_held(day)).filter(policies.visible_duties(standing)).order_by()
    return dict(rows.values_list("topic_id").annotate(units=Count("unit", distinct=True)))


def duty_by_id(duty_id: int, *, standing: Standing) -> DutyFacts | None:
    duty = _duties().filter(policies.visible_duties(standing), id=duty_id).first()
    return _facts(duty) if duty else None


def duty_of(unit_id: int, topic_id: int) -> DutyFacts | None:
    """The duty under which a unit publishes a topic today; the own one before a shared one."""
    rows = _duties().filter(topic=topic_id, to_on=None).filter(Q(unit=unit_id) | Q(co_unit=unit_id))
    found = sorted(rows, key=lambda duty: duty.unit_id != unit_id)
    return _facts(found[0], seen_from=unit_id) if found else None


def topics_for_unit(unit_id: int, *, day: date) -> list[Topic]:
    """Headings under which a unit publishes, in the order of the catalogue; internal ones too (for editors)."""
    owned = Duty.objects.filter(_held(day), Q(unit=unit_id) | Q(co_unit=unit_id)).values("topic")
    return list(all_topics().filter(id__in=owned))


# ---- debts -----------------------------------------------------------------------------------------

LastDates = Mapping[tuple[int, int], date]


@dataclass(frozen=True)
class Debt:
    """What a unit owes under a duty; `owed.what` "statement" is a missing 情况说明 and no empty heading."""

    duty: DutyFacts
    owed: Owed
    last_on: date | None


def debts(
    unit_ids: Collection[int] | None,
    *,
    today: date,
    last_dates: LastDates,
    nodes_done: Mapping[tuple[int, int], Collection[str]] | None = None,
    with_internal: bool = False,
) -> list[Debt]:
    """Everything owed today by these units (None: all), the longest owed first. Two queries.

    `last_dates`: (unit id, topic id) → last day on which an item stands there in public, by reference too.
    `nodes_done`: the stages that stand there of a staged duty.
    A shared duty counts for its lead; what the sharing unit published meets it as well.
    """
    rows = _duties().filter(_held(today))
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    if not with_internal:
        rows = rows.filter(policies.for_public())
    duties = [_facts(duty) for duty in rows]
    stated = _stated_to({duty.id for duty in duties} if unit_ids is not None else None)
    found = []
    for duty in duties:
        last_on = last_on_of(duty, last_dates)
        what = owed(
            duty.terms,
            last_on=last_on,
            stated_to=stated.get(duty.id),
            nodes_done=(nodes_done or {}).get((duty.unit_id, duty.topic.pk), ()),
            today=today,
        )
        if what is not None:
            found.append(Debt(duty, what, last_on))
    return sorted(found, key=lambda debt: (debt.owed.what == "statement", debt.owed.since, debt.duty.id))


def last_on_of(duty: DutyFacts, last_dates: LastDates) -> date | None:
    """Last publication under a duty by the lead or the unit that shares it."""
    units = (duty.unit_id, duty.co_unit_id)
    days = [last_dates.get((unit, duty.topic.pk)) for unit in units if unit is not None]
    return max((day for day in days if day is not None), default=None)


def due_dates(unit_id: int, *, today: date, last_dates: LastDates) -> list[tuple[DutyFacts, date]]:
    """Regular duties of a unit with the last day for their next publication, soonest first."""
    duties = [duty for duty in duties_of(unit_id, day=today) if duty.is_lead and duty.rhythm == "regular"]
    stated = _stated_to({duty.id for duty in duties})
    found = []
    for duty in duties:
        due_on = next_due_on(duty.terms, last_on=last_on_of(duty, last_dates), stated_to=stated.get(duty.id))
        if due_on is not None:
            found.append((duty, due_on))
    return sorted(found, key=lambda pair: (pair[1], pair[0].id))


def _stated_to(duty_ids: Collection[int] | None) -> dict[int, date]:
    rows = NoActivityStatement.objects.all()
    if duty_ids is not None:
        rows = rows.filter(duty__in=duty_ids)
    return dict(rows.values("duty").annotate(last=Max("to_on")).values_list("duty", "last"))


def statements(unit_id: int, *, topic_id: int | None = None) -> list[NoActivityStatement]:
    """情况说明 of a unit for the public, newest first."""
    rows = NoActivityStatement.objects.select_related("duty__topic", "duty__unit").filter(
        Q(duty__unit=unit_id) | Q(duty__co_unit=unit_id), ~Q(duty__audience="own_staff")
    )
    if topic_id is not None:
        rows = rows.filter(duty__topic=topic_id)
    return list(rows.order_by("-to_on", "-id"))
