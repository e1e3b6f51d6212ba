"""Working days and statutory terms.

Other apps that keep due dates register with `on_calendar_change` and `on_term_change`, and with `counts_moves`
say beforehand how many of them a notice would move.
"""

from gongkai.clocks.changes import (
    CalendarChange,
    Moved,
    TermChange,
    counts_moves,
    on_calendar_change,
    on_term_change,
)

__all__ = ["CalendarChange", "Moved", "TermChange", "counts_moves", "on_calendar_change", "on_term_change"]
