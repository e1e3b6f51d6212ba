"""A report as the JSON that other tools rely on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gongkai.reports.facts import ReportFacts, Section
from gongkai.reports.layouts.shapes import from_cells, plain_number
from gongkai.reports.rules import from_json, to_json


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


def kept(facts: ReportFacts) -> dict[str, Any]:
    """Facts that were read from a file, to be put aside until a person has looked at them; `brought_back` undoes it."""
    return {
        "unit_code": facts.unit_code,
        "unit_name": facts.unit_name,
        "year": facts.year,
        "template": facts.template,
        "cells": to_json(dict(facts.cells())),
        "sections": [[s.no, s.title, s.text] for s in facts.sections],
        "confidence": dict(facts.confidence),
        "asked": list(facts.asked),
    }


def brought_back(told: dict[str, Any]) -> ReportFacts:
    facts = from_cells(
        from_json(told["cells"]),
        unit_code=told["unit_code"],
        unit_name=told["unit_name"],
        year=told["year"],
        template=told["template"],
    )
    return replace(
        facts,
        sections=tuple(Section(no, title, text) for no, title, text in told["sections"]),
        confidence=told["confidence"],
        asked=tuple(told["asked"]),
    )
