"""What the players of the demo share: the plan of an item, who holds which post, the dice, the registers, the hours."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone

from gongkai.accounts.policies import Standing
from gongkai.clocks.rules import WorkCalendar
from gongkai.demo.county import County, DemoUnit
from gongkai.demo.writing import DocNumbers, WrittenItem
from gongkai.ledger.rules import Actor

BUILDER = Actor("demo", "演示数据")
LATE_SHARE = 0.05  # of what is filed after its term


@dataclass(frozen=True)
class Plan:
    unit: DemoUnit
    on: date
    fate: str


@dataclass
class Scene:
    """What the players share: who holds which post, where topics and subjects are, the dice and the registers."""

    county: County
    unit_ids: Mapping[str, int]
    posts: dict[tuple[str, int], list[Standing]]
    topics: Mapping[str, Any]
    subjects: Mapping[str, int]
    dice: random.Random
    as_of: date
    working: WorkCalendar
    numbers: DocNumbers = field(default_factory=DocNumbers)

    @property
    def end(self) -> datetime:
        """The last moment that is played: the morning of the day."""
        return at_hour(self.as_of, 8)

    explained: list[tuple[DemoUnit, WrittenItem, int, date]] = field(default_factory=list)


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=get_current_timezone())


def who(scene: Scene, role: str, unit: DemoUnit) -> Standing | None:
    held = scene.posts.get((role, scene.unit_ids[unit.code]))
    return held[0] if held else None


def later(scene: Scene, at: datetime) -> datetime:
    """Some hours on, within office hours of a working day."""
    at += timedelta(hours=scene.dice.randrange(1, 9), minutes=scene.dice.randrange(60))
    if at.astimezone(get_current_timezone()).hour >= 18:
        day = at.astimezone(get_current_timezone()).date() + timedelta(days=1)
        while not scene.working.is_working_day(day):
            day += timedelta(days=1)
        at = at_hour(day, 8, 30 + scene.dice.randrange(30)) + timedelta(hours=scene.dice.randrange(0, 5))
    return at
