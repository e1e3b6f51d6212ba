"""The register of hand-overs to archive, library and reading points: entered, still to do, and the rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import DueDate, WorkCalendar
from gongkai.disclosure.models import Delivery, Item
from gongkai.disclosure.policies import deliverable_by, visible_to
from gongkai.disclosure.rules import DELIVERY_WORKING_DAYS


@dataclass(frozen=True)
class DeliveryRate:
    """Of one point and year. `overdue` are published, past their term and not handed over."""

    in_time: int
    late: int
    overdue: int
    waiting: int

    @property
    def due(self) -> int:
        return self.in_time + self.late + self.overdue

    @property
    def percent(self) -> float | None:
        """Handed over in time of all whose term has ended or that were handed over; None when there are none."""
        return round(self.in_time * 100 / self.due, 1) if self.due else None


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year + 1, 1, 1)


def _owed(standing: Standing, year: int) -> QuerySet[Item]:
    """Public items of a year that are handed over; historical ones were before this system."""
    first, after = _year(year)
    seen = visible_to(standing).filter(
        public_version__isnull=False, attribute="proactive", secret_level="none", audience="everyone"
    )
    return seen.filter(is_historical=False, published_on__gte=first, published_on__lt=after)


def _without(items: QuerySet[Item], point_id: int) -> QuerySet[Item]:
    entered = Delivery.objects.filter(item=OuterRef("pk"), point=point_id, delivered_on__isnull=False)
    return items.exclude(Exists(entered))


def deliveries_of(standing: Standing, *, point_id: int, year: int) -> QuerySet[Delivery]:
    """Entered hand-overs of items published that year, newest first."""
    rows = Delivery.objects.filter(item__in=_owed(standing, year), point=point_id, delivered_on__isnull=False)
    return rows.select_related("item__unit").order_by("-delivered_on", "-id")


def still_to_deliver(standing: Standing, *, point_id: int, year: int) -> QuerySet[Item]:
    """Public items that this person may hand over and that the point hasn't got, the oldest first."""
    mine = deliverable_by(standing).values("id")
    found = _without(_owed(standing, year).filter(id__in=mine), point_id)
    return found.select_related("unit").order_by("published_on", "id")


def delivery_rate(standing: Standing, *, point_id: int, year: int, today: date) -> DeliveryRate:
    """Four counts over what this person sees."""
    rows = deliveries_of(standing, point_id=point_id, year=year).order_by()
    missing = _without(_owed(standing, year), point_id).order_by()
    overdue = missing.filter(published_on__lte=last_day_overdue(today)).count()
    return DeliveryRate(
        in_time=rows.filter(delivered_on__lte=F("due_on")).count(),
        late=rows.filter(delivered_on__gt=F("due_on")).count(),
        overdue=overdue,
        waiting=missing.count() - overdue,
    )


def due_on(published_on: date, working: WorkCalendar | None = None) -> DueDate:
    """Last day for handing over what was published on a day. Lists give their calendar along: one query for all rows."""
    return (working or calendar()).add_working_days(published_on, DELIVERY_WORKING_DAYS)


def last_day_overdue(today: date) -> date:
    """The latest day of publication whose term has ended before today."""
    work = calendar()
    day = today - timedelta(days=DELIVERY_WORKING_DAYS)
    while work.add_working_days(day, DELIVERY_WORKING_DAYS).on >= today:
        day -= timedelta(days=1)
    return day
