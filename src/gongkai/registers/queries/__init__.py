"""Registers for others to read.

Sums for figures (`counts`, `entry_sums`, …) are numbers that reports publish and don't ask who reads; rows behind a
number and everything for pages take the person.
"""

from gongkai.registers.queries.batches import BatchFacts, batch_for, batches_for
from gongkai.registers.queries.completeness import (
    RegisterState,
    UnitState,
    completeness,
    register_states,
    states_for_host,
    years_offered,
)
from gongkai.registers.queries.sheets import (
    EntryFacts,
    Sheet,
    entries_of,
    entry_for,
    sheet_for,
)
from gongkai.registers.queries.sums import (
    CountSum,
    EntrySum,
    Month,
    count_rows,
    counts,
    entries_in_force,
    entry_rows,
    entry_sums,
    stated_none,
    views,
)

__all__ = [
    "BatchFacts",
    "CountSum",
    "EntryFacts",
    "EntrySum",
    "Month",
    "RegisterState",
    "Sheet",
    "UnitState",
    "batch_for",
    "batches_for",
    "completeness",
    "count_rows",
    "counts",
    "entries_in_force",
    "entries_of",
    "entry_for",
    "entry_rows",
    "entry_sums",
    "register_states",
    "sheet_for",
    "stated_none",
    "states_for_host",
    "views",
    "years_offered",
]
