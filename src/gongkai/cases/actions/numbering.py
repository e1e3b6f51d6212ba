"""Numbers of cases and letters: one locked counter row for each mark, unit and year, without gaps."""

from __future__ import annotations

from django.db.models import F

from gongkai.cases.models import CaseCounter


def next_serial(*, unit_id: int, mark: str, year: int) -> int:
    """The next serial; given back with the transaction when that fails, so that no number is missing."""
    CaseCounter.objects.get_or_create(unit_id=unit_id, mark=mark, year=year)
    CaseCounter.objects.filter(unit_id=unit_id, mark=mark, year=year).update(last=F("last") + 1)
    return CaseCounter.objects.values_list("last", flat=True).get(unit_id=unit_id, mark=mark, year=year)


def next_serials(*, unit_id: int, mark: str, year: int, count: int) -> range:
    """So many serials at once, in order; given back with the transaction like a single one."""
    CaseCounter.objects.get_or_create(unit_id=unit_id, mark=mark, year=year)
    CaseCounter.objects.filter(unit_id=unit_id, mark=mark, year=year).update(last=F("last") + count)
    last = CaseCounter.objects.values_list("last", flat=True).get(unit_id=unit_id, mark=mark, year=year)
    return range(last - count + 1, last + 1)
