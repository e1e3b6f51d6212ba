"""Three years of a county's disclosure, through the very acts that people use: filed, reviewed, returned, corrected.

Every text is invented. The dice are seeded, time comes from the plan: the same day and seed give the same county.
"""

from __future__ import annotations

import io
import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone
from docx import Document

from gongkai.accounts.policies import Standing
from gongkai.catalogue.queries import all_subjects, topics_by_code
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import WorkCalendar
from gongkai.demo.county import County, DemoUnit
from gongkai.demo.writing import DocNumbers, WrittenItem, propose, write_item
from gongkai.disclosure.actions import correcting, drafting, publishing, reviewing, side_paths
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.migrating import Finished, take_over_finished
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.queries.routes import RoutePlans
from gongkai.disclosure.queries.steps import open_step, public_words
from gongkai.files.actions import store_upload
from gongkai.ledger.rules import Actor

BUILDER = Actor("demo", "演示数据")
ITEMS = 4400
PLAYED_DAYS = 10
BATCH = 100  # items in one transaction: an act of its own each, but one wait for the disk
# Weight of a unit kind in what is published.
_WEIGHTS = {
    "government": 60,
    "office": 60,
    "department": 40,
    "town": 34,
    "park": 20,
    "institution": 8,
    "enterprise": 8,
    "village": 4,
}
# How an item fares, in per mille, when it is older than the review takes.
_FATES = (
    ("plain", 905),
    ("returned_once", 40),
    ("corrected", 22),
    ("kept", 18),
    ("withdrawn", 8),
    ("abandoned", 7),
)
# Where the items of the last days stand, dealt in turn so that every state is there.
_OPEN = (
    "step",
    "drafting",
    "step",
    "returned",
    "referred",
    "step",
    "scheduled",
    "drafting",
    "coordinating",
    "step",
)
_SLOW = ("referred", "coordinating", "scheduled")  # filed a while ago: they have several steps behind them
_REVIEW_DAYS = 6
_LATE_SHARE = 0.05


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
    plans = sorted(_plans(scene, int(ITEMS * scale)), key=lambda p: (p.on, p.unit.code))
    done = 0
    for start in range(0, len(plans), BATCH):
        with transaction.atomic():
            done += _play_batch(scene, plans[start : start + BATCH], routes)
        told(done)
    with transaction.atomic():
        publishing.publish_due(at=at_hour(as_of, 8))
    return done


def _posts(cast: Mapping[int, Standing]) -> dict[tuple[str, int], list[Standing]]:
    found: dict[tuple[str, int], list[Standing]] = defaultdict(list)
    for standing in sorted(cast.values(), key=lambda s: s.username):
        for post in standing.posts:
            found[post.role, post.unit_id].append(standing)
    return found


def _plans(scene: Scene, count: int) -> Iterator[Plan]:
    """Which unit files on which day and what becomes of it; a tenth of it in the last thirty days."""
    units = [u for u in scene.county.units if u.code in scene.unit_ids]
    sums: list[float] = []
    for unit in units:
        sums.append((sums[-1] if sums else 0) + _WEIGHTS[unit.kind])
    open_fates = cycle(_OPEN)
    first = date(scene.as_of.year - 2, 1, 1)
    span = (scene.as_of - first).days
    for _ in range(count):
        unit = units[bisect(sums, scene.dice.random() * sums[-1])]
        back = (
            scene.dice.randrange(0, 30)
            if scene.dice.random() < 0.06
            else int(span * scene.dice.random() ** 1.15)
        )
        on = scene.as_of - timedelta(days=back + 1)
        while not scene.working.is_working_day(on):
            on -= timedelta(days=1)
        if not unit.open_on(on) or on < first:
            continue
        fate = _draw(scene.dice, _FATES)
        if (scene.as_of - on).days < _REVIEW_DAYS + 3 and scene.dice.random() < 0.75:
            fate = next(open_fates)
            if fate in _SLOW:
                on = scene.working.add_working_days(scene.as_of - timedelta(days=14), 2).on
        yield Plan(unit, on, fate)


def _draw(dice: random.Random, table: tuple[tuple[str, int], ...]) -> str:
    return dice.choices([name for name, _ in table], [weight for _, weight in table])[0]


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=get_current_timezone())


