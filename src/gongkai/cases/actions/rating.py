"""好差评: how content somebody was with the answer; never required, changed as often as they like for 30 days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from gongkai.cases.actions.common import locked, write_ledger
from gongkai.cases.actions.submitting import CITIZEN
from gongkai.cases.models import Case
from gongkai.cases.query_codes import fits
from gongkai.cases.refusals import CaseRefused, WrongSecret

OPEN_FOR = timedelta(days=30)


def rate(*, case_id: int, code: str, stars: int, text: str = "", at: datetime) -> None:
    """1 (很不满意) to 5 (非常满意), by the person who wrote in, within 30 days after the end."""
    if stars not in range(1, 6):
        raise CaseRefused("从五档里选一档。")
    with transaction.atomic():
        case = locked(case_id)
        if not fits(code, case.secret_digest):
            raise WrongSecret("编号和查询码对不上。")
        if case.closed_at is None or at - case.closed_at > OPEN_FOR:
            raise CaseRefused("办结后 30 天内可以评价。")
        Case.objects.filter(id=case_id).update(satisfaction=stars)
        write_ledger(case, "rate", CITIZEN, at, stars=stars, text=text.strip()[:500])
