"""机构和队伍: how many units disclose, who does the work, and who of them was trained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.accounts.models import Appointment
from gongkai.figures.declaring import Dimension, Figure, Judged, Reading, Scope, Share
from gongkai.figures.queries.declared import _cuts
from gongkai.registers.declaring import accounts_in
from gongkai.registers.models import RegisterEntry
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


def _newcomers(scope: Scope) -> QuerySet[Appointment]:
    """First appointments as officer, in whatever unit, that began in the period."""
    officers = Appointment.objects.filter(role="officer")
    before = officers.filter(user=OuterRef("user"), from_on__lt=OuterRef("from_on"))
    began = officers.filter(from_on__gte=scope.period.first, from_on__lte=scope.as_of)
    return scope.of_units(began.exclude(Exists(before)))


def _taught(scope: Scope) -> dict[str, set[str]]:
    """Accounts that trainings of the period name, by kind of training. Of all units: one may be taught in another's class."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = RegisterEntry.objects.filter(
        register="trainings", on__gte=scope.period.first, on__lte=scope.as_of, values__has_key="attendees"
    )
    for kind, values in rows.order_by("id").values_list("kind", "values"):
        found[kind].update(accounts_in(values["attendees"]))
    return found


def _trained(scope: Scope, reading: Reading) -> Iterator[Judged]:
    taught = reading.once(_taught, scope)
    return _judged(_officers(scope), taught, kinds=taught)


def _guided(scope: Scope, reading: Reading) -> Iterator[Judged]:
    return _judged(_newcomers(scope), reading.once(_taught, scope), kinds=("one_to_one",))


def _judged(
    appointments: QuerySet[Appointment], taught: Mapping[str, set[str]], *, kinds: Iterable[str]
) -> Iterator[Judged]:
    if not taught:
        return  # nobody entered who was there: that is not 0
    named = set().union(*(taught.get(kind, set()) for kind in kinds))
    rows = appointments.order_by("id").values_list("id", "unit_id", "unit__kind", "user__username")
    for pk, unit_id, kind, account in rows:
        yield Judged(pk, unit_id, account in named, falls={"unit_kind": kind})


_TRAINING: dict[str, Any] = {
    "source": "appointment", "article": "条例第四十八条", "aggregate": Share(),
    "dimensions": (_cuts.UNIT, Dimension("unit_kind", "单位类型", names=_cuts.of(_KIND_WORDS))),
}  # fmt: skip

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
    Figure(
        "officer.trained_rate", "信息员培训覆盖率", "%",
        "期末那天在任的信息员里，统计期内参加过公开工作培训的占多少：培训登记册写了这个人的账号就算，培训由哪个单位办都算，"
        "几次也算一次。一人在两个单位任职的计两次；没有写账号的培训算不进来，全县一次也没有写的不当作 0。",
        judge=_trained, stock=True, position=71, **_TRAINING,
    ),
    Figure(
        "officer.newcomer_guided_rate", "新任信息员一对一培训率", "%",
        "统计期内第一次担任信息员的人（以前在哪个单位也没有担任过）里，统计期内参加过一对一培训的占多少，"
        "上岗以前办的也算；任职以后又离开的仍然计入。没有写账号的培训算不进来，全县一次也没有写的不当作 0。",
        judge=_guided, position=71, **_TRAINING,
    ),
)  # fmt: skip
