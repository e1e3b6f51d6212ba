"""When a unit owes a topic something: the rhythm of a duty against what was published. No Django, no today."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

RHYTHM_LABELS = {
    "standing": "长期公开",
    "staged": "逐段公开",
    "regular": "定期公开",
    "on_occurrence": "发生时公开",
}


@dataclass(frozen=True)
class Rhythm:
    """What a duty asks: `months` for regular ones, `nodes` in their order for staged ones.

    It holds from `from_on` until the day before `to_on` (None: still).
    """

    rhythm: str
    from_on: date
    to_on: date | None = None
    months: int | None = None
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Owed:
    """`what` is `item`, `node` (a stage was skipped) or `statement` (情况说明); owed since that day."""

    what: str
    since: date
    words: str


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def owed(
    duty: Rhythm,
    *,
    last_on: date | None,
    today: date,
    stated_to: date | None = None,
    nodes_done: Collection[str] = (),
) -> Owed | None:
    """What the unit owes under the duty on a day, None when nothing.

    `last_on`: last publication under the topic, an item of its own or a reference; `stated_to`: last day that a
    statement of no activity covers. A standing heading is owed while nothing stands there; a regular one when
    its months have passed since the last publication, statement or beginning; a staged one when a later node
    stands there without an earlier one; nothing is ever owed for what didn't occur, but a calendar year without
    publication asks for a statement.
    """
    if today < duty.from_on or (duty.to_on is not None and duty.to_on <= today):
        return None
    if duty.rhythm == "standing":
        return _standing(duty, last_on, stated_to, today)
    if duty.rhythm == "regular":
        return _regular(duty, last_on, stated_to, today)
    if duty.rhythm == "staged" and (skipped := _skipped_node(duty, nodes_done)):
        return Owed("node", last_on or duty.from_on, f"已公开后面的环节，缺“{skipped}”。")
    return _statement(duty, last_on, stated_to, today)


def is_owed(
    duty: Rhythm,
    *,
    last_on: date | None,
    today: date,
    stated_to: date | None = None,
    nodes_done: Collection[str] = (),
) -> bool:
    """Whether an item is owed, so that the heading counts as a debt; a missing statement alone doesn't."""
    found = owed(duty, last_on=last_on, today=today, stated_to=stated_to, nodes_done=nodes_done)
    return found is not None and found.what != "statement"


def next_due_on(duty: Rhythm, *, last_on: date | None, stated_to: date | None = None) -> date | None:
    """Last day for the next publication of a regular duty; None for the others."""
    if duty.rhythm != "regular" or duty.months is None:
        return None
    begun = max(day for day in (duty.from_on, last_on, stated_to) if day is not None)
    return add_months(begun, duty.months)


def _standing(duty: Rhythm, last_on: date | None, stated_to: date | None, today: date) -> Owed | None:
    if last_on is not None:
        return None
    since = duty.from_on
    if stated_to is not None:  # a statement holds for a year, then the heading is looked at anew
        since = max(since, add_months(stated_to, 12) + timedelta(days=1))
    if today < since:
        return None
    return Owed("item", since, "长期公开的栏目还是空的。")


def _regular(duty: Rhythm, last_on: date | None, stated_to: date | None, today: date) -> Owed | None:
    due_on = next_due_on(duty, last_on=last_on, stated_to=stated_to)
    if due_on is None or today <= due_on:
        return None
    words = f"每{duty.months}个月公开一次，应在{due_on.year}年{due_on.month}月{due_on.day}日前更新。"
    return Owed("item", due_on + timedelta(days=1), words)


def _skipped_node(duty: Rhythm, done: Collection[str]) -> str | None:
    """The first node without an item before one that has one."""
    reached = [place for place, node in enumerate(duty.nodes) if node in done]
    if not reached:
        return None
    return next((node for node in duty.nodes[: reached[-1]] if node not in done), None)


def _statement(duty: Rhythm, last_on: date | None, stated_to: date | None, today: date) -> Owed | None:
    year = date(today.year - 1, 1, 1)
    if duty.from_on > year:
        return None  # the duty hasn't run through a whole calendar year yet
    if any(day is not None and day >= year for day in (last_on, stated_to)):
        return None
    words = f"{year.year}年没有公开内容，要么补公开，要么发布情况说明。"
    return Owed("statement", date(today.year, 1, 1), words)