def _play_batch(scene: Scene, plans: list[Plan], routes: RoutePlans) -> int:
    """Older plain items come with their review record from the system before; the rest is played act by act."""
    done = 0
    finished: list[tuple[Plan, WrittenItem, Finished]] = []
    for plan in plans:
        if plan.fate != "plain" or (scene.as_of - plan.on).days < PLAYED_DAYS:
            done += _play(scene, plan)
            continue
        written = _write(scene, plan)
        trail = _trail(scene, plan, routes, written)
        if trail is not None:
            content = _content(scene, plan, written)
            unit_id = scene.unit_ids[plan.unit.code]
            finished.append((plan, written, Finished(unit_id, written.kind, content, trail)))
    ids = take_over_finished(
        rows=[f for _, _, f in finished], routes=routes, by=BUILDER, at=at_hour(scene.as_of, 8)
    )
    for item_id, (plan, written, row) in zip(ids, finished, strict=True):
        _tie(scene, plan, written, item_id, row.published_at)
    return done + len(ids)


def _trail(
    scene: Scene, plan: Plan, routes: RoutePlans, written: WrittenItem
) -> tuple[tuple[int, datetime], ...] | None:
    """Who took each step when; None where the unit's route can't be walked by different people."""
    steps = routes.steps(
        unit_id=scene.unit_ids[plan.unit.code], route_class=ITEM_KINDS[written.kind].route_class
    )
    late = scene.dice.randrange(30, 60) if scene.dice.random() < _LATE_SHARE else 0
    at = at_hour(plan.on + timedelta(days=late), 9, scene.dice.randrange(60))
    trail: list[tuple[int, datetime]] = []
    for step in steps:
        taken = {user_id for user_id, _ in trail}
        free = [p for p in scene.posts.get((step.role, step.unit_id), []) if p.user_id not in taken]
        if not free or at > scene.end:
            return None
        trail.append((free[0].user_id, at))
        at = _later(scene, at)
    return tuple(trail)


def _tie(scene: Scene, plan: Plan, written: WrittenItem, item_id: int, at: datetime) -> None:
    """An interpretation is linked to its document; a document may be interpreted later."""
    officer = _who(scene, "officer", plan.unit)
    if (target := written.fields.get("links_to")) and officer:
        drafting.link(source_id=item_id, target_id=int(target), relation="interprets", by=officer, at=at)
    if written.kind in ("normative_document", "plan"):
        scene.explained.append((plan.unit, written, item_id, plan.on))


def _play(scene: Scene, plan: Plan) -> int:
    """File one item and take it as far as its fate says; an explained document may get its interpretation."""
    officer = _who(scene, "officer", plan.unit)
    if officer is None:
        return 0
    written = _write(scene, plan)
    filed_on = plan.on
    if scene.dice.random() < _LATE_SHARE and plan.fate in ("plain", "corrected"):
        filed_on = min(
            plan.on + timedelta(days=scene.dice.randrange(30, 60)), scene.as_of - timedelta(days=1)
        )
    at = at_hour(filed_on, 9, scene.dice.randrange(60))
    item_id = drafting.begin_draft(
        unit_id=scene.unit_ids[plan.unit.code],
        kind=written.kind,
        content=_content(scene, plan, written),
        by=officer,
        at=at,
    )
    _tie(scene, plan, written, item_id, at)
    if written.kind in ("normative_document", "plan", "budget") and scene.dice.random() < 0.12:
        _attach(scene, item_id, written, officer, at)
    _fare(scene, plan, item_id, officer, at)
    return 1


def _who(scene: Scene, role: str, unit: DemoUnit) -> Standing | None:
    held = scene.posts.get((role, scene.unit_ids[unit.code]))
    return held[0] if held else None


def _write(scene: Scene, plan: Plan) -> WrittenItem:
    """What the unit has to say that day; sometimes the interpretation of what it issued lately."""
    recent = [e for e in scene.explained if e[0] is plan.unit and 0 <= (plan.on - e[3]).days <= 20]
    if recent and scene.dice.random() < 0.5:
        unit, about, target, _ = recent[0]
        scene.explained.remove(recent[0])
        written = write_item(
            scene.dice, unit, "interpretation", None, plan.on, about=about, numbers=scene.numbers
        )
        written.fields["links_to"] = str(target)
        return written
    kind, topic = propose(scene.dice, plan.unit, plan.on)
    return write_item(scene.dice, plan.unit, kind, topic, plan.on, numbers=scene.numbers)


