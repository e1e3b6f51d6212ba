"""政务公开数据: the same figures as the office's, the public ones: definition, value, last year, by month, and as open data."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from gongkai.components.dates import day
from gongkai.components.parts import FileLine, Link
from gongkai.figures.declaring import Figure, Middle, Reckoned, Share
from gongkai.figures.headlines import PUBLIC
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.kept import Counted, counted, year_so_far
from gongkai.figures.queries.snapshot import snapshot
from gongkai.figures.rules.periods import Period
from gongkai.figures.rules.rounding import ROUNDINGS, SMALL_SAMPLE
from gongkai.portal.answering import show
from gongkai.reports.printing.by_month import by_month

FRESH_FOR = timedelta(days=2)
"""A stranger's visit never makes the machine count as long as the worker runs at all; the page names the time."""
CACHED = "public, max-age=300"
HERE = "/figures/"
COLUMNS = (
    "编码", "指标", "计量单位", "时段起", "时段止", "数值", "分子", "分母", "样本数", "样本少", "去年同期", "口径", "依据", "取整方法",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A figure as the page and the open data tell it."""

    declared: Figure
    now: Reckoned
    before: Reckoned

    @property
    def value(self) -> str:
        return _with_unit(self.declared, self.now.value)

    @property
    def last_year(self) -> str:
        return _with_unit(self.declared, self.before.value)

    @property
    def parts(self) -> str:
        return f"{self.now.part:,} / {self.now.whole:,}" if self.now.whole else ""

    @property
    def rounding(self) -> str:
        if not isinstance(self.declared.aggregate, Share | Middle):
            return "不取整"
        return f"{ROUNDINGS[self.declared.rounding].label}，留 {self.declared.places} 位小数"


@dataclass(frozen=True)
class Told:
    period: Period
    counted_at: datetime
    groups: list[tuple[str, list[Line], list[tuple[Counted, Counted]]]]


def _told() -> Told:
    """Two queries and one for the period while the worker keeps the counts."""
    at = timezone.now()
    period = year_so_far(timezone.localdate(at))
    codes = [code for group in PUBLIC for code in group.codes if FIGURES[code].public]
    with snapshot():
        now = counted(codes, period, at=at, fresh_for=FRESH_FOR, whole=True)
        before = counted(codes, period.a_year_earlier(), at=at, fresh_for=FRESH_FOR, whole=True)
    groups = [
        (
            group.label,
            [
                Line(FIGURES[code], now[code].over(None), before[code].over(None))
                for code in group.codes
                if code in now
            ],
            [(now[code], before[code]) for code in group.charts if code in now],
        )
        for group in PUBLIC
    ]
    return Told(period, min((one.counted_at or at for one in now.values()), default=at), groups)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    told = _told()
    groups: list[tuple[str, list[Line], list[SafeString]]] = [
        (label, lines, [by_month(now, before, None) for now, before in pairs])
        for label, lines, pairs in told.groups
    ]
    answer = show(
        request,
        "portal/figures.html",
        {
            "groups": groups,
            "period": _days(told.period),
            "counted_at": told.counted_at,
            "small": any(line.now.is_small for _, lines, _ in groups for line in lines),
            "least": SMALL_SAMPLE,
            "roundings": [one for one in ROUNDINGS.values() if one.code in _ways(told)],
            "trail": [Link("首页", "/"), Link("公开数据")],
            "files": [
                FileLine("全部指标和口径（CSV，开放数据）", f"{HERE}data.csv", kind="CSV"),
                FileLine("全部指标和口径（JSON，开放数据）", f"{HERE}data.json", kind="JSON"),
            ],
        },
    )
    answer["Cache-Control"] = CACHED
    return answer


def _ways(told: Told) -> set[str]:
    lines = (line.declared for _, lines, _ in told.groups for line in lines)
    return {one.rounding for one in lines if isinstance(one.aggregate, Share | Middle)}


def _days(period: Period) -> str:
    return f"{day(period.first)}至{day(period.last)}"


def _with_unit(declared: Figure, value: Decimal | int | None) -> str:
    if value is None:
        return "没有数"
    return f"{value:,}{declared.unit}" if declared.unit == "%" else f"{value:,} {declared.unit}"


# ---- open data -------------------------------------------------------------------------------------------


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Every figure with its definition, value, both parts, last year and its months."""
    told = _told()
    months = {now.declared.code: (now, before) for _, _, pairs in told.groups for now, before in pairs}
    document = {
        "period": {"from": told.period.first, "to": told.period.last},
        "counted_at": told.counted_at,
        "roundings": {one.code: {"label": one.label, "words": one.words} for one in ROUNDINGS.values()},
        "small_sample_below": SMALL_SAMPLE,
        "figures": [
            {"group": label, **_json(line, *months.get(line.declared.code, (None, None)))}
            for label, lines, _ in told.groups
            for line in lines
        ],
    }
    content = json.dumps(document, ensure_ascii=False, indent=1, default=_plain)
    return _file(content.encode(), "application/json", "figures.json")


def _json(line: Line, now: Counted | None, before: Counted | None) -> dict[str, Any]:
    declared = line.declared
    told: dict[str, Any] = {
        "code": declared.code,
        "label": declared.label,
        "unit": declared.unit,
        "definition": declared.definition,
        "article": declared.article,
        "rounding": declared.rounding if isinstance(declared.aggregate, Share | Middle) else None,
        "value": line.now.value,
        "part": line.now.part,
        "whole": line.now.whole,
        "sample": line.now.sample,
        "small_sample": line.now.is_small,
        "last_year": line.before.value,
    }
    if now is not None and before is not None:
        told["months"] = {key: one.value for key, one in now.by_month(None).items()}
        told["last_year_months"] = {key: one.value for key, one in before.by_month(None).items()}
    return told


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same without the months; with a mark at the beginning by which Excel knows Chinese."""
    told, out = _told(), io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for _, lines, _ in told.groups:
        for line in lines:
            one, now = line.declared, line.now
            rows.writerow((
                one.code, one.label, one.unit, told.period.first, told.period.last, _blank(now.value), _blank(now.part),
                _blank(now.whole), now.sample, "是" if now.is_small else "否", _blank(line.before.value), one.definition,
                one.article, line.rounding,
            ))  # fmt: skip
    return _file(out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", "figures.csv")


def _blank(value: Decimal | int | None) -> Decimal | int | str:
    return "" if value is None else value


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = CACHED
    return answer
