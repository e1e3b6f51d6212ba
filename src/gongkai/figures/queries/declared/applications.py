"""依申请公开: the 25 rows of the annual report's table 2, and how fast applications were answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from gongkai.cases.clockwork import Happened, main_clock
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import CaseEvent
from gongkai.cases.rules.outcomes import DETAIL_ROWS
from gongkai.clocks.counting import deadline, united
from gongkai.clocks.queries import calendar, term_book
from gongkai.clocks.rules import WorkCalendar
from gongkai.figures.declaring import Dimension, Figure, Judged, Middle, Reading, Scope, Share, Sum
from gongkai.figures.queries.annual import APPLICATIONS, Hit, application_hits
from gongkai.figures.queries.case_courses import CaseCourse, candidates, courses
from gongkai.figures.queries.declared import _cuts
from gongkai.figures.rules import tables
from gongkai.figures.rules.courses import FORWARD, NEW, OVER, TOTAL, Turn, rows_of
from gongkai.figures.rules.periods import ONE_DAY

_FORM = "政府信息公开工作年度报告格式（国办公开办函〔2021〕30号）"
_ROW_WORDS = {
    NEW: (
        "本年新收政府信息公开申请",
        "收到之日在统计期内的申请；网上、平信、传真来的以双方确认之日为收到之日。",
    ),
    OVER: ("上年结转政府信息公开申请", "统计期以前收到、到统计期开始时还没有办结的申请。"),
    **{
        row: (
            label,
            "统计期内送达答复（或者不再办理）、以这一情形办结的申请；一件只计一个情形，期末以后答复的计入下一期。",
        )
        for row, label in DETAIL_ROWS.items()
    },
    TOTAL: (
        "办理结果总计",
        "统计期内办结的申请。撤销后在以后年度重新答复的不重复计数，另见“重新答复的申请”。",
    ),
    FORWARD: ("结转下年度继续办理", "统计期末还没有办结的申请，待补正、征求意见、延期中的都在内。"),
}


# ---- table 2 ---------------------------------------------------------------------------------------------


def _hits(scope: Scope) -> list[Hit]:
    return list(application_hits(scope.period, scope.unit_ids))


def _row(row: str) -> Callable[[Scope, Reading], Iterator[Judged]]:
    def judge(scope: Scope, reading: Reading) -> Iterator[Judged]:
        before = tables.foi_address(row, "")
        for hit in reading.once(_hits, scope):
            column = hit.address.removeprefix(before)
            if column != hit.address and column != tables.SUM:
                yield Judged(hit.case_id, hit.unit_id, falls={"applicant_type": column})

    return judge


# ---- how fast --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answered:
    """An application that ended in the period: the last day of its term as its acts made it, and working days that it took."""

    case: CaseCourse
    ended_on: date
    due_on: date | None
    days: int
    outcome: str
    extended: bool = False

    @property
    def pace(self) -> str:
        if self.due_on is None or self.ended_on > self.due_on:
            return "late"
        return "extended" if self.extended else "on_time"


def _answered(scope: Scope) -> list[Answered]:
    """Replayed from events, so that pauses, extension and restart count as they stood when it was answered."""
    ended = {}
    for one in courses(APPLICATIONS, scope.period, scope.unit_ids):
        end = one.course.ended(as_of=scope.as_of)
        if end is not None and TOTAL in rows_of(one.course, scope.period):
            ended[one.id] = (one, end)
    by_case: dict[int, list[Happened]] = {}
    rows = candidates(APPLICATIONS, scope.period, scope.unit_ids)
    events = CaseEvent.objects.filter(case__in=rows.values("id")).order_by("case_id", "no")
    columns = ("case_id", "act", "on", "mended_on", "at")
    days = KeyTextTransform("days", "values")
    for case_id, act, on, mended, at, more in events.annotate(days=days).values_list(*columns, "days"):
        if case_id in ended and (mended or on) <= ended[case_id][1].on:
            by_case.setdefault(case_id, []).append(Happened(act, mended or on, at, {"days": more}))
    work, terms = calendar(), term_book()
    return [
        _measured(one, end, by_case.get(case_id, []), work, terms) for case_id, (one, end) in ended.items()
    ]


def _measured(
    one: CaseCourse, end: Turn, happened: list[Happened], work: WorkCalendar, terms: Any
) -> Answered:
    kind, ended_on, outcome = CASE_KINDS[one.kind], end.on, end.outcome or one.outcome
    history = main_clock(kind, happened).history
    if history is None or history.started_on is None:
        return Answered(one, ended_on, None, 0, outcome)
    limit = next((t for code in kind.terms if (t := terms(code, history.started_on, one.unit_id))), None)
    due = deadline(limit, history, work, as_of=ended_on) if limit else None
    started = history.started_on
    waited = sum(
        work.working_days_between(max(span[0], started + ONE_DAY) - ONE_DAY, min(span[1], ended_on))
        for span in united(history.pauses, ended_on)
        if span[1] > started
    )
    took = work.working_days_between(started, ended_on) - waited
    return Answered(one, ended_on, due.on if due else None, max(0, took), outcome, history.extension > 0)


def _speed(scope: Scope, reading: Reading) -> Iterator[Judged]:
    for one in reading.once(_answered, scope):
        yield Judged(
            one.case.id, one.case.unit_id, one.due_on is not None and one.ended_on <= one.due_on, one.days,
            falls={
                "applicant_type": tables.APPLICANT_COLUMNS.get(one.case.applicant, "other"),
                "month": f"{one.ended_on:%Y-%m}", "channel": one.case.channel, "outcome": one.outcome, "pace": one.pace,
            },
        )  # fmt: skip


def _came(scope: Scope, reading: Reading) -> Iterator[Judged]:
    for one in courses(APPLICATIONS, scope.period, scope.unit_ids):
        if NEW in rows_of(one.course, scope.period) and one.course.received_on:
            yield Judged(
                one.id, one.unit_id,
                falls={
                    "applicant_type": tables.APPLICANT_COLUMNS.get(one.applicant, "other"),
                    "month": f"{one.course.received_on:%Y-%m}", "channel": one.channel,
                },
            )  # fmt: skip


def _redone(scope: Scope, reading: Reading) -> Iterator[Judged]:
    for one in courses(APPLICATIONS, scope.period, scope.unit_ids):
        if one.course.redone(scope.period):
            yield Judged(one.id, one.unit_id)


def _extended(scope: Scope) -> QuerySet[CaseEvent]:
    return _events(scope, "extend")


def _fees_paid(scope: Scope) -> QuerySet[CaseEvent]:
    asked = CaseEvent.objects.filter(case=OuterRef("case"), act="charge_fee", no__lt=OuterRef("no")).order_by(
        "-no"
    )
    yuan = Cast(KeyTextTransform("amount_yuan", "values"), DecimalField(max_digits=12, decimal_places=2))
    return _events(scope, "pay_fee").annotate(yuan=Subquery(asked.annotate(yuan=yuan).values("yuan")[:1]))


def _events(scope: Scope, act: str) -> QuerySet[CaseEvent]:
    rows = CaseEvent.objects.filter(
        act=act, on__gte=scope.period.first, on__lte=scope.as_of, case__kind__in=APPLICATIONS
    )
    return scope.of_units(rows, "case__unit_id")


_OF_EVENTS: dict[str, Any] = {
    "source": "case", "record_id": "case_id", "unit_column": "case__unit_id",
    "dimensions": (_cuts.UNIT, _cuts.month_of("on")), "position": 45,
}  # fmt: skip
_PACE = Dimension(
    "pace", "快慢", names=_cuts.of({"on_time": "按时", "extended": "延长后按时", "late": "逾期"})
)
_CUTS = (_cuts.UNIT, _cuts.APPLICANT, _cuts.MONTH, _cuts.CHANNEL)
_OF_SPEED: dict[str, Any] = {
    "source": "case", "judge": _speed, "dimensions": (*_CUTS, _cuts.outcomes(*APPLICATIONS), _PACE), "position": 40,
}  # fmt: skip

FIGURES = (
    *(
        Figure(
            f"foi.{row}", label, "件", words, _FORM, "case", judge=_row(row),
            dimensions=(_cuts.UNIT, _cuts.APPLICANT), stock=row in (OVER, FORWARD), position=30,
        )
        for row, (label, words) in ((row, _ROW_WORDS[row]) for row in tables.FOI_ROWS)
    ),
    Figure(
        "application.received", "新收的申请", "件", _ROW_WORDS[NEW][1], _FORM, "case", judge=_came,
        dimensions=_CUTS, position=39,
    ),
    Figure(
        "application.answered", "办结的申请", "件", _ROW_WORDS[TOTAL][1], _FORM, **_OF_SPEED,
    ),
    Figure(
        "application.on_time_rate", "申请按时答复率", "%",
        "统计期内办结的申请里，送达不晚于期限的占多少；补正、征求意见、等缴费的日子和依法延长的都不算逾期。",
        "条例第三十三条", aggregate=Share(), **_OF_SPEED,
    ),
    Figure(
        "application.days_median", "申请办理天数（中位数）", "个工作日",
        "统计期内办结的申请，从收到（补正的从收到补正）到送达用了几个工作日，取中位数；暂停计时的日子不算。",
        "条例第三十三条", aggregate=Middle(), lower_is_better=True, places=1, **_OF_SPEED,
    ),
    Figure(
        "application.days_average", "申请办理天数（平均）", "个工作日",
        "统计期内办结的申请，从收到（补正的从收到补正）到送达平均用了几个工作日；暂停计时的日子不算。",
        "条例第三十三条", aggregate=Middle(mean=True), lower_is_better=True, places=1, **_OF_SPEED,
    ),
    Figure(
        "application.redone", "重新答复的申请", "件",
        "以前年度已经计入办理结果、统计期内按复议决定或者判决重新答复的申请；不再计入办理结果，由人确认是否说明。",
        _FORM, "case", judge=_redone, dimensions=(_cuts.UNIT,), public=False, position=46,
    ),
    Figure(
        "application.extended", "延长答复期限的申请", "件", "统计期内决定延长答复期限的申请。",
        "条例第三十三条第二款", records=_extended, **_OF_EVENTS,
    ),
    Figure(
        "application.fees", "收取的信息处理费", "元", "统计期内缴清的信息处理费。", "条例第四十二条；国办函〔2020〕109号",
        aggregate=Sum("yuan"), records=_fees_paid, **_OF_EVENTS,
    ),
    Figure(
        "application.fees_cases", "收取信息处理费的申请", "件", "统计期内缴清信息处理费的申请。",
        "条例第四十二条；国办函〔2020〕109号", records=_fees_paid, **_OF_EVENTS,
    ),
)  # fmt: skip
