"""Three years of what people sent in, played as whole histories: every kind, state and outcome, some late."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.histories import PastAct, PastCase, Terms, take_over_histories
from gongkai.cases.declaring import CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.clocks.rules import WorkCalendar
from gongkai.demo.arriving.stories import STORIES
from gongkai.demo.arriving.telling import Players
from gongkai.demo.stage import BUILDER, at_hour
from gongkai.units.queries import disclosure_office_unit_id

APPLICATIONS, LETTERS, ORDERS = 640, 900, 700
OTHERS = {"online_question": 120, "policy_consultation": 60, "objection": 30, "complaint": 40}
INTERNAL = {"reconsideration": 36, "opinion_event": 24, "reference_letter": 30}
BATCH = 200
RECENT = 0.08  # of all that arrived in the last month
IN_EACH_STATE = 2


def arrive(
    *,
    cast: Mapping[int, Standing],
    by_short: Mapping[str, int],
    as_of: date,
    working: WorkCalendar,
    scale: float,
    seed: int,
    told_done: Callable[[int], None] = lambda done: None,
) -> int:
    """Play everything until the morning of `as_of`; returns how many cases there are."""
    dice = random.Random(seed + 17)  # noqa: S311
    players = players_of(cast, by_short)
    if not players.handlers:
        return 0
    plans = _plans(dice, as_of, scale)
    end = at_hour(as_of, 8)
    told = [STORIES[kind](kind, at, players, dice, working, end) for kind, at in plans]
    told += _under_way(players, dice, working, end)
    stories = sorted(told, key=lambda past: past.submitted_at)
    terms, done = Terms(), 0
    for start in range(0, len(stories), BATCH):
        with transaction.atomic():
            done += len(
                take_over_histories(cases=stories[start : start + BATCH], by=BUILDER, at=end, terms=terms)
            )
        told_done(done)
    return done


def players_of(cast: Mapping[int, Standing], by_short: Mapping[str, int]) -> Players:
    handlers: dict[int, Standing] = {}
    heads: dict[int, Standing] = {}
    office, office_unit = None, disclosure_office_unit_id()
    for standing in sorted(cast.values(), key=lambda s: s.username):
        for unit_id in standing.unit_ids("handler"):
            handlers.setdefault(unit_id, standing)
        for unit_id in standing.unit_ids("leader"):
            heads.setdefault(unit_id, standing)
        if office is None and standing.has("disclosure_office"):
            office = standing
    office = office or next(iter(cast.values()))
    both = set(handlers) & set(heads)
    return Players(
        {k: v for k, v in handlers.items() if k in both},
        {k: v for k, v in heads.items() if k in both},
        office,
        heads.get(office_unit, office),
        office_unit,
        by_short,
    )


def _plans(dice: random.Random, as_of: date, scale: float) -> list[tuple[str, datetime]]:
    """What arrives when: three years, denser towards the present."""
    wanted = {
        "information_application": APPLICATIONS,
        "letter": LETTERS,
        "hotline_order": ORDERS,
        **OTHERS,
        **INTERNAL,
    }
    plans = []
    for kind, count in wanted.items():
        for _ in range(max(3, int(count * scale))):
            recent = dice.random() < RECENT
            days = dice.randrange(30) if recent else int(1095 * dice.random() ** 1.6)
            moment = at_hour(as_of - timedelta(days=days + 1), 8 + dice.randrange(10), dice.randrange(60))
            plans.append((kind, moment))
    return plans


def _under_way(
    players: Players, dice: random.Random, working: WorkCalendar, end: datetime
) -> Iterator[PastCase]:
    """For each kind some that stand in each of its open states today: stories that lead there, told up to that act."""
    for code, tell in STORIES.items():
        kind = CASE_KINDS[code]
        for state in kind.states:
            found = 0
            for attempt in range(0 if state.final else 400):
                # Most of what is open came in lately; what waits for somebody else came earlier.
                days = dice.randrange(1, 5 if attempt < 200 else 25)
                at = at_hour((end - timedelta(days=days)).date(), 8 + dice.randrange(10), dice.randrange(60))
                past = tell(code, at, players, dice, working, end)
                acts = _up_to(kind, past, state.code)
                if acts is not None and found < IN_EACH_STATE:
                    found += 1
                    yield replace(past, acts=acts, satisfaction=None)
                if found == IN_EACH_STATE:
                    break


def _up_to(kind: CaseKind, past: PastCase, state: str) -> tuple[PastAct, ...] | None:
    """The acts of a story until it first stands in that state; None when it never does."""
    certain = not kind.receive_act or past.received_on is not None
    here = kind.act(kind.receive_act).target if certain and kind.receive_act else kind.initial
    if here == state:
        return ()
    for place, act in enumerate(past.acts):
        here = next(t.target for t in kind.transitions if t.act == act.act and here in t.sources)
        if here == state:
            return past.acts[: place + 1]
    return None
