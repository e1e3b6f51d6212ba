"""Background work of figures: what the dashboard and the public page show is counted ahead, again when something happened."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from gongkai.disclosure.queries.freshness import public_state
from gongkai.figures.actions import forget_counts, keep_counts
from gongkai.figures.headlines import COUNTED_AHEAD
from gongkai.figures.queries.kept import kept_since
from gongkai.figures.rules.periods import Period, year
from gongkai.jobs.registry import regularly

AT_LEAST_EVERY = timedelta(hours=1)
ENDED_EVERY = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(days=2)


@regularly("count_figures", seconds=900, apart=True)
def count_figures(at: datetime) -> None:
    """This year and this month so far, the same days of last year, the two years before. Nothing is counted twice while nothing happens."""
    today = localdate(at)
    moving = (Period(date(today.year, 1, 1), today), Period(today.replace(day=1), today))
    ended = (*(one.a_year_earlier() for one in moving), year(today.year - 1), year(today.year - 2))
    for period in moving:
        if _is_due(period, at):
            keep_counts(codes=COUNTED_AHEAD, period=period, at=at)
    for period in ended:
        counted_at = kept_since(period)
        if counted_at is None or at - counted_at >= ENDED_EVERY:
            keep_counts(codes=COUNTED_AHEAD, period=period, at=at)
    forget_counts(before=at - FORGOTTEN_AFTER)


def _is_due(period: Period, at: datetime) -> bool:
    """After an hour in any case; within it only when something happened since."""
    counted_at = kept_since(period)
    if counted_at is None or at - counted_at >= AT_LEAST_EVERY:
        return True
    changed_at = public_state().changed_at
    return changed_at is not None and changed_at >= counted_at
