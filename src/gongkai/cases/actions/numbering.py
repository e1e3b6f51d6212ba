"""Numbers of cases and letters: one locked counter row for each mark, unit and year, without gaps."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from gongkai.cases.models import CaseCounter


def next_serial(*, unit_id: int, mark: str, year: int) -> int:
    """The next serial; given back with the transaction when that fails, so that no number is missing."""
    return next_serials(unit_id=unit_id, mark=mark, year=year, count=1).start


def next_serials(*, unit_id: int, mark: str, year: int, count: int) -> range:
    """So many serials at once, in order; given back with the transaction like a single one."""
    last = _moved(unit_id, mark, year, count)
    if last is None:
        # The first of its year. Of two that come first together one makes the row; both then count in it.
        CaseCounter.objects.bulk_create(
            [CaseCounter(unit_id=unit_id, mark=mark, year=year)], ignore_conflicts=True
        )
        last = _moved(unit_id, mark, year, count)
    if last is None:
        raise LookupError((unit_id, mark, year))
    return range(last - count + 1, last + 1)


def give_back(*, unit_id: int, mark: str, year: int, serials: Collection[int]) -> None:
    """Those of these serials that end the series will be given again; one that others follow stays used up."""
    counter = CaseCounter.objects.filter(unit_id=unit_id, mark=mark, year=year).first()  # one by constraint
    last = back = counter.last if counter else 0
    while back in serials:
        back -= 1
    if counter is not None and back != last:
        CaseCounter.objects.filter(id=counter.pk, last=last).update(last=back)


_MOVE = """
    UPDATE cases_casecounter SET last = last + %s WHERE unit_id = %s AND mark = %s AND year = %s RETURNING last
"""


def _moved(unit_id: int, mark: str, year: int, count: int) -> int | None:
    """Move the counter and read it in one statement, so that nobody comes in between; None where there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [count, unit_id, mark, year])
        row = cursor.fetchone()
    return int(row[0]) if row else None
