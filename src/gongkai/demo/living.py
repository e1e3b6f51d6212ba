"""Three years of a county's disclosure. Every text is invented; the same day and seed give the same county."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.catalogue.queries import all_subjects, topics_by_code
from gongkai.clocks.queries import calendar
from gongkai.demo.contents import content_of, write
from gongkai.demo.county import County
from gongkai.demo.planning import plans as planned
from gongkai.demo.playing import play, tie
from gongkai.demo.screened import show_screening
from gongkai.demo.stage import BUILDER, LATE_SHARE, Plan, Scene, at_hour, later
from gongkai.demo.writing import WrittenItem
from gongkai.disclosure.actions import publishing
from gongkai.disclosure.actions.migrating import Finished, take_over_finished
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.queries.routes import RoutePlans

ITEMS = 4400
PLAYED_DAYS = 10
BATCH = 100  # items in one transaction: an act of its own each, but one wait for the disk


def live(
    *,
    county: County,
    unit_ids: Mapping[str, int],
    cast: Mapping[int, Standing],
    as_of: date,
    scale: float,
    seed: int,
    told: Callable[[int], None],
) -> int:
    """Play three years until `as_of`; returns how many items there are."""
    scene = Scene(
        county=county, unit_ids=unit_ids, posts=_posts(cast), topics=topics_by_code(),
        subjects={s.code: s.pk for s in all_subjects()}, dice=random.Random(seed), working=calendar(), as_of=as_of,  # noqa: S311
    )  # fmt: skip
    routes = RoutePlans()
    plans = sorted(planned(scene, int(ITEMS * scale)), key=lambda p: (p.on, p.unit.code))
    done = 0
    for start in range(0, len(plans), BATCH):
        with transaction.atomic():
            done += _play_batch(scene, plans[start : start + BATCH], routes)
        told(done)
    with transaction.atomic():
        done += show_screening(scene, lambda plan, kind: _trail(scene, plan, routes, kind), routes)
        publishing.publish_due(at=at_hour(as_of, 8))
    return done


def _posts(cast: Mapping[int, Standing]) -> dict[tuple[str, int], list[Standing]]:
    found: dict[tuple[str, int], list[Standing]] = defaultdict(list)
    for standing in sorted(cast.values(), key=lambda s: s.username):
        for post in standing.posts:
            found[post.role, post.unit_id].append(standing)
    return found


def _play_batch(scene: Scene, plans: list[Plan], routes: RoutePlans) -> int:
    """Older plain items come with their review record from the system before; the rest is played act by act."""
    done = 0
    finished: list[tuple[Plan, WrittenItem, Finished]] = []
    for plan in plans:
        if plan.fate != "plain" or (scene.as_of - plan.on).days < PLAYED_DAYS:
            done += play(scene, plan)
            continue
        written = write(scene, plan)
        trail = _trail(scene, plan, routes, written.kind)
        if trail is not None:
            content = content_of(scene, plan, written)
            unit_id = scene.unit_ids[plan.unit.code]
            finished.append((plan, written, Finished(unit_id, written.kind, content, trail)))
    ids = take_over_finished(
        rows=[f for _, _, f in finished], routes=routes, by=BUILDER, at=at_hour(scene.as_of, 8)
    )
    for item_id, (plan, written, row) in zip(ids, finished, strict=True):
        tie(scene, plan, written, item_id, row.published_at)
    return done + len(ids)


def _trail(
    scene: Scene, plan: Plan, routes: RoutePlans, kind: str
) -> tuple[tuple[int, datetime], ...] | None:
    """Who took each step when; None where the unit's route can't be walked by different people."""
    steps = routes.steps(unit_id=scene.unit_ids[plan.unit.code], route_class=ITEM_KINDS[kind].route_class)
    late = scene.dice.randrange(30, 60) if scene.dice.random() < LATE_SHARE else 0
    at = at_hour(plan.on + timedelta(days=late), 9, scene.dice.randrange(60))
    trail: list[tuple[int, datetime]] = []
    for step in steps:
        taken = {user_id for user_id, _ in trail}
        free = [p for p in scene.posts.get((step.role, step.unit_id), []) if p.user_id not in taken]
        if not free or at > scene.end:
            return None
        trail.append((free[0].user_id, at))
        at = later(scene, at)
    return tuple(trail)
