"""Numbers of cases and letters: one locked counter row for each mark, unit and year, without gaps."""

from __future__ import annotations

from django.db.models import F

from gongkai.cases.models import CaseCounter


def next_serial(*, unit_id: int, mark: str, year: int) -> int:
    """The next serial; given back with the transaction when that fails, so that no number is missing."""
    return next_serials(unit_id=unit_id, mark=mark, year=year, count=1).start


def next_serials(*, unit_id: int, mark: str, year: int, count: int) -> range:
    """So many serials at once, in order; given back with the transaction like a single one."""
    counter = CaseCounter.objects.filter(unit_id=unit_id, mark=mark, year=year)
    if not counter.update(last=F("last") + count):
        # The first of its year. Of two that come first together one makes the row; both then count in it.
        CaseCounter.objects.bulk_create(
            [CaseCounter(unit_id=unit_id, mark=mark, year=year)], ignore_conflicts=True
        )
        counter.update(last=F("last") + count)
    last = counter.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)
