"""催办: a word from above to whoever has an open case, once a day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.accounts.queries import colleagues_in
from gongkai.cases.actions.common import day_of, locked, need, write_ledger
from gongkai.cases.models import Notice
from gongkai.cases.policies import may_urge
from gongkai.cases.refusals import CaseRefused, TooLate


def urge(*, case_id: int, words: str, by: Standing, at: datetime) -> int:
    """Tell the person who has the case, or while nobody has it the handlers of its unit; returns how many were told."""
    if not words.strip():
        raise CaseRefused("写明催什么。")
    with transaction.atomic():
        case = locked(case_id)
        need(may_urge(by, case), "由承办单位负责人或者政务公开办催办，已经办结的不用催。")
        on = day_of(at)
        wanted = [case.assignee_id] if case.assignee_id else _handlers(case.unit_id, at)
        if not wanted:
            raise CaseRefused("承办单位现在没有承办人，先请安全管理员任命。")
        fresh = [
            user_id
            for user_id in wanted
            if not Notice.objects.filter(once=_once(case_id, on, user_id)).exists()
        ]
        if not fresh:
            raise TooLate("今天已经催过了。")
        due = f"最晚 {case.due_on:%Y年%m月%d日} 办结。" if case.due_on else ""
        Notice.objects.bulk_create(
            Notice(
                case=case, user_id=user_id, channel="inbox", once=_once(case_id, on, user_id), state="sent",
                made_at=at, sent_at=at, subject=f"催办：{case.number or case.title}"[:200],
                text=f"{case.title}\n{by.actor().label}：{words.strip()[:500]}\n{due}".strip(),
            )
            for user_id in fresh
        )  # fmt: skip
        write_ledger(case, "urge", by.actor(), at, text=words.strip()[:300], told=len(fresh))
    return len(fresh)


def _handlers(unit_id: int, at: datetime) -> list[int]:
    return [pk for pk, _ in colleagues_in(unit_id=unit_id, roles=("handler",), on=day_of(at))]


def _once(case_id: int, on: object, user_id: int) -> str:
    return f"urge:{case_id}:{on}:{user_id}"
