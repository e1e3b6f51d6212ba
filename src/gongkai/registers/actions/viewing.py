"""Page views, added up by month. No act of a person: nothing of it stands in the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Case, F, Value, When

from gongkai.registers.models import PageView

CHUNK = 400
_PLACE = ("unit_id", "page", "year", "month")
Place = tuple[int, str, int, int]


def add_views(*, numbers: Mapping[Place, int]) -> None:
    """(unit id, kind of page, year, month) → how many more. Four statements for each few hundred places."""
    places = sorted(numbers)
    with transaction.atomic():
        for start in range(0, len(places), CHUNK):
            chunk = places[start : start + CHUNK]
            # Of two processes that come first together one makes the row; both then count in it.
            fresh = [PageView(unit_id=u, page=p, year=y, month=m) for u, p, y, m in chunk]
            PageView.objects.bulk_create(fresh, ignore_conflicts=True)
            span = PageView.objects.filter(
                unit_id__in={u for u, *_ in chunk}, year__in={y for _, _, y, _ in chunk}
            )
            ids = {tuple(place): pk for pk, *place in span.order_by("id").values_list("id", *_PLACE)}
            more = [When(pk=ids[place], then=Value(numbers[place])) for place in chunk]
            mine = PageView.objects.filter(id__in=[ids[place] for place in chunk])
            mine.update(number=F("number") + Case(*more, default=Value(0)))
