"""Changes of the working-day calendar, and of the terms, hours and warnings that the office sets itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.clocks.changes import CalendarChange, TermChange, announce, announce_term
from gongkai.clocks.models import CalendarDay, HolidayNotice, LocalTerm, OfficeHours, WarningDay
from gongkai.clocks.notices import Notice, NoticeDay, make_notice, shipped_notices
from gongkai.clocks.policies import may_run_clocks
from gongkai.clocks.queries import require_free_days, warning_days
from gongkai.clocks.terms import TERMS
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject

By = Actor | Standing
LONGEST = {"working_day": 250, "calendar_day": 365, "hour": 240, "month": 24}
"""No term that an office sets for itself is longer; more is a slip of the hand."""
MOST_WARNINGS, EARLIEST_WARNING = 6, 60


class ClocksRefused(Exception):
    """A change of terms that can't be; the message is in words for the person who tried."""


class NotAllowed(ClocksRefused):
    pass


class NotALocalTerm(ClocksRefused):
    """The law sets the length, or no such term is declared."""


class FaultyTerm(ClocksRefused):
    pass


class FaultyHours(ClocksRefused):
    pass


class FaultyWarnings(ClocksRefused):
    pass


def load_shipped_calendar(*, by: Actor, at: datetime) -> frozenset[int]:
    """Load the notices that come with the product; returns the years that are new.

    A year that is loaded already stays as it is: an office may have corrected it.
    """
    with transaction.atomic():
        present = set(HolidayNotice.objects.values_list("year", flat=True))
        fresh = [notice for notice in shipped_notices() if notice.year not in present]
        for notice in fresh:
            _write(notice, at=at)
        years = frozenset(notice.year for notice in fresh)
        if years:
            record(
                actor=by,
                act="calendar.load_shipped",
                subject=Subject("calendar", "shipped", "随产品提供的放假安排"),
                at=at,
                payload={"years": sorted(years), "digests": {str(n.year): n.days_digest for n in fresh}},
            )
            announce(CalendarChange(years, at))
    return years


def load_notice(
    *, year: int, title: str, source: str, rows: Iterable[NoticeDay], by: By, at: datetime
) -> bool:
    """Load one year's holiday notice, in place of the year's earlier one; False when nothing changes.

    Raises UnusableNotice when the rows can't be that year's days or contradict another year's notice.
    """
    actor = _acting(by)
    notice = make_notice(year=year, title=title, source=source, days=rows)
    with transaction.atomic():
        earlier = HolidayNotice.objects.select_for_update().filter(year=year).first()  # year is unique
        if earlier and (earlier.days_digest, earlier.title, earlier.source) == (
            notice.days_digest,
            notice.title,
            notice.source,
        ):
            return False
        require_free_days(notice)
        earlier_digest = earlier.days_digest if earlier else None
        if earlier:
            earlier.delete()
        _write(notice, at=at)
        record(
            actor=actor,
            act="calendar.load_notice",
            subject=Subject("calendar", str(year), title),
            at=at,
            payload={"days": len(notice.days), "digest": notice.days_digest, "replaces": earlier_digest},
        )
        if notice.days_digest != earlier_digest:
            announce(CalendarChange(frozenset({year}), at))
    return True


def _write(notice: Notice, *, at: datetime) -> None:
    row = HolidayNotice.objects.create(
        year=notice.year,
        title=notice.title,
        source=notice.source,
        loaded_at=at,
        days_digest=notice.days_digest,
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(notice=row, day=entry.day, is_working=entry.is_working, name=entry.name)
        for entry in notice.days
    )


# ---- what the office sets itself -------------------------------------------------------------------------


