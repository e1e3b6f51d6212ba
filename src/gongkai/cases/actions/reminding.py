"""Reminders: so many working days before the last day, and once a day what is late, to whoever can do something about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from gongkai.accounts.models import Absence, Appointment, User
from gongkai.cases import parties
from gongkai.cases.actions.common import day_of
from gongkai.cases.models import Case, Notice
from gongkai.cases.rules.notices import shown_address, told_when_late, warning_hit
from gongkai.clocks.queries import calendar, warning_days
from gongkai.clocks.rules import WorkCalendar
from gongkai.crypto.sealed import seal

SHOWN = 50
"""Cases that a digest names; of more it says how many."""
_FIELDS = ("id", "number", "title", "unit_id", "assignee_id", "received_on", "due_on", "due_provisional")


@dataclass(frozen=True)
class Running:
    """An open case whose clock runs, with the working days to its last day, negative when that lies behind."""

    id: int
    number: str
    title: str
    unit_id: int
    assignee_id: int | None
    received_on: date
    due_on: date
    provisional: bool
    left: int
    whole: int


@dataclass(frozen=True)
class Reminded:
    reminders: int
    digests: int


def remind(*, at: datetime) -> Reminded:
    """Tell of what is nearly due and of what is late. Any number of runs on a day tell each thing once.

    A reminder is a notice in the office's inbox; what is late comes as one digest a day for each person, by mail where
    they have an address. Nothing is told on days off. All of a run is one transaction: killed halfway it leaves nothing.
    """
    today = day_of(at)
    work = calendar()
    if not work.is_working_day(today):
        return Reminded(0, 0)
    warnings = warning_days()
    people = _People(today)
    with transaction.atomic():
        running = _running(today, work, max(warnings, default=0))
        fresh = _reminders(running, warnings, people, at)
        return Reminded(len(fresh), _digests(running, fresh, people, at))


def _running(today: date, work: WorkCalendar, most: int) -> list[Running]:
    until = work.add_working_days(today, most).on
    rows = (
        Case.objects.filter(
            closed_at__isnull=True, paused=False, served_on=None, due_on__lte=until, merged_into=None
        )
        .order_by("due_on", "id")
        .values_list(*_FIELDS)
    )
    found = []
    for pk, number, title, unit_id, assignee_id, received_on, due_on, provisional in rows:
        left = work.working_days_between(today, due_on)
        whole = work.working_days_between(received_on, due_on) if received_on else 0
        found.append(
            Running(
                pk,
                number or "",
                title,
                unit_id,
                assignee_id,
                received_on or due_on,
                due_on,
                provisional,
                left,
                whole,
            )
        )
    return found


class _People:
    """Who holds which post today, and who stands in for whom is away; read once."""

    def __init__(self, today: date) -> None:
        self._by_post: dict[tuple[int, str], list[int]] = defaultdict(list)
        away = set(
            Absence.objects.filter(from_on__lte=today, to_on__gte=today).values_list("user_id", flat=True)
        )
        held = Appointment.objects.filter(
            Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today, user__is_active=True
        ).values_list("unit_id", "role", "user_id", "deputy_id")
        for unit_id, role, user_id, deputy_id in held.order_by("id"):
            self._by_post[unit_id, role].append(user_id)
            if deputy_id and user_id in away:
                self._by_post[unit_id, role].append(deputy_id)
        self.office = sorted(
            {u for (_, role), users in self._by_post.items() if role == "disclosure_office" for u in users}
        )

    def owners(self, case: Running) -> list[int]:
        """The person who has it; while nobody has, the handlers of the unit."""
        return [case.assignee_id] if case.assignee_id else self._by_post[case.unit_id, "handler"]

    def who(self, case: Running, told: Iterable[str]) -> set[int]:
        found: set[int] = set()
        for one in told:
            if one == "owner":
                found |= set(self.owners(case))
            elif one == "lead":
                found |= set(self._by_post[case.unit_id, "leader"])
            else:
                found |= set(self.office)
        return found


def _reminders(
    running: Sequence[Running], warnings: Sequence[int], people: _People, at: datetime
) -> set[int]:
    """Write the reminders that nobody has had yet; returns the people who have a fresh one."""
    wanted: dict[str, Notice] = {}
    for case in running:
        hit = warning_hit(left=case.left, whole=case.whole, warnings=warnings) if case.left >= 0 else None
        if hit is None:
            continue
        for user_id in people.owners(case):
            once = f"remind:{case.id}:{case.due_on}:{hit}:{user_id}"
            wanted[once] = Notice(
                case_id=case.id, user_id=user_id, channel="inbox", once=once, state="sent", made_at=at, sent_at=at,
                subject=f"{case.number}{_left_words(case)}", text=f"{case.title}\n最晚 {case.due_on:%Y年%m月%d日} 办结。",
            )  # fmt: skip
    names = list(wanted)
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        for known in Notice.objects.filter(once__in=some).values_list("once", flat=True):
            del wanted[known]
    Notice.objects.bulk_create(wanted.values(), ignore_conflicts=True, batch_size=500)
    return {notice.user_id for notice in wanted.values() if notice.user_id}


def _digests(running: Sequence[Running], fresh: set[int], people: _People, at: datetime) -> int:
    """At most one a day for each person, the longest late first."""
    lists: dict[int, list[Running]] = defaultdict(list)
    late_for: set[int] = set()
    for case in running:
        if case.left < 0:
            told = people.who(case, told_when_late(late=-case.left))
            late_for |= told
        else:
            told = set(people.owners(case)) & fresh
        for user_id in told:
            lists[user_id].append(case)
    wanted = {user_id: cases for user_id, cases in lists.items() if user_id in late_for or user_id in fresh}
    emails = dict(User.objects.filter(id__in=wanted, is_active=True).values_list("id", "email"))
    today = day_of(at)
    rows = [
        _digest(user_id, emails[user_id], cases, today, at)
        for user_id, cases in sorted(wanted.items())
        if user_id in emails
    ]
    before = Notice.objects.filter(once__startswith=f"digest:{today}:").count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return Notice.objects.filter(once__startswith=f"digest:{today}:").count() - before


def _digest(user_id: int, email: str, cases: Sequence[Running], today: date, at: datetime) -> Notice:
    late = [case for case in cases if case.left < 0]
    soon = [case for case in cases if case.left >= 0]
    parts = [f"逾期 {len(late)} 件"] if late else []
    parts += [f"快到期 {len(soon)} 件"] if soon else []
    lines = [
        f"{case.number}{_left_words(case)}，最晚 {case.due_on:%Y年%m月%d日}：{case.title}"
        for case in cases[:SHOWN]
    ]
    if len(cases) > SHOWN:
        lines.append(f"另有 {len(cases) - SHOWN} 件，登录后看全部。")
    return Notice(
        user_id=user_id,
        channel="mail" if email else "inbox",
        sealed_to=seal(email, purpose=parties.PURPOSE) if email else "",
        shown_to=shown_address(email) if email else "",
        subject=f"来件期限：{'，'.join(parts)}",
        text="\n".join(lines),
        once=f"digest:{today}:{user_id}",
        state="waiting" if email else "sent",
        made_at=at,
        next_at=at if email else None,
        sent_at=None if email else at,
    )


def _left_words(case: Running) -> str:
    mark = "（暂定）" if case.provisional else ""
    if case.left < 0:
        return f"已经逾期 {-case.left} 个工作日{mark}"
    return f"还有 {case.left} 个工作日到期{mark}" if case.left else f"今天到期{mark}"