_FIELD_NAMES = {"notice_from": "notice_from_on", "notice_until": "notice_to_on", "contact_phone": "objection_to",
                "fiscal_year": "budget_year", "level": "event_level"}  # fmt: skip
_CHOICES = {"图解": "picture", "文字": "text", "访谈": "interview", "问答": "qa", "debt": "department_budget",
            "audit": "government_accounts", "public_expenses": "three_public", "public_expense": "three_public",
            "special_fund": "government_budget", "village": "department_accounts", "蓝色": "blue", "黄色": "yellow",
            "橙色": "orange", "红色": "red", "预案": "plan", "一般": "response", "提示": "response", "救助": "response",
            "演练": "plan", "督办": "response", "special_funds": "government_budget"}  # fmt: skip


def _content(scene: Scene, plan: Plan, written: WrittenItem) -> Content:
    topic = scene.topics.get(written.topic)
    kind = ITEM_KINDS[written.kind]
    fields = {_FIELD_NAMES.get(k, k): _CHOICES.get(v, v) for k, v in written.fields.items()}
    fields = {spec.key: fields.get(spec.key, "") for spec in kind.fields}
    for spec in kind.fields:
        if spec.required and not fields[spec.key]:
            fields[spec.key] = _stand_in(spec.key, plan.on)
        if spec.choices and fields[spec.key] and fields[spec.key] not in dict(spec.choices):
            fields[spec.key] = spec.choices[0][0]
    head: dict[str, Any] = {
        "topic_id": topic.pk if topic else None,
        "subject_id": scene.subjects.get(written.subject),
        "doc_no": written.doc_no or "",
        "signed_on": written.signed_on,
        "stage": topic.stage if topic else kind.stage,
    }
    if kind.has_validity:
        head |= {
            "effective_on": _day(written.fields.get("effective_on")) or plan.on,
            "expires_on": _day(written.fields.get("expires_on")) or date(plan.on.year + 5, 12, 31),
            "validity": "valid",
        }
    if plan.fate == "kept":
        head |= {
            "attribute": "withheld", "attribute_ground": "process_info",
            "attribute_reason": "处于讨论阶段的过程稿，公开可能影响后续磋商。",
        }  # fmt: skip
    # The page sets the number under the title itself.
    body = written.body_html.removeprefix(f'<p class="doc-no">{written.doc_no}</p>\n')
    return Content(title=written.title, body_html=body, head=head, fields=fields)


def _stand_in(key: str, on: date) -> str:
    return {"held_on": on.isoformat(), "period": f"{on.year}年{on.month}月"}.get(key, str(on.year))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _attach(scene: Scene, item_id: int, written: WrittenItem, by: Standing, at: datetime) -> None:
    document = Document()
    document.add_heading(written.title, level=1)
    for line in written.text.splitlines():
        if line.strip():
            document.add_paragraph(line.strip())
    packed = io.BytesIO()
    document.save(packed)
    packed.seek(0)
    stored = store_upload(name="正文.docx", stream=packed, by=by.actor(), at=at)
    drafting.attach(item_id=item_id, file_id=stored.pk, name=f"{written.title[:60]}.docx", by=by, at=at)


def _fare(scene: Scene, plan: Plan, item_id: int, officer: Standing, at: datetime) -> None:
    if plan.fate == "drafting":
        return
    if plan.fate == "abandoned":
        drafting.abandon(
            item_id=item_id, reason="与已公开的信息重复。", by=officer, at=at + timedelta(hours=2)
        )
        return
    at += timedelta(minutes=30)
    reviewing.submit(item_id=item_id, by=officer, at=at)
    if plan.fate in ("returned_once", "returned"):
        at = _return(scene, item_id, at)
        if plan.fate == "returned":
            return
        at = min(at + timedelta(hours=5), scene.end)
        reviewing.submit(item_id=item_id, comment="已按意见修改。", by=officer, at=at)
    state, last = _walk(scene, plan, item_id, at)
    if state != "published":
        return
    if plan.fate == "corrected":
        _correct(scene, item_id, officer, last)
    elif plan.fate == "withdrawn" and last + timedelta(days=3) < scene.end:
        office = scene.posts["disclosure_office", scene.unit_ids[scene.county.units[1].code]][0]
        correcting.withdraw(
            item_id=item_id,
            reason="文中附表与实际执行情况不符，撤回核对后重新公开。",
            by=office,
            at=last + timedelta(days=3),
        )


