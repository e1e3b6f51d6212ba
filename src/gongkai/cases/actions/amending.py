"""A date entered wrongly is mended by two people, never edited: the event keeps what was entered."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.common import add_event, day_of, locked, need, recount, write_ledger
from gongkai.cases.models import Case, CaseEvent, FactChange
from gongkai.cases.policies import CASE_ROLES
from gongkai.cases.refusals import CaseRefused, TooLate

WHOSE = "由承办单位或者政务公开办更正。"


def ask_amend(*, event_id: int, on: date, reason: str, by: Standing, at: datetime) -> int:
    """Say which date is right and why; it holds once a second person agrees."""
    if len(reason.strip()) < 2:
        raise CaseRefused("写明为什么要改。")
    if on > day_of(at):
        raise CaseRefused("日期不能晚于今天。")
    with transaction.atomic():
        event = CaseEvent.objects.select_related("case").get(id=event_id)
        case = locked(event.case_id)
        need(_may(by, case), WHOSE)
        if FactChange.objects.filter(event=event, decided_at__isnull=True).exists():
            raise TooLate("这个日期已经有人提出更正，先处理那一条。")
        if on == (event.mended_on or event.on):
            raise CaseRefused("日期和现在的一样。")
        row = FactChange.objects.create(
            event=event, on=on, reason=reason.strip()[:500], asked_by_id=by.user_id, asked_at=at
        )
        write_ledger(
            case, "ask_amend", by.actor(), at, of=event.act, before=str(event.mended_on or event.on),
            after=str(on), reason=row.reason,
        )  # fmt: skip
    return row.pk


def decide_amend(*, change_id: int, agrees: bool, by: Standing, at: datetime) -> None:
    """The second person agrees or refuses. With agreement the clocks are counted anew."""
    with transaction.atomic():
        row = FactChange.objects.select_related("event").get(id=change_id)
        case = locked(row.event.case_id)
        need(_may(by, case), WHOSE)
        need(row.asked_by_id != by.user_id, "要另一个人同意，提出的人自己不能定。")
        decided = FactChange.objects.filter(id=change_id, decided_at__isnull=True).update(
            agreed_by_id=by.user_id, decided_at=at, refused=not agrees
        )
        if not decided:
            raise TooLate("已经有人定过了。")
        if agrees:
            _mend(case, row, by, at)
        write_ledger(case, "decide_amend", by.actor(), at, agrees=agrees, of=row.event.act, after=str(row.on))


def _mend(case: Case, row: FactChange, by: Standing, at: datetime) -> None:
    CaseEvent.objects.filter(id=row.event_id).update(mended_on=row.on)
    Case.objects.filter(id=case.pk).update(changed_at=at, revision=F("revision") + 1)
    event = row.event
    if case.served_on is not None and case.served_on == (event.mended_on or event.on):
        Case.objects.filter(id=case.pk, served_on=case.served_on).update(served_on=row.on)
    add_event(
        case,
        act="amend_fact",
        from_state=case.state,
        on=row.on,
        at=at,
        by_id=by.user_id,
        by_label=by.actor().label,
        values={"event": event.no, "before": str(event.on), "reason": row.reason},
    )
    recount(case, at=at)


def _may(by: Standing, case: Case) -> bool:
    return by.has("disclosure_office") or case.unit_id in by.unit_ids(*CASE_ROLES)
