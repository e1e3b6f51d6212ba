"""Cases as lists of the office: the views with their numbers, and a case as a row with its clock in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.cases.policies import CASE_ROLES, visible_to
from gongkai.cases.queries.cards import CaseCard, card_of
from gongkai.cases.stored_choices import CHANNELS
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import SOON_WORKING_DAYS, DaysLeft, DueDate, WorkCalendar, days_left_words
from gongkai.statements import KEPT, Counts, counted_at_once


@dataclass(frozen=True)
class CaseView:
    """A view of the inbox. `empty` says what its emptiness means."""

    code: str
    label: str
    empty: str


CASE_VIEWS: dict[str, CaseView] = {
    view.code: view
    for view in (
        CaseView("mine", "我在办", "您没有在办的来件。"),
        CaseView("unclaimed", "待认领", "没有等人认领的来件。"),
        CaseView("review", "等我审核", "没有等您审核的答复。"),
        CaseView("help", "等本单位协办", "没有等本单位协办的来件。"),
        CaseView("due", "三个工作日内到期", "三个工作日内没有到期的来件。"),
        CaseView("overdue", "已逾期", "没有逾期的来件。"),
        CaseView("paused", "暂停计时", "没有暂停计时的来件。"),
        CaseView("open", "全部在办", "没有在办的来件。"),
        CaseView("closed", "已办结", "还没有办结的来件。"),
        CaseView("all", "全部来件", "还没有来件。"),
    )
}
REVIEW_ACTS = ("approve", "return_draft")


@dataclass(frozen=True)
class CaseLine:
    """A case as a row of a list."""

    id: int
    number: str
    title: str
    kind: str
    kind_label: str
    unit_name: str
    state: str
    state_label: str
    outcome_label: str
    assignee: str
    channel: str
    submitted_on: date
    due_on: date | None
    days_left: DaysLeft | None
    provisional: bool
    paused: bool
    closed: bool
    closed_on: date | None
    served_on: date | None
    late_before: int | None
    card: CaseCard | None

    @property
    def ended_late(self) -> bool:
        """Answered after its last day; taken up again, after that of any of its rounds."""
        served_late = bool(self.served_on and self.due_on and self.served_on > self.due_on)
        return served_late or self.late_before is not None


def takes_part(by: Standing) -> bool:
    """Whether this person has anything to do with cases at all."""
    return by.sees_all or bool(by.unit_ids(*CASE_ROLES))


def view_cases(by: Standing, *, code: str, today: date, work: WorkCalendar | None = None) -> QuerySet[Case]:
    """The cases of one view, unsliced; KeyError for an unknown code."""
    seen = visible_to(by)
    if code == "all":
        return seen
    if code == "closed":
        return seen.filter(closed_at__isnull=False)
    wanted = _due_soon(today, work) if code == "due" else _WANTED[code](by, today)
    return seen.filter(closed_at__isnull=True).filter(wanted)


def view_counts(by: Standing, *, today: date, work: WorkCalendar | None = None) -> dict[str, int]:
    """How many stand in each open view: one query whatever the number of rows, one more without the calendar."""
    return _counts(by, today, _soon_until(today, work)).ask()


@lru_cache(maxsize=KEPT)
def _counts(by: Standing, today: date, soon: date) -> Counts:
    counts = {
        code: Count("id", filter=_due_until(today, soon) if code == "due" else wanted(by, today))
        for code, wanted in _WANTED.items()
        if code != "open"
    }
    return counted_at_once([(visible_to(by).filter(closed_at__isnull=True), {"open": Count("id"), **counts})])


def _running() -> Q:
    return Q(paused=False, served_on=None)


def _due_soon(today: date, work: WorkCalendar | None = None) -> Q:
    return _due_until(today, _soon_until(today, work))


def _soon_until(today: date, work: WorkCalendar | None) -> date:
    return (work or calendar()).add_working_days(today, SOON_WORKING_DAYS).on


def _due_until(today: date, soon: date) -> Q:
    return _running() & Q(due_on__gte=today, due_on__lte=soon)


# What an open case must be to stand in a view.
_WANTED: dict[str, Callable[[Standing, date], Q]] = {
    "mine": lambda by, today: Q(assignee_id=by.user_id),
    "unclaimed": lambda by, today: Q(assignee_id=None, merged_into=None),
    "review": lambda by, today: _reviewable(by),
    "help": lambda by, today: Q(id__in=_asked_for_help(by)),
    "due": lambda by, today: _due_soon(today),
    "overdue": lambda by, today: _running() & Q(due_on__lt=today),
    "paused": lambda by, today: Q(paused=True),
    "open": lambda by, today: Q(),
}


def _asked_for_help(by: Standing) -> QuerySet[Case]:
    units = by.unit_ids(*CASE_ROLES)
    asked = Case.objects.filter(co_handling__unit_id__in=units, co_handling__answered_at__isnull=True)
    return asked.values("id")  # type: ignore[return-value]


def _reviewable(by: Standing) -> Q:
    """Cases in a state that a head signs off, in units where one is the head."""
    found = Q(pk__in=[])
    for kind in CASE_KINDS.values():
        for act in kind.transitions:
            if act.act not in REVIEW_ACTS:
                continue
            mine = Q(unit_id__in=by.unit_ids(*act.roles))
            if "disclosure_office" in act.roles and by.has("disclosure_office"):
                mine = Q()
            found |= Q(kind=kind.code, state__in=act.sources) & mine
    return found


# ---- rows ------------------------------------------------------------------------------------------------


def with_names(found: QuerySet[Case]) -> QuerySet[Case]:
    """What a row reads along with its case; the texts stay where they are."""
    return found.select_related("unit", "assignee").defer("text", "values")


def lines_of(ids: Sequence[int], *, today: date, work: WorkCalendar | None = None) -> list[CaseLine]:
    """The cases of these ids as rows, in that order."""
    cases = with_names(Case.objects.order_by()).in_bulk(list(ids))
    return lines((cases[one] for one in ids if one in cases), today=today, work=work)


def lines(cases: Iterable[Case], *, today: date, work: WorkCalendar | None = None) -> list[CaseLine]:
    work = work or calendar()
    return [line_of(case, today, work) for case in cases]


def line_of(case: Case, today: date, work: WorkCalendar) -> CaseLine:
    """A case read with its unit and assignee."""
    kind = CASE_KINDS[case.kind]
    outcome = kind.outcome(case.outcome)
    running = (
        case.due_on is not None and case.closed_at is None and not case.paused and case.served_on is None
    )
    return CaseLine(
        id=case.pk,
        number=case.number or "",
        title=case.title,
        kind=kind.code,
        kind_label=kind.label,
        unit_name=case.unit.short_name or case.unit.name,
        state=case.state,
        state_label=kind.state(case.state).label,
        outcome_label=outcome.label if outcome else "",
        assignee=case.assignee.full_name if case.assignee else "",
        channel=CHANNELS.get(case.channel, case.channel),
        submitted_on=case.submitted_at.astimezone().date(),
        due_on=case.due_on,
        days_left=days_left_words(DueDate(case.due_on, case.due_provisional), today, work)
        if running and case.due_on
        else None,
        provisional=case.due_provisional,
        paused=case.paused and case.closed_at is None,
        closed=case.closed_at is not None,
        closed_on=case.closed_at.astimezone().date() if case.closed_at else None,
        served_on=case.served_on,
        late_before=case.late_before,
        card=card_of(case, today=today, work=work),
    )
