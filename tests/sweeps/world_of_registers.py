"""What one side of the sweeps' world has in its registers: numbers, an entry, a batch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from tests.cast import Cast

from gongkai.registers.actions import enter_counts, enter_entry, write_counts
from gongkai.registers.actions.importing import CountRow
from gongkai.registers.declaring import NewEntry


def told(title: str) -> NewEntry:
    return NewEntry(
        timezone.localdate(), title, "class", values={"hours": 3, "people": 20, "teacher": "李某"}
    )


def entry(cast: Cast, unit: str, at: datetime, title: str = "新修订的条例") -> int:
    officer = cast.standing(f"{unit}.officer")
    return enter_entry(unit_id=cast.units[unit], register="trainings", entry=told(title), by=officer, at=at)


def registers(cast: Cast, unit: str, at: datetime) -> dict[str, Any]:
    officer, year = cast.standing(f"{unit}.officer"), timezone.localdate().year
    unit_id = cast.units[unit]
    enter_counts(
        unit_id=unit_id, register="licensing", year=year, cells={(1, "processed"): 5}, by=officer, at=at
    )
    rows = [CountRow(unit_id, year, 1, {"processed": 6})]
    batch = write_counts(register="licensing", rows=rows, file_name="表.xlsx", by=officer, at=at)
    return {"register_entry": entry(cast, unit, at), "register_batch": batch}
