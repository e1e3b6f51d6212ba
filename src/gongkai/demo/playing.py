"""An item's way through the very acts that people use: filed, passed, returned, referred, corrected, withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from gongkai.accounts.policies import Standing
from gongkai.demo.contents import attach_text, content_of, write
from gongkai.demo.stage import LATE_SHARE, Plan, Scene, at_hour, later, who
from gongkai.demo.writing import WrittenItem
from gongkai.disclosure.actions import correcting, drafting, redacting, reviewing, screening, side_paths
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.queries.screening import found_in
from gongkai.disclosure.queries.steps import open_step, public_words

_RETURNS = (
    "标题里的年份与正文不一致。",
    "附表缺合计数。",
    "政策依据没有写全文号。",
    "名单里有不宜公开的个人信息，删去后再报。",
    "落款单位用了简称。",
)


def play(scene: Scene, plan: Plan) -> int:
    """File one item and take it as far as its fate says; an explained document may get its interpretation."""
    officer = who(scene, "officer", plan.unit)
    if officer is None:
        return 0
    written = write(scene, plan)
    filed_on = plan.on
    if scene.dice.random() < LATE_SHARE and plan.fate in ("plain", "corrected"):
        filed_on = min(
            plan.on + timedelta(days=scene.dice.randrange(30, 60)), scene.as_of - timedelta(days=1)
        )
    at = at_hour(filed_on, 9, scene.dice.randrange(60))
    item_id = drafting.begin_draft(
        unit_id=scene.unit_ids[plan.unit.code],
        kind=written.kind,
        content=content_of(scene, plan, written),
        by=officer,
        at=at,
    )
    tie(scene, plan, written, item_id, at)
    if written.kind in ("normative_document", "plan", "budget") and scene.dice.random() < 0.12:
        attach_text(scene, item_id, written, officer, at)
    _fare(scene, plan, item_id, officer, at)
    return 1


def tie(scene: Scene, plan: Plan, written: WrittenItem, item_id: int, at: datetime) -> None:
    """An interpretation is linked to its document; a document may be interpreted later."""
    officer = who(scene, "officer", plan.unit)
    if (target := written.fields.get("links_to")) and officer:
        drafting.link(source_id=item_id, target_id=int(target), relation="interprets", by=officer, at=at)
    if written.kind in ("normative_document", "plan"):
        scene.explained.append((plan.unit, written, item_id, plan.on))


def _fare(scene: Scene, plan: Plan, item_id: int, officer: Standing, at: datetime) -> None:
    if plan.fate == "drafting":
        return
    if plan.fate == "abandoned":
        drafting.abandon(
            item_id=item_id, reason="与已公开的信息重复。", by=officer, at=at + timedelta(hours=2)
        )
        return
    at += timedelta(minutes=30)
    settle(item_id, officer, at)
    reviewing.submit(item_id=item_id, by=officer, at=at)
    if plan.fate in ("returned_once", "returned"):
        at = _return(scene, item_id, at)
        if plan.fate == "returned":
            return
        at = min(at + timedelta(hours=5), scene.end)
        reviewing.submit(item_id=item_id, comment="已按意见修改。", by=officer, at=at)
    state, last = walk(scene, plan, item_id, at)
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


def settle(item_id: int, officer: Standing, at: datetime) -> None:
    """What screening finds: looked at and kept with a reason, or masked."""
    if not screening.bring_up_to_date(item_id=item_id, at=at):
        return
    found = found_in(officer, item_id)
    lines = [line for group in found.groups for line in group.lines] if found else []
    looked = [line.id for line in lines if line.action == "look"]
    masked = [line.id for line in lines if line.action != "look"]
    if looked:
        redacting.dismiss_findings(
            item_id=item_id, finding_ids=looked, reason="核对过，依规定公开。", by=officer, at=at
        )
    if masked:
        redacting.redact_findings(item_id=item_id, finding_ids=masked, how="mask", by=officer, at=at)


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


def walk(scene: Scene, plan: Plan, item_id: int, at: datetime) -> tuple[str, datetime]:
    """Step after step until the item is public, or stops where its fate has it stop. Returns state and last moment."""
    stop_after = scene.dice.randrange(0, 4) if plan.fate == "step" else 99
    state = "in_review"
    walked = 0
    while state == "in_review":
        step, people = _turn(scene, item_id)
        if not people or walked >= stop_after:
            return state, at
        at = later(scene, at)
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
    settle(item_id, officer, at + timedelta(minutes=25))
    reviewing.submit(item_id=item_id, comment="更正合计数。", by=officer, at=at + timedelta(minutes=30))
    state = "in_review"
    at += timedelta(minutes=40)
    while state == "in_review":
        step, people = _turn(scene, item_id)
        if not people:
            return
        at += timedelta(hours=2)
        state = reviewing.pass_step(step_id=step.id, by=people[0], at=at)
