"""Every change of registers. `by` is a person's standing, checked here, or the actor of a command line or loader."""

from gongkai.registers.actions.counting import (
    NOT_APPLICABLE,
    NotApplicable,
    enter_counts,
    state_none,
    take_back_none,
)
from gongkai.registers.actions.entries import correct_entry, enter_entry, remove_entry
from gongkai.registers.actions.importing import undo_batch, write_counts, write_entries
from gongkai.registers.actions.viewing import add_views
from gongkai.registers.actions.years import freeze_year, reopen_year

__all__ = [
    "NOT_APPLICABLE",
    "NotApplicable",
    "add_views",
    "correct_entry",
    "enter_counts",
    "enter_entry",
    "freeze_year",
    "remove_entry",
    "reopen_year",
    "state_none",
    "take_back_none",
    "undo_batch",
    "write_counts",
    "write_entries",
]
