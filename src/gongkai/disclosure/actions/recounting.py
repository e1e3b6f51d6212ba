"""A new holiday notice moves the last days of items that aren't public yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from gongkai.clocks import queries as clocks
from gongkai.clocks.changes import CalendarChange, Moved, first_and_last_difference
from gongkai.clocks.rules import DueDate, WorkCalendar
from gongkai.disclosure.actions.common import kind_of, last_day_to_publish, locked, write_ledger
from gongkai.disclosure.actions.following import OPEN_STATES
from gongkai.disclosure.models import Item
from gongkai.jobs.actions import put
from gongkai.ledger.rules import SYSTEM

RECOUNT = "item.recount"
"""Topic of the outbox: every item that isn't public yet is counted anew; the key says which years changed."""


def follow_calendar(change: CalendarChange) -> None:
    """A notice was loaded: the worker counts all open items anew. Runs inside the loading's transaction."""
    put(topic=RECOUNT, key="、".join(str(year) for year in sorted(change.years)), at=change.at)


def recount_open_items(*, why: str, at: datetime) -> int:
    """Count every item that isn't public yet anew; the ledger keeps the day that was. Safe to run twice.

    Returns how many days moved; one that was only settled (暂定 no more) is written but isn't counted.
    """
    calendar, moved = clocks.calendar(), 0
    for item_id in list(_open_items().order_by("id").values_list("id", flat=True)):
        with transaction.atomic():
            item = locked(item_id)
            due = _due(item, calendar)
            if item.state not in OPEN_STATES or due is None or (item.due_on, item.due_provisional) == due:
                continue
            before = item.due_on
            Item.objects.filter(id=item_id).update(due_on=due.on, due_provisional=due.provisional)
            if before != due.on:
                moved += 1
                days = [day.isoformat() if day else "" for day in (before, due.on)]
                write_ledger(item, "due_moved", SYSTEM, at, due=days, reason=why)
    return moved


def item_moves(before: WorkCalendar, after: WorkCalendar) -> Iterator[Moved]:
    """How many items that aren't public yet would get another last day. For the page before a notice is loaded."""
    differing = first_and_last_difference(before, after)
    if differing is None:
        return
    near = _open_items().annotate(since=Coalesce("formed_on", "signed_on"))
    near = near.filter(since__lt=differing[1], due_on__gte=differing[0]).select_related("topic")
    pairs = ((_due(item, before), _due(item, after)) for item in near.iterator(chunk_size=500))
    yield Moved(
        "主动公开", sum(was is not None and now is not None and was.on != now.on for was, now in pairs)
    )


def _open_items() -> QuerySet[Item]:
    """Not public yet, and with a day from which the term runs."""
    return Item.objects.filter(state__in=OPEN_STATES, public_version=None).exclude(
        formed_on=None, signed_on=None
    )


def _due(item: Item, calendar: WorkCalendar) -> DueDate | None:
    return last_day_to_publish(
        kind=kind_of(item), topic=item.topic, formed_on=item.formed_on or item.signed_on, working=calendar
    )
