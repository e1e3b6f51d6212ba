"""Two side paths of the review: refer a doubtful secret, coordinate with another organ (条例第十一条、第十七条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.common import day_of, locked, move, need, transition, write_ledger
from gongkai.disclosure.actions.refusals import ItemRefused, TooLate
from gongkai.disclosure.actions.reviewing import my_step
from gongkai.disclosure.models import SidePath
from gongkai.disclosure.policies import may_see
from gongkai.disclosure.rules import SIDE_RESULTS


def open_side_path(
    *,
    step_id: int,
    kind: str,
    organ: str,
    question: str,
    letter_no: str = "",
    due_on: date | None = None,
    by: Standing,
    at: datetime,
) -> int:
    """Ask the secrecy organ (`refer`) or an organ concerned (`coordinate`); until the answer nothing is published."""
    if not organ.strip() or not question.strip():
        raise ItemRefused("写明向哪个机关、要确定什么。")
    with transaction.atomic():
        item, step = my_step(step_id, by)
        if kind == "refer":
            need(step.role in ("secrecy_reviewer", "disclosure_office"), "由保密审查这一步报请定密。")
        move(item, kind, at=at)
        row = SidePath.objects.create(
            review=step.review,
            kind=kind,
            organ=organ.strip()[:200],
            question=question.strip()[:1000],
            letter_no=letter_no.strip()[:120],
            sent_on=day_of(at),
            due_on=due_on,
            opened_by_id=by.user_id,
            opened_at=at,
        )
        write_ledger(
            item, kind, by.actor(), at, organ=row.organ, letter_no=row.letter_no, question=row.question
        )
    return row.pk


def answer_side_path(
    *, side_path_id: int, result: str, answer: str, answered_on: date, by: Standing, at: datetime
) -> str:
    """Enter what the organ answered; the review goes on where it stood. Returns the item's state.

    「属国家秘密」or「不同意公开」does not publish: the step is open again and can only be returned.
    """
    with transaction.atomic():
        row = SidePath.objects.select_related("review").get(id=side_path_id)
        item = locked(row.review.item_id)
        act = "answer_referral" if row.kind == "refer" else "answer_coordination"
        step = transition(item, act) if row.closed_at is None else None
        if step is None:
            raise TooLate("答复已经登记过了。")
        need(may_see(by, item) and by.has(*step.roles), "由这一步的审核人登记答复。")
        if result not in SIDE_RESULTS[row.kind]:
            raise ItemRefused("选择对方答复的结果。")
        if not SidePath.objects.filter(id=row.pk, closed_at__isnull=True).update(
            result=result, answer=answer.strip()[:1000], answered_on=answered_on, closed_at=at
        ):
            raise TooLate("答复已经登记过了。")
        move(item, act, at=at)
        write_ledger(item, f"answer_{row.kind}", by.actor(), at, result=result, answer=answer[:300])
    return item.state
