"""存量排查 for pages: whose tasks are open, by unit and by what was found, and one public item with its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import DaysLeft, DueDate, WorkCalendar, days_left_words
from gongkai.disclosure.models import Finding, ItemVersion, ScreeningTask
from gongkai.disclosure.policies import may_correct, may_settle_public, may_withdraw
from gongkai.disclosure.queries.screening import FoundGroup, open_groups


@dataclass(frozen=True)
class TaskNarrowing:
    """What a list of tasks is narrowed by; empty narrows nothing."""

    unit_id: int | None = None
    detector: str = ""
    is_overdue: bool = False


@dataclass(frozen=True)
class UnitTasks:
    """The open tasks of a unit. `due_on` is the earliest term."""

    unit_id: int
    unit_name: str
    open: int
    overdue: int
    due_on: date


@dataclass(frozen=True)
class FoundKind:
    detector: str
    label: str
    tasks: int
    places: int


@dataclass(frozen=True)
class TaskLine:
    item_id: int
    title: str
    index_no: str
    unit_name: str
    labels: Sequence[str]
    places: int
    due_on: date
    left: DaysLeft


@dataclass(frozen=True)
class TaskFacts:
    """A public item with what was found in it. `is_correcting`: a new version is being worked on already."""

    item_id: int
    title: str
    index_no: str
    unit_name: str
    published_on: date | None
    due_on: date
    left: DaysLeft
    groups: Sequence[FoundGroup]
    is_correcting: bool
    may_dismiss: bool
    may_correct: bool
    may_withdraw: bool

    @property
    def count(self) -> int:
        return sum(len(group.lines) for group in self.groups)


def tasks_of(by: Standing) -> QuerySet[ScreeningTask]:
    """Open tasks that this person sees: of the own units, or all for 政务公开办 and the auditor."""
    found = ScreeningTask.objects.filter(closed_at=None)
    return found if by.sees_all else found.filter(item__unit_id__in=by.unit_ids())


def narrowed(
    found: QuerySet[ScreeningTask], narrow: TaskNarrowing, *, today: date
) -> QuerySet[ScreeningTask]:
    if narrow.unit_id is not None:
        found = found.filter(item__unit_id=narrow.unit_id)
    if narrow.detector:
        found = found.filter(Exists(_open_findings().filter(detector=narrow.detector)))
    return found.filter(due_on__lt=today) if narrow.is_overdue else found


def _open_findings() -> QuerySet[Finding]:
    return Finding.objects.filter(version=OuterRef("item__public_version"), state="open")


def tasks_by_unit(found: QuerySet[ScreeningTask], *, today: date) -> list[UnitTasks]:
    """The unit with the earliest term first."""
    rows = (
        found.values("item__unit_id", "item__unit__name")
        .annotate(open=Count("id"), overdue=Count("id", filter=Q(due_on__lt=today)), first=Min("due_on"))
        .order_by("first", "item__unit_id")
    )
    return [
        UnitTasks(r["item__unit_id"], r["item__unit__name"], r["open"], r["overdue"], r["first"])
        for r in rows
    ]


def found_kinds(found: QuerySet[ScreeningTask]) -> list[FoundKind]:
    """What was found in the items of the tasks, the most frequent first."""
    rows = (
        Finding.objects.filter(version__in=found.values("item__public_version"), state="open")
        .values("detector")
        .annotate(name=Min("label"), tasks=Count("version", distinct=True), places=Count("id"))
        .order_by("-tasks", "detector")
    )
    return [FoundKind(r["detector"], r["name"], r["tasks"], r["places"]) for r in rows]


def ordered_tasks(found: QuerySet[ScreeningTask]) -> QuerySet[ScreeningTask]:
    return found.select_related("item__unit").order_by("due_on", "id")


def task_lines(rows: Sequence[ScreeningTask], *, today: date) -> list[TaskLine]:
    """A page of tasks; two queries whatever their number."""
    work = calendar()
    labels: dict[int, dict[str, int]] = {}
    findings = Finding.objects.filter(
        version__in=[row.item.public_version_id for row in rows], state="open"
    ).values("version__item_id", "label")
    for row in findings.annotate(places=Count("id")).order_by("-places", "label"):
        labels.setdefault(row["version__item_id"], {})[row["label"]] = row["places"]
    return [_line(row, labels.get(row.item_id, {}), work, today) for row in rows]


def _line(row: ScreeningTask, labels: dict[str, int], work: WorkCalendar, today: date) -> TaskLine:
    unit = row.item.unit
    return TaskLine(
        item_id=row.item_id,
        title=row.item.title,
        index_no=row.item.index_no or "",
        unit_name=unit.short_name or unit.name,
        labels=list(labels),
        places=sum(labels.values()),
        due_on=row.due_on,
        left=_left(row, work, today),
    )


def _left(row: ScreeningTask, work: WorkCalendar, today: date) -> DaysLeft:
    return days_left_words(DueDate(row.due_on, False), today, work)


def task_facts(by: Standing, item_id: int, *, today: date) -> TaskFacts | None:
    """The task of an item; None where none is open or this person may not know it."""
    # One open by constraint; by the id's own field, which takes any number.
    row = tasks_of(by).filter(item__id=item_id).select_related("item__unit", "item__public_version").first()
    version = row.item.public_version if row else None
    if row is None or version is None:
        return None
    item = row.item
    return TaskFacts(
        item_id=item.pk,
        title=item.title,
        index_no=item.index_no or "",
        unit_name=item.unit.name,
        published_on=item.published_on,
        due_on=row.due_on,
        left=_left(row, calendar(), today),
        groups=open_groups(version),
        is_correcting=ItemVersion.objects.filter(item=item, state__in=["working", "frozen"]).exists(),
        may_dismiss=may_settle_public(by, item),
        may_correct=may_correct(by, item),
        may_withdraw=may_withdraw(by, item),
    )
