"""Normative documents by the days that make, repeal and end them: table 1, 第二十条第（一）项."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from gongkai.disclosure.models import Item
from gongkai.figures.queries.case_courses import begins
from gongkai.figures.rules.periods import ONE_DAY, Period

NORMATIVE = "normative_document"


def documents(period: Period, unit_ids: Collection[int] | None) -> QuerySet[Item]:
    """Normative documents that were public at the end of the period or became so since, with `made_on`.

    A document signed in December and published in January was made in December. One that was withdrawn by the end
    of the period is none.
    """
    found = Item.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gte=begins(period.after)),
        kind=NORMATIVE,
        published_on__isnull=False,
    ).annotate(made_on=Coalesce("signed_on", "formed_on", "published_on"))
    found = found.filter(made_on__lte=period.last)
    return found if unit_ids is None else found.filter(unit_id__in=unit_ids)


def made(period: Period) -> Q:
    return Q(made_on__gte=period.first)


def repealed(period: Period) -> Q:
    """No longer in force from a day in the period on: repealed, declared void, or past its last day. Each counts once."""
    by_act = Q(abolished_on__gte=period.first, abolished_on__lte=period.last) & ~Q(
        expires_on__lt=period.before
    )
    lapsed = Q(expires_on__gte=period.before, expires_on__lte=period.last - ONE_DAY)
    return by_act | (lapsed & ~Q(abolished_on__lt=period.first) & ~_gone_without_a_day())


def valid(period: Period) -> Q:
    """In force on the last day of the period. What is marked 废止 or 失效 without a day counts no more."""
    return (
        (Q(abolished_on=None) | Q(abolished_on__gt=period.last))
        & (Q(expires_on=None) | Q(expires_on__gte=period.last))
        & ~_gone_without_a_day()
    )


def _gone_without_a_day() -> Q:
    return Q(validity="abolished", abolished_on=None) | Q(validity="expired", expires_on=None)


COLUMNS = {"made": made, "repealed": repealed, "valid": valid}
