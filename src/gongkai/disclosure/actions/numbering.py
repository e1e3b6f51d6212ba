"""Index numbers 索引号: the one place that moves the counter of an organisation and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F

from gongkai.disclosure.models import IndexCounter
from gongkai.disclosure.rules import index_number


def next_index_no(*, org_code: str, year: int, count: int = 1) -> str:
    """The next index number of an organisation and year: one locked counter row, never reissued.

    With `count` that many are taken at once and the first is returned.
    """
    return index_number(org_code=org_code, year=year, serial=_take(org_code, year, count))


def index_numbers(*, wanted: Sequence[tuple[str, int]]) -> list[str]:
    """Numbers for many at once, one for each (organisation code, year), in the order asked; one update a counter.

    Counters are taken in one order, so that two who number at once don't wait for each other in a ring.
    """
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, counter in enumerate(wanted):
        places[counter].append(place)
    numbers = [""] * len(wanted)
    for (org_code, year), asked in sorted(places.items()):
        first = _take(org_code, year, len(asked))
        for offset, place in enumerate(asked):
            numbers[place] = index_number(org_code=org_code, year=year, serial=first + offset)
    return numbers


def _take(org_code: str, year: int, count: int) -> int:
    """The first of `count` serials that nobody else will get. Runs inside the caller's transaction."""
    IndexCounter.objects.get_or_create(org_code=org_code, year=year)
    IndexCounter.objects.filter(org_code=org_code, year=year).update(last=F("last") + count)
    last = IndexCounter.objects.values_list("last", flat=True).get(org_code=org_code, year=year)
    return last - count + 1
