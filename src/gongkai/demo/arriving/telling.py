"""How the story of one case is told: who answers where, and acts one after another until the present."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.histories import PastAct
from gongkai.cases.kinds import CASE_KINDS
from gongkai.clocks.rules import WorkCalendar
from gongkai.demo.arriving.words import matters, told, writer
from gongkai.demo.stage import at_hour


@dataclass
class Players:
    """Who answers where: a handler and a head for each unit that has both, by the unit's short name and id."""

    handlers: dict[int, Standing]
    heads: dict[int, Standing]
    office: Standing
    office_head: Standing
    office_unit: int
    by_short: Mapping[str, int]

    def unit_of(self, short: str, dice: random.Random) -> int:
        unit_id = self.by_short.get(short)
        if unit_id in self.handlers and unit_id in self.heads:
            return unit_id
        return dice.choice(sorted(set(self.handlers) & set(self.heads)))


@dataclass
class Story:
    """A case being told: acts one after another at growing moments, none after the day of the demo."""

    players: Players
    unit_id: int
    dice: random.Random
    working: WorkCalendar
    now: datetime
    end: datetime
    acts: list[PastAct] = field(default_factory=list)
    ended: bool = False

    def later(self, days: int) -> Story:
        """So many working days on, within office hours."""
        day = self.working.add_working_days(localdate(self.now), days).on if days else localdate(self.now)
        moment = at_hour(day, 9 + self.dice.randrange(8), self.dice.randrange(60))
        self.now = max(moment, self.now + timedelta(minutes=5 + self.dice.randrange(40)))
        return self

    def does(self, act: str, by: str = "handler", **values: Any) -> Story:
        """One act, unless the story has already come to the present."""
        if self.now > self.end:
            self.ended = True
        if not self.ended:
            standing = self._person(by)
            values.setdefault("on", localdate(self.now).isoformat())
            self.acts.append(PastAct(act, self.now, standing, values))
        return self

    def meets(self, *results: str) -> bool:
        """Whether somebody who was consulted has answered like that."""
        return any(act.act == "end_consultation" and act.values.get("result") in results for act in self.acts)

    @property
    def clerk(self) -> Standing:
        """Who works on it."""
        players = self.players
        return players.office if self.unit_id == players.office_unit else players.handlers[self.unit_id]

    def _person(self, by: str) -> Standing | None:
        """Whom `by` names in the unit that answers: what goes to the office is drafted and signed there."""
        players = self.players
        if by == "citizen":
            return None
        if by == "office" or self.unit_id == players.office_unit:
            return players.office_head if by == "head" else players.office
        return players.heads[self.unit_id] if by == "head" else self.clerk


def begin(
    kind: str,
    at: datetime,
    players: Players,
    dice: random.Random,
    working: WorkCalendar,
    end: datetime,
    about: str,
) -> tuple[Story, dict[str, Any], dict[str, str]]:
    """The unit, the matter and the writer of a case; an open story at its arrival."""
    matter = told(dice.choice(matters()[about]), dice, localdate(at).year - 1)
    unit_id = players.office_unit if CASE_KINDS[kind].to_office else players.unit_of(matter["unit"], dice)
    person = writer(dice)
    who = {"name": person.name, "identity": person.identity, "phone": person.phone, "email": person.email}
    return Story(players, unit_id, dice, working, at, end), matter, who
