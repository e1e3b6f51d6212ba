"""多次申请的信息转为主动公开: a draft is begun from what was asked for often; the cases remember it (条例第四十四条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.common import need, write_ledger
from gongkai.cases.models import Case, CaseItemLink
from gongkai.cases.policies import visible_to
from gongkai.cases.refusals import CaseRefused
from gongkai.disclosure.actions.drafting import Content, begin_draft


def draft_from_cases(
    *, case_ids: Sequence[int], kind: str, title: str, unit_id: int, by: Standing, at: datetime
) -> int:
    """Begin a draft of the unit for what these cases asked for; returns the item's id.

    The text is written there, from what was given to the applicants; nothing of theirs is copied.
    """
    need(by.has("disclosure_office"), "由政务公开办把多次申请的信息转为主动公开。")
    if not title.strip():
        raise CaseRefused("标题没有填。")
    with transaction.atomic():
        cases = list(visible_to(by).filter(id__in=list(case_ids)).select_related("unit").order_by("id"))
        if not cases:
            raise CaseRefused("没有选来件。")
        item_id = begin_draft(
            unit_id=unit_id, kind=kind, content=Content(title.strip(), "", {}, {}), by=by, at=at
        )
        CaseItemLink.objects.bulk_create(
            CaseItemLink(case=case, item_id=item_id, relation="proactive", by_id=by.user_id, at=at)
            for case in cases
        )
        for case in cases:
            _note(case, item_id, by, at)
    return item_id


def _note(case: Case, item_id: int, by: Standing, at: datetime) -> None:
    write_ledger(case, "propose_item", by.actor(), at, item=item_id)
