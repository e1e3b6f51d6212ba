"""What a bulk act would change, what it wouldn't and why, before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.accounts.policies import Standing
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Item
from gongkai.disclosure.policies import may_file_for, may_withdraw, visible_to


@dataclass(frozen=True)
class BulkLine:
    """An item of the choice; `why_not` is empty when the act would go through."""

    id: int
    title: str
    index_no: str
    unit_id: int
    unit_name: str
    topic_name: str
    validity: str
    why_not: str


def bulk_lines(by: Standing, *, act: str, ids: Sequence[int]) -> list[BulkLine]:
    """The chosen items that this person may know of, in one query. `act`: withdraw, topic or validity."""
    rows = visible_to(by).filter(id__in=ids).select_related("unit", "topic").order_by("id")
    return [
        BulkLine(
            id=row.pk,
            title=row.title,
            index_no=row.index_no or "",
            unit_id=row.unit_id,
            unit_name=row.unit.name,
            topic_name=row.topic.name if row.topic else "",
            validity=row.get_validity_display() if row.validity else "",
            why_not=_why_not(by, act, row),
        )
        for row in rows
    ]


def _why_not(by: Standing, act: str, row: Item) -> str:
    if act == "withdraw":
        if row.state != "published":
            return "现在不是已公开，可能正在更正或者已经撤回"
        return "" if may_withdraw(by, row) else "由本单位公开岗或者政务公开办撤回"
    if not may_file_for(by, row.unit_id):
        return "由填报单位的信息员、承办人或者政务公开办办"
    if row.public_version_id is None:
        return "还没有公开"
    if act == "validity" and not ITEM_KINDS[row.kind].has_validity:
        return f"{ITEM_KINDS[row.kind].label}不标有效性"
    return ""
