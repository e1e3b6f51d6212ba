"""Items as the office lists them: the views of the inbox, the unit's items, what is public. Each takes the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.catalogue.models import Duty, NoActivityStatement
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import SOON_WORKING_DAYS, DaysLeft, DueDate, WorkCalendar, days_left_words
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import DutyReference, Item, ReviewStep
from gongkai.disclosure.policies import decidable_by, visible_to
from gongkai.disclosure.queries.screening_tasks import tasks_of
from gongkai.disclosure.states import STATES
from gongkai.statements import KEPT, Counted, Counts, counted_at_once

FILING = ("officer", "handler")
# States in which the statutory term of publication still runs.
OPEN_STATES = ("drafting", "returned", "in_review", "referred", "coordinating", "approved")
STATE_LABELS = {state.code: state.label for state in STATES}
PAUSED_STATES = {"referred": "等定密结果", "coordinating": "与有关机关协商"}


@dataclass(frozen=True)
class View:
    """A saved view of the inbox. `empty` says what its emptiness means and what to do first."""

    code: str
    label: str
    group: str
    empty: str
    hint: str = ""


VIEWS: dict[str, View] = {
    view.code: view
    for view in (
        View("review", "等我审核", "我的", "没有等您审核的信息。", "有人送到您这一步，就会出现在这里。"),
        View(
            "mine",
            "我的草稿",
            "我的",
            "您没有在写的草稿。",
            "写好的文件从“新建信息”开始，可以直接读取 Word 文件。",
        ),
        View("returned", "退回给我改", "我的", "没有退回给您的信息。"),
        View("overdue", "已逾期", "期限", "没有逾期的信息。"),
        View("due", "三个工作日内到期", "期限", "三个工作日内没有到期的信息。"),
        View("unit", "本单位的草稿", "本单位", "本单位没有草稿。", "从“新建信息”开始。"),
        View("in_review", "审核中", "本单位", "没有正在审核的信息。"),
        View("scheduled", "等到时间公开", "本单位", "没有定时公开的信息。"),
        View("side", "定密和协商中", "本单位", "没有在等外单位答复的信息。"),
        View("published", "本月已公开", "本单位", "这个月还没有公开信息。"),
    )
}


@dataclass(frozen=True)
class Line:
    """An item as a row of a list. `step` is the open step, `holder` who looks after the draft."""

    id: int
    title: str
    number: str
    kind: str
    kind_label: str
    unit_name: str
    topic_name: str
    state: str
    state_label: str
    step: str
    holder: str
    due_on: date | None
    days_left: DaysLeft | None
    due_provisional: bool
    paused: str
    published_on: date | None
    validity: str
    index_no: str
    urgent: bool


def is_filer(by: Standing) -> bool:
    return by.has(*FILING, "disclosure_office")


def _mine(by: Standing) -> QuerySet[Item]:
    return visible_to(by).filter(owner_id=by.user_id)


def _of_my_units(by: Standing) -> QuerySet[Item]:
    """政务公开办 and the auditor look at all units, everybody else at their own."""
    return Item.objects.all() if by.sees_all else Item.objects.filter(unit_id__in=by.unit_ids())


def soon_until(today: date, work: WorkCalendar) -> date:
    return work.add_working_days(today, SOON_WORKING_DAYS).on


def view_items(by: Standing, *, code: str, today: date) -> QuerySet[Item]:
    """The items of one view, unsliced; KeyError for an unknown code."""
    if code not in VIEWS:
        raise KeyError(code)
    if code == "review":
        return Item.objects.filter(id__in=decidable_by(by).values("review__item_id"))
    if code == "mine":
        return _mine(by).filter(state="drafting")
    if code == "returned":
        return _mine(by).filter(state="returned")
    if code == "overdue":
        return visible_to(by).filter(state__in=OPEN_STATES, due_on__lt=today)
    if code == "due":
        return visible_to(by).filter(
            state__in=OPEN_STATES, due_on__gte=today, due_on__lte=soon_until(today, calendar())
        )
    units = _of_my_units(by)
    if code == "unit":
        return units.filter(state__in=("drafting", "returned"))
    if code == "in_review":
        return units.filter(state="in_review")
    if code == "scheduled":
        return units.filter(state="approved")
    if code == "side":
        return visible_to(by).filter(state__in=tuple(PAUSED_STATES))
    return units.filter(published_on__gte=today.replace(day=1), public_version__isnull=False)


def view_counts(by: Standing, *, today: date, work: WorkCalendar | None = None) -> dict[str, int]:
    """How many stand in each view, `debts` and `screening` (排查整改): one query, one more without the calendar."""
    return _counts(by, today, soon_until(today, work or calendar())).ask()


@lru_cache(maxsize=KEPT)
def _counts(by: Standing, today: date, soon: date) -> Counts:
    return counted_at_once(_counted(by, today, soon))


def _counted(by: Standing, today: date, soon: date) -> Counted:
    own = Q(owner_id=by.user_id)
    yield (
        visible_to(by).filter(state__in=OPEN_STATES),
        {
            "mine": Count("id", filter=own & Q(state="drafting")),
            "returned": Count("id", filter=own & Q(state="returned")),
            "overdue": Count("id", filter=Q(due_on__lt=today)),
            "due": Count("id", filter=Q(due_on__gte=today, due_on__lte=soon)),
            "side": Count("id", filter=Q(state__in=tuple(PAUSED_STATES))),
        },
    )
    yield (
        _of_my_units(by).filter(state__in=("drafting", "returned", "in_review", "approved")),
        {
            "unit": Count("id", filter=Q(state__in=("drafting", "returned"))),
            "in_review": Count("id", filter=Q(state="in_review")),
            "scheduled": Count("id", filter=Q(state="approved")),
        },
    )
    yield decidable_by(by), {"review": Count("id")}
    yield view_items(by, code="published", today=today), {"published": Count("id")}
    yield debts_of(by), {"debts": Count("id")}
    yield tasks_of(by), {"screening": Count("id")}


def debts_of(by: Standing) -> QuerySet[Duty]:
    """Duties of one's units that nothing has ever met: no public item, no reference, no dated statement."""
    duties = Duty.objects.filter(to_on__isnull=True, rhythm__in=("standing", "regular", "staged"))
    if not by.sees_all:
        duties = duties.filter(unit_id__in=by.unit_ids())
    public = Item.objects.filter(unit=OuterRef("unit"), topic=OuterRef("topic"), public_version__isnull=False)
    return duties.exclude(
        Exists(public)
        | Exists(DutyReference.objects.filter(duty=OuterRef("pk")))
        | Exists(NoActivityStatement.objects.filter(duty=OuterRef("pk")))
    )


