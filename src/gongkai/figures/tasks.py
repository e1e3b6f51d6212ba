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
    so_far = Period(year(localdate(at).year).first, localdate(at))
    before = so_far.a_year_earlier()
    if _is_due(so_far, at, even_within=True):
        keep_counts(codes=COUNTED_AHEAD, period=so_far, at=at)
    if _is_due(before, at, even_within=False):
        keep_counts(codes=COUNTED_AHEAD, period=before, at=at)
    forget_counts(before=at - FORGOTTEN_AFTER)


def _is_due(period: Period, at: datetime, *, even_within: bool) -> bool:
    """After an hour in any case; within it only what moves daily, and only when something happened since."""
    counted_at = kept_since(period)
    if counted_at is None or at - counted_at >= AT_LEAST_EVERY:
        return True
    changed_at = public_state().changed_at
    return even_within and changed_at is not None and changed_at >= counted_at
