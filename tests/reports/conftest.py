"""A source of numbers that holds every identity, for the life of reports; the figures themselves are tested with figures."""

from collections.abc import Sequence

import pytest

from gongkai.reports.layouts import TEMPLATES, template_for_year
from gongkai.reports.numbers import UnitNumbers
from gongkai.reports.queries import sources


def numbers_of(new: int, *, year: int = 2025, carried: int = 1) -> UnitNumbers:
    """`new` applications of natural persons, one more carried over; all but one granted."""
    template = template_for_year(year)
    cells = dict.fromkeys(template.by_address, 0)
    for column in ("natural_person", "total"):
        cells[f"foi.new_received/{column}"] = new
        cells[f"foi.carried_over/{column}"] = carried
        cells[f"foi.results.granted/{column}"] = new
        cells[f"foi.results.total/{column}"] = new
        cells[f"foi.carried_forward/{column}"] = carried
    return UnitNumbers(
        cells=cells,
        sources={"foi.new_received/total": f"case:1-{new}"} if new else {},
        figures={"items.published": 7},
    )


@pytest.fixture
def numbers(monkeypatch):
    """`numbers[unit id] = UnitNumbers`; other units have three applications."""
    told: dict[int, UnitNumbers] = {}

    def source(year: int, period: str, unit_ids: Sequence[int]):
        return {unit_id: told.get(unit_id, numbers_of(3, year=year)) for unit_id in unit_ids}

    monkeypatch.setitem(sources.SOURCES, "annual", source)
    return told


@pytest.fixture
def written():
    """Words for every part of the present form."""
    return {part.no: f"本部分写好了{part.no}。" for part in TEMPLATES["2021"].parts if part.owed}