def set_local_term(
    *,
    code: str,
    unit_id: int | None,
    length: int,
    source: str,
    valid_from: date,
    note: str = "",
    by: By,
    at: datetime,
) -> None:
    """Give a local term another length for events from a day on, for one unit or (None) for all others.

    Set again for the same day, it is replaced. Events before that day keep the term that they began with.
    Raises NotALocalTerm for what the law sets, FaultyTerm for a length or a source that can't be.
    """
    actor = _acting(by)
    declared = TERMS.get(code, ())
    if not declared or not declared[-1].local:
        raise NotALocalTerm("这个时限由法规或者国家文件规定，不能自己改。")
    longest = LONGEST[declared[-1].unit]
    if not 1 <= length <= longest:
        raise FaultyTerm(f"时限填 1 到 {longest} 之间的整数。")
    if not source.strip():
        raise FaultyTerm("写明依据，例如本县的办理办法。")
    if valid_from < declared[0].valid_from:
        raise FaultyTerm(f"最早从 {declared[0].valid_from:%Y-%m-%d} 起。")
    values = {"length": length, "source": source.strip()[:200], "note": note.strip()[:300]}
    with transaction.atomic():
        rows = LocalTerm.objects.select_for_update().filter(code=code, unit=unit_id, valid_from=valid_from)
        before = rows.values_list("length", flat=True).first()  # at most one, by constraint
        if not rows.update(**values):
            LocalTerm.objects.create(code=code, unit_id=unit_id, valid_from=valid_from, **values)
        record(
            actor=actor,
            act="calendar.set_local_term",
            subject=Subject("term", code, declared[-1].label),
            at=at,
            payload={
                "term_length": length if before is None else [before, length],
                "unit_id": unit_id,
                "from": valid_from.isoformat(),
                "basis": values["source"],
                "note": values["note"],
            },
        )
        announce_term(TermChange(frozenset({code}), unit_id, valid_from, at))


def set_office_hours(
    *,
    unit_id: int | None,
    valid_from: date,
    sessions: Sequence[tuple[time, time]],
    by: By,
    at: datetime,
) -> None:
    """The hours of a working day from a day on, in one or two sessions, for one unit or (None) for all others.

    Raises FaultyHours for sessions that overlap, run backwards or are more than two.
    """
    actor = _acting(by)
    if not 1 <= len(sessions) <= 2:
        raise FaultyHours("办公时间填一段或者两段。")
    for opens, closes in sessions:
        if closes <= opens:
            raise FaultyHours(f"下班时间 {closes:%H:%M} 要晚于上班时间 {opens:%H:%M}。")
    if len(sessions) == 2 and sessions[1][0] < sessions[0][1]:
        raise FaultyHours("下午上班的时间要晚于上午下班的时间。")
    morning, afternoon = sessions[0], sessions[1] if len(sessions) == 2 else (None, None)
    values = dict(
        zip(("opens", "closes", "opens_again", "closes_again"), (*morning, *afternoon), strict=True)
    )
    with transaction.atomic():
        rows = OfficeHours.objects.select_for_update().filter(unit=unit_id, valid_from=valid_from)
        if not rows.update(**values):
            OfficeHours.objects.create(unit_id=unit_id, valid_from=valid_from, **values)
        record(
            actor=actor,
            act="calendar.set_office_hours",
            subject=Subject("calendar", "office_hours", "办公时间"),
            at=at,
            payload={
                "office_hours": "，".join(f"{opens:%H:%M}—{closes:%H:%M}" for opens, closes in sessions),
                "unit_id": unit_id,
                "from": valid_from.isoformat(),
            },
        )
        announce_term(TermChange(frozenset(), unit_id, valid_from, at))


def set_warning_days(*, days: Sequence[int], by: By, at: datetime) -> None:
    """Remind people so many working days before the last day; 0 is the last day itself.

    Raises FaultyWarnings for none, too many, or one that is too early to be of use.
    """
    actor = _acting(by)
    wanted = sorted(set(days), reverse=True)
    if not 1 <= len(wanted) <= MOST_WARNINGS:
        raise FaultyWarnings(f"提醒 1 到 {MOST_WARNINGS} 次。")
    if wanted[-1] < 0 or wanted[0] > EARLIEST_WARNING:
        raise FaultyWarnings(f"提前的天数填 0 到 {EARLIEST_WARNING} 之间的整数。")
    with transaction.atomic():
        before = list(warning_days())
        WarningDay.objects.all().delete()
        WarningDay.objects.bulk_create(WarningDay(days=one) for one in wanted)
        record(
            actor=actor,
            act="calendar.set_warning_days",
            subject=Subject("calendar", "warning_days", "到期提醒"),
            at=at,
            payload={"warnings": ["、".join(map(str, one)) for one in (before, wanted)]},
        )


def _acting(by: By) -> Actor:
    if isinstance(by, Actor):
        return by
    if not may_run_clocks(by):
        raise NotAllowed("日历和时限由政务公开办维护，有改动可联系他们。")
    return by.actor()
