"""Background work of figures: what the dashboard and the public page show is counted ahead, again when something happened."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from gongkai.disclosure.queries.freshness import public_state
from gongkai.figures.actions import forget_counts, keep_counts
from gongkai.figures.headlines import COUNTED_AHEAD
from gongkai.figures.queries.kept import kept_since
from gongkai.figures.rules.periods import Period, year
from gongkai.jobs.registry import regularly

AT_LEAST_EVERY = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=2)


@regularly("count_figures", seconds=900, apart=True)
def count_figures(at: datetime) -> None:
    """This year so far, and the same days of last year. Nothing is counted twice while nothing happens."""
    today = localdate(at)
    so_far = Period(year(today.year).first, today)
    changed_at = public_state().changed_at
    for period in (so_far, so_far.a_year_earlier()):
        counted_at = kept_since(period)
        known = counted_at is not None and at - counted_at < AT_LEAST_EVERY
        if known and (changed_at is None or counted_at is None or changed_at < counted_at):
            continue
        keep_counts(codes=COUNTED_AHEAD, period=period, at=at)
    forget_counts(before=at - FORGOTTEN_AFTER)
