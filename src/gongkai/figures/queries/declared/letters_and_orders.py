"""来信、热线工单、网上提问: received, signed for, answered, in time, how fast, how content people were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent, SideTerm
from gongkai.figures.declaring import Dimension, Figure, Middle, Scope, Share
from gongkai.figures.queries import case_columns
from gongkai.figures.queries.case_courses import begins, not_closed_before, turning_acts
from gongkai.figures.queries.declared import _cuts
from gongkai.figures.queries.expressions import told

_SUPERVISED = "国办发〔2016〕80号；国办发〔2020〕53号"
SATISFIED_FROM = 3
"""Of five stars: 基本满意 and better (国办发〔2019〕51号，未核实)."""

Rows = Callable[[Scope], QuerySet[Any]]


def _received(kinds: tuple[str, ...]) -> Rows:
    return lambda scope: scope.of_units(
        # What came in the period was received on its first day or later, however often it was taken up again.
        case_columns.received(kinds, scope.period).filter(received_on__gte=scope.period.first)
    )


def _answered(kinds: tuple[str, ...]) -> Rows:
    return lambda scope: scope.of_units(case_columns.answered(kinds, scope.period))


def _due(kinds: tuple[str, ...]) -> Rows:
    return lambda scope: _answered(kinds)(scope).filter(due_on__isnull=False)


def _rated(kinds: tuple[str, ...]) -> Rows:
    return lambda scope: _answered(kinds)(scope).filter(satisfaction__isnull=False)


def _replied_by_the_end(kinds: tuple[str, ...]) -> Callable[[Scope], Q]:
    def part(scope: Scope) -> Q:
        answered = Case.objects.filter(pk=OuterRef("pk")).annotate(
            replied=case_columns.replied_on(kinds, scope.as_of)
        )
        return Q(Exists(answered.filter(replied__lte=scope.as_of)))

    return part


# Taken up again, what was late once stays late.
_IN_TIME = Q(replied__lte=F("due_on"), late_before=None)


def _well_done(kinds: tuple[str, ...]) -> Callable[[Scope], Q]:
    turns = {act for code in kinds for act in turning_acts(CASE_KINDS[code])}

    def part(scope: Scope) -> Q:
        again = CaseEvent.objects.filter(case=OuterRef("pk"), act__in=turns)
        content = Q(satisfaction=None) | Q(satisfaction__gte=SATISFIED_FROM)
        return _IN_TIME & content & ~Q(Exists(again))

    return part


def _signable(kinds: tuple[str, ...]) -> Rows:
    """Terms to sign for a case that began in the period and are over, or were kept."""

    def rows(scope: Scope) -> QuerySet[SideTerm]:
        found = SideTerm.objects.filter(
            case__kind__in=kinds, term__endswith=".sign",
            started_on__gte=scope.period.first, started_on__lte=scope.as_of,
        )  # fmt: skip
        over = Q(due_on__lt=scope.as_of) | Q(ended_on__lte=scope.as_of)
        return scope.of_units(found.filter(over).exclude(state="dropped"), "case__unit_id")

    return rows


def _signed(scope: Scope) -> Q:
    return Q(ended_on__lte=F("due_on")) & Q(ended_on__lte=scope.as_of)


def overdue(kinds: tuple[str, ...]) -> Rows:
    """Open and past their term on the last day of the period; a paused clock is none of the unit's."""

    def rows(scope: Scope) -> QuerySet[Case]:
        after = begins(scope.period.after)
        late = Case.objects.filter(
            Q(served_on=None) | Q(served_on__gt=scope.as_of),
            kind__in=kinds, due_on__lt=scope.as_of, paused=False, merged_into=None, submitted_at__lt=after,
        )  # fmt: skip
        found = not_closed_before(scope.period.after, late)
        return scope.of_units(found)

    return rows


