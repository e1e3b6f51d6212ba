"""Registers for others to read.

Sums for figures (`counts`, `entry_sums`, …) are numbers that reports publish and don't ask who reads; rows behind a
number and everything for pages take the person.
"""

from gongkai.registers.queries.attending import Staff, names_by_account, staff_of
from gongkai.registers.queries.batches import BatchFacts, batch_for, batches_for
from gongkai.registers.queries.completeness import (
    RegisterState,
    UnitState,
    completeness,
    frozen_since,
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
    "Staff",
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
    "frozen_since",
    "names_by_account",
    "register_states",
    "sheet_for",
    "staff_of",
    "stated_none",
    "states_for_host",
    "views",
    "years_offered",
]
