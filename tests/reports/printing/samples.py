"""Reports of an invented bureau in every version of the form: each cell a number of its own, so that none can change places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from gongkai.reports.facts import Number, ReportFacts, Section
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.layouts.shapes import from_cells

YEARS = {"2008": 2016, "2019": 2019, "2021": 2025}
AMOUNT = Decimal("813.695200")
TEXT = "2025年，本局坚持以公开为常态。\n（一）主动公开。全年主动公开政府信息1234条。\n（二）依申请公开。全年新收3830件。"


def report(template: str = "2021", **changes: object) -> ReportFacts:
    """Cells count up from 100; the first is 不适用, the second 0, the last asked for, amounts have decimals."""
    form = TEMPLATES[template]
    cells: dict[str, Number] = {address: 100 + place for place, address in enumerate(form.by_address)}
    first, second, *_, last = cells
    cells |= {first: None, second: 0, last: None}
    for address in cells:
        if address.endswith(".amount"):
            cells[address] = AMOUNT
    facts = from_cells(
        cells, unit_code="370101", unit_name="青禾县水务局", year=YEARS[template], template=template
    )
    sections = tuple(Section(part.no, part.title, TEXT if part.no == 1 else "") for part in form.parts)
    facts = replace(facts, sections=sections, asked=(last,), published_on=date(2026, 1, 20))
    return replace(facts, **changes)  # type: ignore[arg-type]


def shown(facts: ReportFacts, address: str) -> str:
    """How a cell stands on paper, written down independently of the printing."""
    value = facts.cell(address)
    if address in facts.asked:
        return ""
    return "/" if value is None else str(value)


def with_text(text: str, template: str = "2021") -> ReportFacts:
    """A report whose first section says this."""
    facts = report(template)
    return replace(facts, sections=(replace(facts.sections[0], text=text), *facts.sections[1:]))