# ---- lists with filters, search and order ---------------------------------------------------------------

SORTS = {
    "due": ("due_on", "期限"),
    "title": ("title", "标题"),
    "changed": ("changed_at", "最近改动"),
    "published": ("published_at", "公开日期"),
    "unit": ("unit__position", "单位"),
}


@dataclass(frozen=True)
class Narrowing:
    """How a list of the office is narrowed; empty values narrow nothing."""

    text: str = ""
    state: str = ""
    kind: str = ""
    unit_id: int | None = None
    topic_id: int | None = None
    year: int | None = None
    validity: str = ""
    urgent: bool = False


def all_items(by: Standing) -> QuerySet[Item]:
    """Everything that one may open in the office."""
    return visible_to(by)


def public_list_of(by: Standing) -> QuerySet[Item]:
    """What is public now, of the units that one may see."""
    return visible_to(by).filter(public_version__isnull=False)


def urgent_items(by: Standing) -> QuerySet[Item]:
    """Everything that went public by the urgent way, for the report list."""
    return visible_to(by).filter(urgent=True)


def narrowing_q(narrow: Narrowing) -> Q:
    """As a condition, so that many narrowings can be counted in one query."""
    asked = Q()
    if narrow.text:
        words = Q(title__icontains=narrow.text) | Q(doc_no__icontains=narrow.text)
        words |= Q(index_no__icontains=narrow.text)
        if narrow.text.isascii() and narrow.text.isdigit() and len(narrow.text) < 12:
            words |= Q(id=int(narrow.text))
        asked &= words
    for column in ("state", "kind", "validity"):
        if getattr(narrow, column):
            asked &= Q(**{column: getattr(narrow, column)})
    if narrow.unit_id:
        asked &= Q(unit_id=narrow.unit_id)
    if narrow.topic_id:
        asked &= Q(topic_id=narrow.topic_id)
    if narrow.urgent:
        asked &= Q(urgent=True)
    if narrow.year:
        asked &= Q(published_on__gte=date(narrow.year, 1, 1), published_on__lt=date(narrow.year + 1, 1, 1))
    return asked


def narrowed(found: QuerySet[Item], narrow: Narrowing) -> QuerySet[Item]:
    return found.filter(narrowing_q(narrow))


def ordered(found: QuerySet[Item], sort: str, default: str = "due") -> QuerySet[Item]:
    """By one of SORTS, turned round with a leading minus; empty dates last, ending in id."""
    down, code = sort.startswith("-"), sort.lstrip("-")
    column = SORTS.get(code, SORTS[default])[0]
    if code not in SORTS:
        down = default in ("changed", "published")
    by_column = F(column).desc(nulls_last=True) if down else F(column).asc(nulls_last=True)
    return found.order_by(by_column, "id")


def choices_in(found: QuerySet[Item], column: str) -> list[tuple[str, int]]:
    """Values of a column with their numbers, most first: the options of a filter."""
    rows = found.order_by().values_list(column).annotate(n=Count("id")).order_by("-n", column)[:40]
    return [(str(value), n) for value, n in rows if value not in (None, "")]


def lines(items: Iterable[Item], *, today: date, work: WorkCalendar | None = None) -> list[Line]:
    """Rows of a page of items; two queries for steps and calendar, whatever their number."""
    rows = list(items)
    work = work or calendar()
    steps = dict(
        ReviewStep.objects.filter(review__item__in=[row.pk for row in rows], state="open").values_list(
            "review__item_id", "label"
        )
    )
    return [_line(row, steps.get(row.pk, ""), today, work) for row in rows]


def with_names(found: QuerySet[Item]) -> QuerySet[Item]:
    """What `lines` reads along with an item."""
    return found.select_related("unit", "topic", "owner").defer("summary", "attribute_reason")


def _line(row: Item, step: str, today: date, work: WorkCalendar) -> Line:
    runs = row.state in OPEN_STATES and row.due_on is not None
    left = None
    if runs and row.due_on is not None:
        left = days_left_words(DueDate(row.due_on, row.due_provisional), today, work)
    return Line(
        id=row.pk,
        title=row.title or "（还没有标题）",
        number=row.doc_no or row.index_no or f"草{row.pk}",
        kind=row.kind,
        kind_label=ITEM_KINDS[row.kind].label,
        unit_name=row.unit.short_name or row.unit.name,
        topic_name=row.topic.name if row.topic else "",
        state=row.state,
        state_label=STATE_LABELS[row.state],
        step=step,
        holder=row.owner.full_name if row.owner else "",
        due_on=row.due_on if runs else None,
        days_left=left,
        due_provisional=row.due_provisional,
        paused=PAUSED_STATES.get(row.state, ""),
        published_on=row.published_on,
        validity=row.validity,
        index_no=row.index_no or "",
        urgent=row.urgent,
    )
