"""Annual reports of the county: last year's of every unit written, handed in and published, this year's begun by a few."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.accounts.policies import Standing
from gongkai.demo.stage import BUILDER, at_hour
from gongkai.demo.writing.reported import written_sections
from gongkai.reports.actions import building, passing, publishing, writing
from gongkai.reports.queries.desk import report_ids
from gongkai.reports.queries.owing import Owing, owing_units
from gongkai.units.queries import competences_of

_BEGUN = 6  # units that have begun this year's report


@dataclass(frozen=True)
class _Desk:
    """Who does what in one unit, as far as it has such people."""

    officer: Standing
    leader: Standing
    publisher: Standing


def report_on_the_year(*, cast: Mapping[int, Standing], as_of: date, seed: int) -> int:
    """Publish last year's reports and begin this year's; returns how many reports there are."""
    dice = random.Random(seed)  # noqa: S311 (a demo)
    offices = sorted((s for s in cast.values() if s.has("disclosure_office")), key=lambda s: s.username)
    if not offices:
        return 0
    last = as_of.year - 1
    owing = owing_units(kind="annual", year=last)
    opening = min(at_hour(date(last + 1, 1, 6), 9), at_hour(as_of, 8))
    building.build(kind="annual", year=last, owing=owing, by=BUILDER, at=opening)
    ids = report_ids(kind="annual", year=last)
    for one in owing:
        _publish(one, ids[one.unit_id], _people(one, cast, offices[0]), offices[0], last, as_of, dice)
    begun = [one for one in owing_units(kind="annual", year=as_of.year) if not one.is_government]
    building.build(
        kind="annual",
        year=as_of.year,
        owing=dice.sample(begun, k=min(_BEGUN, len(begun))),
        by=BUILDER,
        at=at_hour(as_of, 8),
    )
    return len(owing) + min(_BEGUN, len(begun))


def _people(one: Owing, cast: Mapping[int, Standing], office: Standing) -> _Desk:
    """A government's own report is in the hands of the disclosure office and signed by its own unit's leader."""

    def held(role: str) -> Standing:
        place = office.home_unit_id if one.is_government else one.unit_id
        found = [s for s in cast.values() if place in s.unit_ids(role)]
        return min(found, key=lambda s: s.username, default=office)

    return _Desk(held("officer"), held("leader"), held("publisher"))


def _publish(
    one: Owing, report_id: int, desk: _Desk, office: Standing, year: int, as_of: date, dice: random.Random
) -> None:
    begins = date(year + 1, 3, 2) if one.is_government else date(year + 1, 1, 7)
    first = begins + timedelta(days=dice.randrange(5))
    officer = office if one.is_government else desk.officer
    steps: tuple[tuple[Callable[..., object], Standing, int], ...] = (
        (passing.sign, desk.leader, 4),
        (passing.submit, officer, 5),
        (passing.accept, office, 8),
        (publishing.publish, office if one.is_government else desk.publisher, 11),
    )
    if first > as_of:
        return
    at = at_hour(first, 10)
    matters = [matter for _, matter in competences_of(one.unit_id, first)] if not one.is_government else []
    words = written_sections(dice, matters, government=one.is_government)
    writing.save_sections(report_id=report_id, texts=words, by=officer, at=at)
    for act, person, days in steps:
        if first + timedelta(days=days) > as_of:
            return
        act(report_id=report_id, by=person, at=at_hour(first + timedelta(days=days), 10))
