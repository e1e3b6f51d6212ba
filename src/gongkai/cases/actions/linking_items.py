"""Published items that answer an opinion event: what clarifies a rumour stands beside it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.common import kind_of, locked, need, write_ledger
from gongkai.cases.models import Case, CaseItemLink
from gongkai.cases.policies import may_link_items
from gongkai.cases.refusals import CaseRefused, TooLate
from gongkai.disclosure.queries.searchable import recheck

NOT_YOURS = "由承办这件的单位登记。"


def link_item(*, case_id: int, item_id: int, by: Standing, at: datetime) -> None:
    """Tie a public item to an event, also when the event is settled."""
    with transaction.atomic():
        case = _linkable(case_id, by)
        public = recheck([item_id]).get(item_id)
        if public is None:
            raise CaseRefused("只能关联已经公开的信息。")
        _, made = CaseItemLink.objects.get_or_create(
            case=case, item_id=item_id, relation="clarifies", defaults={"by_id": by.user_id, "at": at}
        )
        if not made:
            raise TooLate("这一条已经关联了。")
        write_ledger(case, "link_item", by.actor(), at, item=public.index_no)


def unlink_item(*, case_id: int, item_id: int, by: Standing, at: datetime) -> None:
    with transaction.atomic():
        case = _linkable(case_id, by)
        gone, _ = CaseItemLink.objects.filter(case=case, item_id=item_id, relation="clarifies").delete()
        if not gone:
            raise TooLate("这一条没有关联。")
        write_ledger(case, "unlink_item", by.actor(), at, item=item_id)


def _linkable(case_id: int, by: Standing) -> Case:
    case = locked(case_id)
    need(may_link_items(by, case), NOT_YOURS)
    if not kind_of(case).links_items:
        raise CaseRefused(f"{kind_of(case).label}不关联公开的信息。")
    return case
