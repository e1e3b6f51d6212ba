"""舆情回应 that came late: what follows of it (国办发〔2016〕61号：对回应不及时的约谈、通报)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Lateness:
    """A missed term. `kind` of an entry: interview (约谈) or circular (通报)."""

    kind: str
    reason: str


def late_statement(
    *, label: str, due_on: date, due_at: datetime | None, stated_at: datetime | None, now: datetime
) -> Lateness | None:
    """What a first statement that came late, or hasn't come, leads to; None while it is in time.

    A term of hours, which only 特别重大 and 重大 have, leads to a circular; a term of days to an interview.
    `due_at` with a zone; a term of days ends with its day.
    """
    came = stated_at or now
    late = came > due_at if due_at is not None else came.astimezone().date() > due_on
    if not late:
        return None
    due = f"{due_at.astimezone():%Y-%m-%d %H:%M}" if due_at is not None else f"{due_on:%Y-%m-%d}"
    what = f"{stated_at.astimezone():%Y-%m-%d %H:%M}才办" if stated_at else "还没有办"
    return Lateness("circular" if due_at is not None else "interview", f"{label}应在{due}以前，{what}")
