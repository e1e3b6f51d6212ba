"""机构和队伍: how many units disclose and who does the work, as they stood at the end of the period."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.accounts.models import Appointment
from gongkai.figures.declaring import Dimension, Figure, Scope
from gongkai.figures.queries.declared import _cuts
from gongkai.units.models import Unit
from gongkai.units.rules import UNIT_KINDS

_KIND_WORDS = {code: kind.label for code, kind in UNIT_KINDS.items()}
_DISCLOSING = [code for code, kind in UNIT_KINDS.items() if kind.discloses and not kind.sums_up]


def _units(scope: Scope) -> QuerySet[Unit]:
    open_then = Q(closed_on=None) | Q(closed_on__gt=scope.as_of)
    return scope.of_units(
        Unit.objects.filter(open_then, opened_on__lte=scope.as_of, kind__in=_DISCLOSING), "id"
    )


def _officers(scope: Scope) -> QuerySet[Appointment]:
    held = Q(to_on=None) | Q(to_on__gte=scope.as_of)
    return scope.of_units(Appointment.objects.filter(held, role="officer", from_on__lte=scope.as_of))


FIGURES = (
    Figure(
        "unit.disclosing", "公开单位", "个", "期末那天在列的公开单位；本级政府自己不计，撤销、并入的从那天起不计。",
        "条例第四条", "unit", records=_units, unit_column="id", stock=True, position=70,
        dimensions=(_cuts.UNIT, Dimension("kind", "单位类型", "kind", _cuts.of(_KIND_WORDS))),
    ),
    Figure(
        "officer.appointed", "信息员", "人", "期末那天在任的信息员；一人在两个单位任职的计两次。",
        "条例第四条", "appointment", records=_officers, stock=True, position=71,
        dimensions=(_cuts.UNIT, Dimension("unit_kind", "单位类型", "unit__kind", _cuts.of(_KIND_WORDS))),
    ),
)  # fmt: skip
