"""公开目录: which of what units owe the public stands there, by reference, by a statement, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from gongkai.catalogue.models import Duty, NoActivityStatement
from gongkai.catalogue.rules import Rhythm, is_owed
from gongkai.disclosure.models import DutyReference, Item
from gongkai.figures.declaring import Dimension, Figure, Judged, Reading, Scope, Share
from gongkai.figures.queries.case_courses import begins
from gongkai.figures.queries.declared import _cuts


@dataclass(frozen=True)
class Stands:
    """A duty on the last day of the period. `how`: met, referred, stated, owed, or waiting (nothing occurred)."""

    id: int
    unit_id: int
    topic_id: int
    rhythm: str
    how: str


def _duties(scope: Scope) -> list[Stands]:
    """Four queries. What the sharing unit published meets the duty of the leading one, which it counts for."""
    day = scope.as_of
    held = Duty.objects.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day).exclude(
        audience="own_staff"
    )
    own, referred, stated = _last_published(scope), _referred(day), _stated(day)
    found = []
    columns = (
        "id", "unit_id", "co_unit_id", "topic_id", "rhythm", "months", "nodes", "from_on", "to_on",
    )  # fmt: skip
    for pk, unit_id, co_unit_id, topic_id, rhythm, months, nodes, from_on, to_on in (
        scope.of_units(held).order_by("id").values_list(*columns)
    ):
        days = [own.get((one, topic_id)) for one in (unit_id, co_unit_id) if one]
        last_own = max((on for on in days if on), default=None)
        last = max((on for on in (last_own, referred.get(pk)) if on), default=None)
        terms = Rhythm(rhythm, from_on, to_on, months, tuple(nodes))
        if is_owed(terms, last_on=last, stated_to=stated.get(pk), today=day):
            how = "owed"
        elif last_own is not None:
            how = "met"
        elif last is not None:
            how = "referred"
        else:
            how = "stated" if pk in stated else "waiting"
        found.append(Stands(pk, unit_id, topic_id, rhythm, how))
    return found


def _last_published(scope: Scope) -> dict[tuple[int, int], date]:
    rows = Item.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gte=begins(scope.period.after)),
        published_on__lte=scope.as_of,
        topic__isnull=False,
    )
    grouped = rows.order_by().values("unit_id", "topic_id").annotate(last=Max("published_on"))
    return {(row["unit_id"], row["topic_id"]): row["last"] for row in grouped}


def _referred(day: date) -> dict[int, date]:
    rows = DutyReference.objects.filter(
        Q(item__withdrawn_at=None) | Q(item__withdrawn_at__date__gt=day), item__published_on__lte=day
    )
    return dict(rows.order_by().values_list("duty_id").annotate(last=Max("item__published_on")))


def _stated(day: date) -> dict[int, date]:
    rows = NoActivityStatement.objects.filter(stated_on__lte=day).order_by()
    return dict(rows.values_list("duty_id").annotate(last=Max("to_on")))


def _falls(one: Stands) -> dict[str, Any]:
    return {"topic": one.topic_id, "rhythm": one.rhythm}


def _met(scope: Scope, reading: Reading) -> Iterator[Judged]:
    for one in reading.once(_duties, scope):
        if one.how in ("met", "referred", "owed"):
            yield Judged(one.id, one.unit_id, one.how != "owed", falls=_falls(one))
        if one.how in ("referred", "stated"):
            yield Judged(one.id, one.unit_id, falls=_falls(one), apart=one.how)


def _that(how: str) -> Callable[[Scope, Reading], Iterator[Judged]]:
    def judge(scope: Scope, reading: Reading) -> Iterator[Judged]:
        for one in reading.once(_duties, scope):
            if one.how == how:
                yield Judged(one.id, one.unit_id, falls=_falls(one))

    return judge


APART = {"referred": "引用上级", "stated": "情况说明"}
_RHYTHM = Dimension(
    "rhythm",
    "节奏",
    names=_cuts.of({"standing": "长期", "staged": "逐段", "regular": "定期", "on_occurrence": "发生时"}),
)
_SHAPE: dict[str, Any] = {
    "source": "duty", "article": "条例第十九条至第二十一条", "dimensions": (_cuts.UNIT, _cuts.TOPIC, _RHYTHM),
    "stock": True, "position": 25,
}  # fmt: skip

FIGURES = (
    Figure(
        "duty.met_rate", "应公开已公开率", "%",
        "期末那天，目录里应当有内容的栏目中，有本单位信息或者引用了上级信息、没有欠更新的占多少。"
        "情况说明（没有发生）不在内，引用和情况说明的个数另列；没有发生也没有到期的栏目不计。",
        aggregate=Share(), judge=_met, **_SHAPE,
    ),
    Figure(
        "duty.owed", "欠公开的栏目", "个", "期末那天，到期没有公开或者没有更新的栏目。",
        judge=_that("owed"), lower_is_better=True, **_SHAPE,
    ),
    Figure(
        "duty.by_reference", "引用上级公开的栏目", "个", "期末那天，只靠引用上级机关的信息公开的栏目。",
        judge=_that("referred"), **_SHAPE,
    ),
    Figure(
        "duty.by_statement", "发布情况说明的栏目", "个", "期末那天，没有公开内容、发布了情况说明的栏目。",
        judge=_that("stated"), **_SHAPE,
    ),
)  # fmt: skip
