"""A report as the JSON that other tools rely on."""

from __future__ import annotations

from typing import Any

from gongkai.reports.facts import ReportFacts
from gongkai.reports.layouts.shapes import plain_number


def report_json(facts: ReportFacts, *, state: str = "") -> dict[str, Any]:
    """{unit, year, template, disclosure, foi, disputes, sections}; whole numbers as int, 不适用 as null, amounts as decimals."""
    told: dict[str, Any] = {
        "unit": facts.unit_code,
        "unit_name": facts.unit_name,
        "year": facts.year,
        "template": facts.template,
        "disclosure": {key: plain_number(n) for key, n in facts.disclosure.items()},
        "foi": {row: {c: plain_number(n) for c, n in columns.items()} for row, columns in facts.foi.items()},
        "disputes": {
            group: {c: plain_number(n) for c, n in columns.items()}
            for group, columns in facts.disputes.items()
        },
        "sections": [{"no": s.no, "title": s.title, "text": s.text} for s in facts.sections],
    }
    if state:
        told["state"] = state
    return told
