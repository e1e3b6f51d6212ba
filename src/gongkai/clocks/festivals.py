"""Days off that the law itself fixes by the solar date: nobody works on them, whether the year's notice is loaded or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_REVISED_2007 = "《全国年节及纪念日放假办法》(2007年修订)第二条"
_REVISED_2024 = "《全国年节及纪念日放假办法》(2024年修订)第二条"


@dataclass(frozen=True)
class Festival:
    """Days of each year, as month and day. In force from `valid_from`; a later version takes its place."""

    name: str
    days: tuple[tuple[int, int], ...]
    source: str
    valid_from: date


# 春节、清明节、端午节 and 中秋节 go by the lunar calendar: only the notice says on which days they fall.
FESTIVALS = (
    Festival("元旦", ((1, 1),), _REVISED_2007, date(2008, 1, 1)),
    Festival("劳动节", ((5, 1),), _REVISED_2007, date(2008, 1, 1)),
    Festival("国庆节", ((10, 1), (10, 2), (10, 3)), _REVISED_2007, date(2008, 1, 1)),
    Festival("劳动节", ((5, 1), (5, 2)), _REVISED_2024, date(2025, 1, 1)),
)


def fixed_days_off(year: int) -> dict[date, str]:
    """The days of a year that are off by law, with their festivals. What the notice moves around them is left open."""
    begins = date(year, 1, 1)
    in_force = {one.name: one for one in FESTIVALS if one.valid_from <= begins}
    return {date(year, *day): one.name for one in in_force.values() for day in one.days}
