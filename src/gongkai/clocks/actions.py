"""Changes of the working-day calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gongkai.clocks.changes import CalendarChange, announce
from gongkai.clocks.models import CalendarDay, HolidayNotice
from gongkai.clocks.notices import Notice, NoticeDay, UnusableNotice, make_notice, shipped_notices
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject


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
    *, year: int, title: str, source: str, rows: Iterable[NoticeDay], by: Actor, at: datetime
) -> bool:
    """Load one year's holiday notice, in place of the year's earlier one; False when nothing changes.

    Raises UnusableNotice when the rows can't be that year's days or contradict another year's notice.
    """
    notice = make_notice(year=year, title=title, source=source, days=rows)
    with transaction.atomic():
        earlier = HolidayNotice.objects.select_for_update().filter(year=year).first()  # year is unique
        if earlier and (earlier.days_digest, earlier.title, earlier.source) == (
            notice.days_digest,
            notice.title,
            notice.source,
        ):
            return False
        _refuse_days_of_others(notice)
        earlier_digest = earlier.days_digest if earlier else None
        if earlier:
            earlier.delete()
        _write(notice, at=at)
        record(
            actor=by,
            act="calendar.load_notice",
            subject=Subject("calendar", str(year), title),
            at=at,
            payload={"days": len(notice.days), "digest": notice.days_digest, "replaces": earlier_digest},
        )
        if notice.days_digest != earlier_digest:
            announce(CalendarChange(frozenset({year}), at))
    return True


def _refuse_days_of_others(notice: Notice) -> None:
    days = [entry.day for entry in notice.days]
    clash = CalendarDay.objects.filter(day__in=days).exclude(notice__year=notice.year)
    found = clash.order_by("day").values_list("day", "notice__year").first()
    if found:
        raise UnusableNotice(f"{found[0]:%Y-%m-%d} 已由 {found[1]} 年的通知安排，先改那一份。")


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
