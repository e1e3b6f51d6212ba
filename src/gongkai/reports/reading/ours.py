"""Reports in the JSON that `gongkai report build` writes."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.reports.facts import Number, ReportFacts, Section

MAX_BYTES = 64 * 1024 * 1024


class NotOurJson(ValueError):
    """The text isn't JSON of reports; says in Chinese what is wrong."""


def reports_in(text: str) -> list[ReportFacts]:
    """One report, or all under "reports". Cells that are no number raise NotOurJson."""
    try:
        told = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as problem:
        raise NotOurJson("不是 JSON，或者 JSON 不完整。") from problem
    listed = told.get("reports", [told]) if isinstance(told, dict) else told
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise NotOurJson("JSON 里没有报告：应是一份报告，或者 reports 下面的几份。")
    return [_report(one) for one in listed]


def _report(told: dict[str, Any]) -> ReportFacts:
    try:
        facts = ReportFacts(
            unit_code=str(told.get("unit", "")),
            unit_name=str(told.get("unit_name", "")),
            year=int(told["year"]),
            template=str(told["template"]),
            disclosure={str(key): _number(value) for key, value in told.get("disclosure", {}).items()},
            foi=_grid(told.get("foi", {})),
            disputes=_grid(told.get("disputes", {})),
        )
        sections = tuple(
            Section(int(s["no"]), str(s.get("title", "")), str(s.get("text", "")))
            for s in told.get("sections", ())
        )
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as problem:
        raise NotOurJson("JSON 里的报告缺 year、template，或者有一格不是数。") from problem
    return replace(facts, sections=sections)


def _grid(told: dict[str, Any]) -> dict[str, dict[str, Number]]:
    return {str(row): {str(c): _number(v) for c, v in columns.items()} for row, columns in told.items()}


def _number(value: Any) -> Number:
    if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
        return value
    raise ValueError(value)
