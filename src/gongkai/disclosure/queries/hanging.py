"""What hangs on a unit, so that an act of reorganisation can name its consequences before it is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.accounts.models import Appointment
from gongkai.catalogue.models import Duty
from gongkai.disclosure.models import Item
from gongkai.disclosure.queries.office import OPEN_STATES
from gongkai.units.models import ReadingPoint, Unit


@dataclass(frozen=True)
class Hanging:
    open_items: int
    public_items: int
    duties: int
    people: int
    below: int
    points: int


def what_hangs_on(unit_ids: Collection[int], *, today: date) -> Hanging:
    """Six small counts; public things, nothing that depends on who asks."""
    posts = Appointment.objects.filter(Q(to_on=None) | Q(to_on__gte=today), unit__in=unit_ids)
    return Hanging(
        open_items=Item.objects.filter(unit__in=unit_ids, state__in=OPEN_STATES).count(),
        public_items=Item.objects.filter(unit__in=unit_ids, public_version__isnull=False).count(),
        duties=Duty.objects.filter(unit__in=unit_ids, to_on=None).count(),
        people=posts.values("user").distinct().count(),
        below=Unit.objects.filter(parent__in=unit_ids, closed_on=None).count(),
        points=ReadingPoint.objects.filter(unit__in=unit_ids, closed_on=None).count(),
    )
