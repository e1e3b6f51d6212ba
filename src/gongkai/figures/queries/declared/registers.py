"""台账: what units enter by hand or import, and no item, no case holds. One figure for each number of each register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import DecimalField as Decimals

from gongkai.figures.declaring import Dimension, Figure, Scope, Sum
from gongkai.figures.queries.declared import _cuts
from gongkai.registers.declaring import EntryColumn, Measure, Register
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.models import EntryNumber, PageView, RegisterCount, RegisterEntry

_WAN = 10_000


def _counts(register: Register, measure: Measure) -> Any:
    def rows(scope: Scope) -> QuerySet[RegisterCount]:
        first, last = scope.period.first, scope.period.last
        found = RegisterCount.objects.filter(
            register=register.code, key=measure.key, number__isnull=False
        ).annotate(at=F("year") * 12 + F("month"))
        months = Q(month__gt=0, at__gte=first.year * 12 + first.month, at__lte=last.year * 12 + last.month)
        # What is filled in once a year belongs to a period that holds the whole year.
        years = Q(month=0, year__gte=first.year + (first.month > 1), year__lte=last.year - (last.month < 12))
        if measure.stock:
            # Stands at the end: the last year of the period alone.
            years &= Q(year=last.year - (last.month < 12))
        return scope.of_units(found.filter(months | years))

    return rows


_MONTH_FILLED = Dimension(
    "month", "月份", Case(When(month=0, then=Value(None)), default=F("year") * 100 + F("month"))
)


def _measured(register: Register) -> Iterator[Figure]:
    for measure in register.measures:
        yield Figure(
            f"register.{register.code}.{measure.key}",
            f"{register.label.removesuffix('（系统里没有的）')}·{measure.label}",
            measure.unit,
            f"{register.summary}单位按{'月' if register.rhythm == 'month' else '年'}填写；没有填的不当作 0。",
            register.article,
            "register_count",
            aggregate=Sum("number", blank=True, places=measure.decimals),
            records=_counts(register, measure),
            dimensions=(_cuts.UNIT, _MONTH_FILLED) if register.rhythm == "month" else (_cuts.UNIT,),
            stock=measure.stock,
            position=80,
        )


def _entries(register: Register) -> Any:
    def rows(scope: Scope) -> QuerySet[RegisterEntry]:
        found = RegisterEntry.objects.filter(register=register.code, on__lte=scope.as_of)
        still = Q(until=None) | Q(until__gt=scope.as_of)
        came = Q(on__gte=scope.period.first)
        return scope.of_units(found.filter(still if register.until_label else came))

    return rows


def _with_number(register: Register, column: EntryColumn) -> Any:
    def rows(scope: Scope) -> QuerySet[RegisterEntry]:
        number = EntryNumber.objects.filter(entry=OuterRef("pk"), key=column.key).values("number")[:1]
        two = Decimals(max_digits=16, decimal_places=2)
        return _entries(register)(scope).annotate(amount=Subquery(number, output_field=two))  # type: ignore[no-any-return]

    return rows


def _listed(register: Register) -> Iterator[Figure]:
    words = dict(register.kinds)
    cuts = (
        _cuts.UNIT,
        *([Dimension("kind", register.kind_label, "kind", _cuts.of(words))] if words else []),
        _cuts.month_of("on"),
    )
    still = "期末那天有效的" if register.until_label else "统计期内登记的"
    shape: dict[str, Any] = {
        "article": register.article, "source": "register_entry", "dimensions": cuts,
        "stock": bool(register.until_label), "position": 85,
    }  # fmt: skip
    yield Figure(
        f"register.{register.code}.entries", register.label, "条", f"{still}条目。{register.summary}",
        records=_entries(register), **shape,
    )  # fmt: skip
    for column in register.numbers:
        yield Figure(
            f"register.{register.code}.{column.key}", f"{register.label}·{column.label}", column.unit or "个",
            f"{still}条目里“{column.label}”之和。{register.summary}",
            aggregate=Sum("amount", places=2 if column.type == "decimal" else 0),
            records=_with_number(register, column), **shape,
        )  # fmt: skip


def figures_of(register: Register) -> Iterator[Figure]:
    return _listed(register) if register.has_entries else _measured(register)


# ---- table 1 of the annual report -------------------------------------------------------------------------


def _table_one() -> Iterator[Figure]:
    for code in ("licensing", "punishment", "coercion"):
        register = REGISTERS[code]
        yield Figure(
            f"disclosure.{code}.processed", f"{register.label}处理决定数量", "件",
            f"统计期内{register.summary}按月登记；一个月也没有登记的单位不当作 0。", register.article, "register_count",
            aggregate=Sum("number", blank=True), records=_counts(register, register.measure("processed")),
            dimensions=(_cuts.UNIT, _MONTH_FILLED), position=21,
        )  # fmt: skip
    fees = REGISTERS["fees"]
    yield Figure(
        "disclosure.fees.amount", "行政事业性收费金额", "万元", "统计期内收取的行政事业性收费，按元登记、换算成万元，不四舍五入。",
        fees.article, "register_count", aggregate=Sum("number", blank=True, by=_WAN),
        records=_counts(fees, fees.measure("amount")), dimensions=(_cuts.UNIT, _MONTH_FILLED), position=22,
    )  # fmt: skip


def _views(scope: Scope) -> QuerySet[PageView]:
    first, last = scope.period.first, scope.period.last
    rows = PageView.objects.annotate(at=F("year") * 12 + F("month")).filter(
        at__gte=first.year * 12 + first.month, at__lte=last.year * 12 + last.month
    )
    return scope.of_units(rows)


FIGURES = (
    *_table_one(),
    *(figure for register in REGISTERS.values() for figure in figures_of(register)),
    Figure(
        "views.pages", "门户页面浏览", "次", "门户各类页面被打开的次数，只记总数，不记是谁；缓存替我们回答的不在内。",
        "国办函〔2018〕12号", "page_view", aggregate=Sum("number"), records=_views,
        dimensions=(_cuts.UNIT, Dimension("page", "页面", "page")), position=90,
    ),
)  # fmt: skip
