"""Counting ahead for pages that everybody opens. Nothing here is an act of a person: no ledger row, no permission."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gongkai.figures.declaring import Reading
from gongkai.figures.models import KeptCount
from gongkai.figures.queries import kept
from gongkai.figures.queries.snapshot import snapshot
from gongkai.figures.rules.periods import Period


def keep_counts(*, codes: Iterable[str], period: Period, at: datetime) -> int:
    """Count figures over a period in one state of the database and keep them; what was kept of it before is replaced."""
    with snapshot():
        reading = Reading()
        found = [kept.count(code, period, reading) for code in codes]
    rows = [
        KeptCount(
            code=one.declared.code,
            first=period.first,
            last=period.last,
            counted_at=at,
            cells=kept.write(one.cells),
            months=kept.write(kept.without_units(one)),
        )
        for one in found
    ]
    with transaction.atomic():
        KeptCount.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["code", "first", "last"],
            update_fields=["counted_at", "cells", "months"],
        )
    return len(rows)


def forget_counts(*, before: datetime) -> int:
    """Counts that no page asks for any more."""
    return KeptCount.objects.filter(counted_at__lt=before).delete()[0]
