"""How often somebody who was about to write was shown what is public already, looked, and needn't write any more."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from gongkai.cases.models import FoundCount
from gongkai.cases.stored_choices import FOUND_WHAT


def count_found(*, kind: str, what: str, day: date) -> None:
    """One more of that day: `what` is shown, opened or enough. Counts alone; who it was is not kept."""
    if what not in FOUND_WHAT:
        raise ValueError(what)
    with transaction.atomic():
        row = FoundCount.objects.filter(day=day, kind=kind, what=what)
        if not row.update(count=F("count") + 1):
            # Of two that come first together one makes the row; both then count in it.
            FoundCount.objects.bulk_create([FoundCount(day=day, kind=kind, what=what)], ignore_conflicts=True)
            row.update(count=F("count") + 1)