def _figures(prefix: str, label: str, kinds: tuple[str, ...], position: int) -> Iterator[Figure]:
    cuts = (_cuts.UNIT, _cuts.CASE_KIND, _cuts.CHANNEL)
    came = (*cuts, _cuts.month_of("came_on"))
    replied = (*cuts, _cuts.outcomes(*kinds), _cuts.month_of("replied"))
    shape: dict[str, Any] = {"article": _SUPERVISED, "source": "case", "position": position}
    yield Figure(
        f"{prefix}.received", f"收到的{label}", "件", f"收到之日在统计期内的{label}；重新办理的只计一次，并走的也计。",
        records=_received(kinds), dimensions=came, **shape,
    )  # fmt: skip
    yield Figure(
        f"{prefix}.answered", f"答复的{label}", "件", f"统计期内答复、期末没有重新办理的{label}。",
        records=_answered(kinds), dimensions=replied, **shape,
    )  # fmt: skip
    yield Figure(
        f"{prefix}.completion_rate", f"{label}办结率", "%", f"统计期内收到的{label}里，期末已经答复的占多少。",
        records=_received(kinds), aggregate=Share(_replied_by_the_end(kinds)), dimensions=came, **shape,
    )  # fmt: skip
    yield Figure(
        f"{prefix}.on_time_rate", f"{label}按时办结率", "%",
        f"统计期内答复的{label}里，不晚于期限的占多少；暂停计时和依规定延长的日子不算逾期，重新办理的哪一轮逾期都算逾期。",
        records=_due(kinds), aggregate=Share(lambda scope: _IN_TIME), dimensions=replied, **shape,
    )  # fmt: skip
    yield Figure(
        f"{prefix}.qualified_rate", f"{label}办结合格率", "%",
        f"统计期内答复的{label}里，按时答复、没有重新办理、评价不低于基本满意（没有评价的不看）的占多少。",
        records=_due(kinds), aggregate=Share(_well_done(kinds)), dimensions=replied, **shape,
    )  # fmt: skip
    for mean, words, code in ((False, "中位数", "median"), (True, "平均", "average")):
        yield Figure(
            f"{prefix}.days_{code}", f"{label}办理天数（{words}）", "个工作日",
            f"统计期内答复的{label}，从收到到答复用了几个工作日，取{words}；重新办理的从收到算起。",
            records=_answered(kinds), aggregate=Middle(days=("came_on", "replied"), working=True, mean=mean),
            dimensions=replied, lower_is_better=True, places=1, **shape,
        )  # fmt: skip
    yield Figure(
        f"{prefix}.satisfaction_rate", f"{label}满意率", "%",
        f"统计期内答复、对方作了评价的{label}里，评价为基本满意以上的占多少；没有评价的不计，也不算默认满意。",
        records=_rated(kinds), aggregate=Share(lambda scope: Q(satisfaction__gte=SATISFIED_FROM)),
        dimensions=replied, **shape,
    )  # fmt: skip
    yield Figure(
        f"{prefix}.overdue", f"逾期没有办完的{label}", "件", f"期末那天过了期限还没有答复的{label}；暂停计时的不算。",
        records=overdue(kinds), dimensions=cuts, stock=True, lower_is_better=True, public=False, **shape,
    )  # fmt: skip


def _sign_rate(prefix: str, label: str, kinds: tuple[str, ...], position: int) -> Figure:
    return Figure(
        f"{prefix}.sign_rate", f"{label}签收率", "%", f"统计期内转来的{label}里，在签收期限内签收的占多少；期限还没到的不计。",
        _SUPERVISED, "case", records=_signable(kinds), aggregate=Share(_signed),
        dimensions=(_cuts.UNIT,), record_id="case_id", unit_column="case__unit_id", position=position,
    )  # fmt: skip


# ---- 96128 and 12345: put through and called back ---------------------------------------------------------

_ORDER = ("hotline_order",)


def _transferred(scope: Scope) -> QuerySet[Case]:
    rows = _received(_ORDER)(scope).annotate(transfer=told("transfer"))
    return rows.filter(transfer__isnull=False).exclude(transfer__in=("", "none"))


def _visits(scope: Scope) -> QuerySet[CaseEvent]:
    rows = CaseEvent.objects.filter(
        act__in=("visit", "reopen"), on__gte=scope.period.first, on__lte=scope.as_of, case__kind__in=_ORDER
    ).annotate(reached=told("reached"))
    return scope.of_units(rows.filter(Q(reached=None) | ~Q(reached="no_answer")), "case__unit_id")


_LINE = Dimension("line", "线路", told("line"))

FIGURES = (
    *_figures("letter", "来信", ("letter",), 60),
    _sign_rate("letter", "来信", ("letter",), 61),
    *_figures("order", "热线工单", _ORDER, 65),
    _sign_rate("order", "热线工单", _ORDER, 66),
    *_figures("question", "网上提问", ("online_question",), 70),
    *_figures("complaint", "公开工作投诉举报", ("complaint",), 72),
    *_figures("consultation", "政策咨询", ("policy_consultation",), 74),
    Figure(
        "order.transfer_rate", "热线转接成功率", "%", "统计期内要转接的来电里，转接成功的占多少。", _SUPERVISED, "case",
        records=_transferred, aggregate=Share(lambda scope: Q(transfer="ok")), rounding="truncate",
        dimensions=(_cuts.UNIT, _LINE, _cuts.month_of("came_on")), position=67,
    ),
    Figure(
        "order.visit_satisfaction_rate", "热线回访满意率", "%",
        "统计期内回访接通的工单里，满意、基本满意的占多少；没有接通的不计，不满意的重新办理。", _SUPERVISED, "case",
        records=_visits, aggregate=Share(lambda scope: Q(act="visit")), dimensions=(_cuts.UNIT, _cuts.month_of("on")),
        record_id="case_id", unit_column="case__unit_id", position=68,
    ),
)  # fmt: skip