_RETURNS = (
    "标题里的年份与正文不一致。",
    "附表缺合计数。",
    "政策依据没有写全文号。",
    "名单里有不宜公开的个人信息，删去后再报。",
    "落款单位用了简称。",
)


def _return(scene: Scene, item_id: int, at: datetime) -> datetime:
    step, people = _turn(scene, item_id)
    at = min(at + timedelta(hours=scene.dice.randrange(1, 26)), scene.end)
    reviewing.return_item(step_id=step.id, to_no=1, reason=scene.dice.choice(_RETURNS), by=people[0], at=at)
    return at


def _turn(scene: Scene, item_id: int) -> tuple[Any, list[Standing]]:
    """The open step and who may take it, those who took none of the item's steps first."""
    step = open_step(item_id)
    free = [p for p in scene.posts.get((step.role, step.unit_id), []) if p.user_id not in step.taken_by]
    return step, free


def _later(scene: Scene, at: datetime) -> datetime:
    """Some hours on, within office hours of a working day."""
    at += timedelta(hours=scene.dice.randrange(1, 9), minutes=scene.dice.randrange(60))
    if at.astimezone(get_current_timezone()).hour >= 18:
        day = at.astimezone(get_current_timezone()).date() + timedelta(days=1)
        while not scene.working.is_working_day(day):
            day += timedelta(days=1)
        at = at_hour(day, 8, 30 + scene.dice.randrange(30)) + timedelta(hours=scene.dice.randrange(0, 5))
    return at


def _walk(scene: Scene, plan: Plan, item_id: int, at: datetime) -> tuple[str, datetime]:
    """Step after step until the item is public, or stops where its fate has it stop. Returns state and last moment."""
    stop_after = scene.dice.randrange(0, 4) if plan.fate == "step" else 99
    state = "in_review"
    walked = 0
    while state == "in_review":
        step, people = _turn(scene, item_id)
        if not people or walked >= stop_after:
            return state, at
        at = _later(scene, at)
        if at > scene.end:
            return state, at
        if (
            plan.fate in ("referred", "coordinating")
            and walked >= 1
            and _aside(plan.fate, step, people[0], at)
        ):
            return state, at
        when = (
            at_hour(scene.as_of + timedelta(days=scene.dice.randrange(1, 6)), 9)
            if plan.fate == "scheduled"
            else None
        )
        state = reviewing.pass_step(step_id=step.id, publish_at=when, by=people[0], at=at)
        walked += 1
    return state, at


def _aside(fate: str, step: Any, by: Standing, at: datetime) -> bool:
    if fate == "referred":
        if step.role != "secrecy_reviewer":
            return False
        side_paths.open_side_path(
            step_id=step.id,
            kind="refer",
            organ="清溪县国家保密局",
            letter_no="",
            question="附件所列点位信息是否属于国家秘密。",
            by=by,
            at=at,
        )
    else:
        side_paths.open_side_path(
            step_id=step.id, kind="coordinate", organ="清溪县财政局", letter_no="", question="涉及贵局提供的资金数据，请确认可以公开的口径。",
            by=by, at=at,
        )  # fmt: skip
    return True


def _correct(scene: Scene, item_id: int, officer: Standing, last: datetime) -> None:
    """A mended version some days later, through the whole route again."""
    at = last + timedelta(days=scene.dice.randrange(2, 9))
    if at + timedelta(days=1) > scene.end:
        return
    title, body_html = public_words(item_id)
    correcting.begin_correction(item_id=item_id, reason="更正附表中的合计数。", by=officer, at=at)
    body = body_html + "<p>（本文于更正时补充：合计数以本版为准。）</p>"
    drafting.save_draft(
        item_id=item_id,
        content=Content(title, body, {}, {}),
        revision=0,
        by=officer,
        at=at + timedelta(minutes=20),
    )
    reviewing.submit(item_id=item_id, comment="更正合计数。", by=officer, at=at + timedelta(minutes=30))
    state = "in_review"
    at += timedelta(minutes=40)
    while state == "in_review":
        step, people = _turn(scene, item_id)
        if not people:
            return
        at += timedelta(hours=2)
        state = reviewing.pass_step(step_id=step.id, by=people[0], at=at)
