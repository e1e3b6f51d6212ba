"""Days of cases as SQL, as they stood at the end of a period; for kinds that come by the thousand.

A case's columns tell the last round alone. For the few that were taken up again, or whose clock began anew, the days
come from their events; the others are not asked.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Case as Choice
from django.db.models import DateField, Exists, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent
from gongkai.figures.queries.case_courses import begins, not_closed_before, receipts, turning_acts
from gongkai.figures.rules.periods import Period

_DAY = Coalesce("mended_on", "on")


def _turns(kinds: Collection[str]) -> set[str]:
    return {act for code in kinds for act in turning_acts(CASE_KINDS[code])}


def _stops(kinds: Collection[str]) -> set[str]:
    return {act.act for code in kinds for act in CASE_KINDS[code].transitions if act.clock == "stop"}


def _events(acts: Collection[str]) -> QuerySet[Any]:
    return CaseEvent.objects.filter(case=OuterRef("pk"), act__in=acts).annotate(day=_DAY)


def _or_from_events(kinds: Collection[str], column: Any, events: QuerySet[Any]) -> Any:
    turns = _turns(kinds)
    if not turns:
        return F(column) if isinstance(column, str) else column
    return Choice(
        When(Exists(_events(turns)), then=Subquery(events.values("day")[:1])),
        default=column,
        output_field=DateField(),
    )


def arrived_on(kinds: Collection[str]) -> Any:
    """The day of the first receipt: what was taken up again still came then."""
    receiving = {act for code in kinds for act in receipts(CASE_KINDS[code])}
    return _or_from_events(kinds, "received_on", _events(receiving).order_by("no"))


def replied_on(kinds: Collection[str], as_of: date) -> Any:
    """The day of the answer that stood on a day; None when there was none, or it had been taken up again by then.

    What was merged into another case is answered with that one.
    """
    again = CaseEvent.objects.filter(
        case=OuterRef("case"), act__in=_turns(kinds), no__gt=OuterRef("no"), on__lte=as_of
    )
    stops = _events(_stops(kinds)).filter(~Exists(again), day__lte=as_of).order_by("no")
    return _or_from_events(kinds, Coalesce("served_on", "merged_into__served_on"), stops)


def received(kinds: Collection[str], period: Period) -> QuerySet[Case]:
    """Cases that came in the period, with `came_on`."""
    rows = _of(kinds, period).annotate(came_on=arrived_on(kinds))
    return rows.filter(came_on__gte=period.first, came_on__lte=period.last)


def answered(kinds: Collection[str], period: Period) -> QuerySet[Case]:
    """Cases whose answer of the period stood at its end, with `came_on` and `replied`."""
    found = not_closed_before(period.first, _of(kinds, period)).annotate(
        came_on=arrived_on(kinds), replied=replied_on(kinds, period.last)
    )
    return found.filter(replied__gte=period.first, replied__lte=period.last)


def _of(kinds: Collection[str], period: Period) -> QuerySet[Any]:
    # Taken up again, a case's column moves to a later day only: nothing that came in the period is lost.
    return Case.objects.filter(kind__in=kinds, submitted_at__lt=begins(period.after))
