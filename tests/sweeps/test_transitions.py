"""Every kind × state × act × role: what the table of transitions allows can be done, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.sweeps.world import ACTORS, World, today, undone

from gongkai.disclosure.actions import correcting, drafting, publishing, reviewing, side_paths
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Item, ReviewStep, SidePath
from gongkai.disclosure.states import STATES, TRANSITIONS

Press = Callable[[World, int, object], object]


def _step(item_id: int) -> int:
    """The step in hand; when none is open the last one, as a page left open would send it."""
    steps = ReviewStep.objects.filter(review__item=item_id)
    step = steps.filter(state="open").first() or steps.order_by("-round", "-no").first()
    return step.pk if step else 0


def _path(item_id: int, kind: str) -> int:
    path = SidePath.objects.filter(review__item=item_id, kind=kind, closed_at=None).first()
    return path.pk if path else 0


def _ask(kind: str) -> Press:
    return lambda w, i, by: side_paths.open_side_path(
        step_id=_step(i), kind=kind, organ="县水利局", question="是否公开", by=by, at=w.at
    )


def _answer(kind: str, result: str) -> Press:
    return lambda w, i, by: side_paths.answer_side_path(
        side_path_id=_path(i, kind), result=result, answer="", answered_on=today(), by=by, at=w.at
    )


PRESS: dict[str, Press] = {
    "submit": lambda w, i, by: reviewing.submit(item_id=i, by=by, at=w.at),
    "pass_step": lambda w, i, by: reviewing.pass_step(step_id=_step(i), by=by, at=w.at),
    "return_item": lambda w, i, by: (
        publishing.take_back(item_id=i, reason="改日期", by=by, at=w.at)
        if Item.objects.get(id=i).state == "approved"
        else reviewing.return_item(step_id=_step(i), to_no=1, reason="改日期", by=by, at=w.at)
    ),
    "refer": _ask("refer"),
    "answer_referral": _answer("refer", "not_secret"),
    "coordinate": _ask("coordinate"),
    "answer_coordination": _answer("coordinate", "consent"),
    "publish": lambda w, i, by: publishing.publish_now(item_id=i, by=by, at=w.at),
    "correct": lambda w, i, by: correcting.begin_correction(item_id=i, reason="改日期", by=by, at=w.at),
    "withdraw": lambda w, i, by: correcting.withdraw(item_id=i, reason="含有个人隐私", by=by, at=w.at),
    "publish_urgently": lambda w, i, by: publishing.publish_urgently(
        item_id=i, reason="堤防险情须立即告知", by=by, at=w.at
    ),
    "drop_correction": lambda w, i, by: correcting.drop_correction(item_id=i, by=by, at=w.at),
    "abandon": lambda w, i, by: drafting.abandon(item_id=i, reason="重复", by=by, at=w.at),
}  # fmt: skip
# The last step of the route decides between them; they are pressed as `pass_step`.
ENDS_OF_THE_ROUTE = {"schedule", "keep"}
UNIT_FILERS, PUBLISHERS = frozenset("OHD"), frozenset("PD")
STEP_LETTER = {
    "first_reviewer": "1", "second_reviewer": "2", "secrecy_reviewer": "S", "leader": "L", "publisher": "P",
}  # fmt: skip


def allowed(act: str, item: Item) -> frozenset[str]:
    """Who may do it with an item of the own unit, by law and not by what the code does."""
    if not any(t.act == act and item.state in t.sources for t in ITEM_KINDS[item.kind].transitions):
        return frozenset()
    if act in ("submit", "correct"):
        return UNIT_FILERS
    if act == "abandon":
        return UNIT_FILERS if item.public_version_id is None else frozenset()
    if act == "drop_correction":
        return UNIT_FILERS if item.public_version_id is not None else frozenset()
    if act in ("answer_referral",):
        return frozenset("SD")
    if act == "answer_coordination":
        return frozenset("12SLPD")
    if act == "withdraw":
        return PUBLISHERS if item.public_version_id is not None else frozenset()
    if act == "publish_urgently":
        return frozenset("D")
    if act == "publish":
        return PUBLISHERS if item.state == "approved" else frozenset()
    if act == "return_item" and item.state == "approved":
        return PUBLISHERS
    step = ReviewStep.objects.get(review__item=item, state="open")
    if act == "refer" and step.role != "secrecy_reviewer":
        return frozenset()
    return frozenset(STEP_LETTER.get(step.role, ""))


def in_state(world: World, kind: str, state: str) -> int | None:
    """An item of this kind brought to the state through the acts."""
    cast, at = world.cast, world.at
    draft = {"unit": "agri", "kind": kind, "at": at, "head": {"doc_no": "青农发〔2026〕9号"}}
    if state == "drafting":
        return cast.draft(**draft)
    if state == "abandoned":
        item_id = cast.draft(**draft)
        drafting.abandon(item_id=item_id, reason="重复", by=world.by("agri.officer"), at=at)
        return item_id
    if state in ("published", "withdrawn"):
        return getattr(cast, state)(**draft)
    if state == "kept":
        from tests.sweeps.world import WITHHELD

        return cast.published(**{**draft, "head": {**draft["head"], **WITHHELD}})
    item_id = cast.submitted(**draft)
    codes = set(ReviewStep.objects.filter(review__item=item_id).values_list("code", flat=True))
    if state == "returned":
        reviewing.return_item(
            step_id=_step(item_id), to_no=1, reason="改日期", by=world.by(cast.reviewer(item_id)), at=at
        )
    elif state == "approved":
        cast.pass_steps(item_id, until="publish", at=at)
        reviewing.pass_step(
            step_id=_step(item_id),
            publish_at=at + timedelta(days=1),
            by=world.by(cast.reviewer(item_id)),
            at=at,
        )
    elif state in ("referred", "coordinating"):
        if state == "referred" and "recheck" not in codes:
            return None  # the short route has no secrecy step to refer from
        if "recheck" in codes:
            cast.pass_steps(item_id, until="recheck", at=at)
        _ask("refer" if state == "referred" else "coordinate")(
            world, item_id, world.by(cast.reviewer(item_id))
        )
    return item_id


def deviations(world: World, kind: str, only: str = "") -> list[str]:
    wrong = []
    people = {letter: world.by(key) for letter, key in ACTORS.items() if letter != "-"}
    for state in STATES:
        with undone():
            item_id = in_state(world, kind, state.code)
            if item_id is None:
                continue
            item = Item.objects.get(id=item_id)
            assert item.state == state.code
            for act, press in PRESS.items():
                if only and act != only:
                    continue
                may = allowed(act, item)
                for letter, by in people.items():
                    wrong += _try(world, item, act, press, f"{act} {letter}", by, expected=letter in may)
    return wrong


def _try(
    world: World, item: Item, act: str, press: Press, name: str, by: object, *, expected: bool
) -> list[str]:
    with undone():
        target = {t.target for t in TRANSITIONS if t.act == act}
        try:
            press(world, item.pk, by)
            done = True
        except (ItemRefused, ReviewStep.DoesNotExist, SidePath.DoesNotExist):
            done = False
        now = Item.objects.values_list("state", flat=True).get(id=item.pk)
        where = f"{item.kind} {item.state} {name}"
        if done != expected:
            return [f"{where}: {'done' if done else 'refused'}"]
        if done and act != "pass_step" and now not in target:
            return [f"{where}: led to {now}"]
        if not done and now != item.state:
            return [f"{where}: refused and yet {now}"]
    return []


def test_every_declared_act_is_pressed_here():
    assert {t.act for t in TRANSITIONS} == PRESS.keys() | ENDS_OF_THE_ROUTE


def representatives() -> list[str]:
    """One kind for each table of transitions and class of route; the others share these."""
    seen = {}
    for code, kind in ITEM_KINDS.items():
        seen.setdefault((kind.transitions, kind.route_class, kind.states), code)
    return list(seen.values())


@pytest.mark.sweep
@pytest.mark.parametrize("kind", representatives())
def test_what_the_table_allows_can_be_done_and_nothing_else(world, kind):
    assert deviations(world, kind) == []


@pytest.mark.sweep
def test_mutant_an_act_without_its_right_is_caught(world, monkeypatch):
    monkeypatch.setattr(correcting, "may_withdraw", lambda by, item: True)
    assert deviations(world, "work_news", "withdraw") != []
