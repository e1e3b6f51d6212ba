"""Page views, added up by month. No act of a person: nothing of it stands in the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from gongkai.registers.models import PageView


def add_views(*, numbers: Mapping[tuple[int, str, int, int], int]) -> None:
    """(unit id, kind of page, year, month) → how many more."""
    with transaction.atomic():
        for (unit_id, page, year, month), number in sorted(numbers.items()):
            row = PageView.objects.filter(unit=unit_id, page=page, year=year, month=month)
            if not row.update(number=F("number") + number):
                # Of two processes that come first together one makes the row; both then count in it.
                fresh = PageView(unit_id=unit_id, page=page, year=year, month=month)
                PageView.objects.bulk_create([fresh], ignore_conflicts=True)
                row.update(number=F("number") + number)
