"""Whether the people whom an entry names were of its unit on its day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from django.db.models import Q

from gongkai.accounts.models import Appointment, User
from gongkai.registers.declaring import NewEntry, Register, accounts_in
from gongkai.units.models import UnitParent

NAMED = 5  # accounts that a message names before it says 等
_CHUNK = 1000

Span = tuple[int | None, date, date | None]


class Staff:
    """Who held which post when, and under whom units stood; each account is looked up once, the tree once."""

    def __init__(self) -> None:
        self._posts: dict[str, list[Span]] = {}

    def problems(self, register: Register, unit_id: int, entry: NewEntry) -> dict[str, str]:
        """What is wrong with the accounts that an entry names, by key of its column.

        Each must be of somebody who on the entry's day held a post in the unit or one below it. That somebody else has
        such an account is not told.
        """
        found = {}
        for column in register.account_columns:
            named = accounts_in(str(entry.told.get(column.key) or ""))
            if strangers := self.strangers(named, unit_id, entry.on):
                found[column.key] = _words(strangers, entry.on)
        return found

    def strangers(self, named: Sequence[str], unit_id: int, on: date) -> list[str]:
        """Those of the accounts that nobody of the unit, or of a unit below it, had on the day."""
        self._read([one for one in named if one not in self._posts])
        return [one for one in named if not self._was_of(one, unit_id, on)]

    def _read(self, accounts: Sequence[str]) -> None:
        for start in range(0, len(accounts), _CHUNK):
            some = accounts[start : start + _CHUNK]
            self._posts |= {one: [] for one in some}
            rows = Appointment.objects.filter(user__username__in=some).order_by("id")
            columns = rows.values_list("user__username", "unit_id", "from_on", "to_on")
            for account, unit_id, from_on, to_on in columns:
                self._posts[account].append((unit_id, from_on, to_on))

    def _was_of(self, account: str, unit_id: int, on: date) -> bool:
        held = (unit for unit, from_on, to_on in self._posts[account] if from_on <= on <= (to_on or on))
        return any(self._stood_under(unit, unit_id, on) for unit in held)

    def _stood_under(self, unit_id: int | None, upper_id: int, on: date) -> bool:
        seen: set[int] = set()
        while unit_id is not None and unit_id not in seen:
            if unit_id == upper_id:
                return True
            seen.add(unit_id)
            unit_id = self._above(unit_id, on)
        return False

    def _above(self, unit_id: int, on: date) -> int | None:
        spans = self._parents.get(unit_id, [])
        return next(
            (up for up, from_on, to_on in spans if from_on <= on and (to_on is None or on < to_on)), None
        )

    @cached_property
    def _parents(self) -> dict[int, list[Span]]:
        found: dict[int, list[Span]] = defaultdict(list)
        rows = UnitParent.objects.order_by("id").values_list("unit_id", "parent_id", "from_on", "to_on")
        for unit_id, parent_id, from_on, to_on in rows:
            found[unit_id].append((parent_id, from_on, to_on))
        return found


def _words(strangers: Sequence[str], on: date) -> str:
    shown = "、".join(f"“{one[:60]}”" for one in strangers[:NAMED])
    more = f"等 {len(strangers)} 个" if len(strangers) > NAMED else ""
    return f"{on.year}年{on.month}月{on.day}日在本单位和下属单位任职的人里，没有账号{shown}{more}"


def staff_of(unit_id: int, on: date, *, limit: int) -> list[tuple[str, str]]:
    """(account, name) of those who hold a post in the unit on a day, by account; more than `limit`: none, a form can't show them."""
    held = Q(to_on=None) | Q(to_on__gte=on)
    posts = Appointment.objects.filter(held, unit=unit_id, from_on__lte=on).values("user")
    rows = User.objects.filter(id__in=posts, is_active=True).order_by("username")
    found = list(rows.values_list("username", "full_name")[: limit + 1])
    return found if len(found) <= limit else []


def names_by_account(accounts: Iterable[str]) -> dict[str, str]:
    """Account → name, of those that exist."""
    return dict(User.objects.filter(username__in=list(accounts)).values_list("username", "full_name"))
