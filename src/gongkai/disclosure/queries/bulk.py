"""What a bulk act would change of items, what it wouldn't and why, before anything is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.accounts.policies import Standing
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Item
from gongkai.disclosure.policies import may_file_for, may_withdraw, visible_to
from gongkai.lists.declaring import BulkLine

HEADS = ("索引号", "单位", "现在的栏目", "有效性")


def bulk_lines(by: Standing, act: str, ids: Sequence[int]) -> list[BulkLine]:
    """The chosen items that this person may know of, in one query."""
    rows = visible_to(by).filter(id__in=ids).select_related("unit", "topic").order_by("id")
    return [
        BulkLine(
            id=row.pk,
            title=row.title or "（还没有标题）",
            unit_id=row.unit_id,
            facts=(
                row.index_no or "",
                row.unit.name,
                row.topic.name if row.topic else "",
                row.get_validity_display() if row.validity else "",
            ),
            why_not=_why_not(by, act, row),
        )
        for row in rows
    ]


def _why_not(by: Standing, act: str, row: Item) -> str:
    if act == "publish":
        if row.state != "approved":
            return "不在“等到时间公开”：没有审完，或者已经公开"
        may = by.has("disclosure_office") or row.unit_id in by.unit_ids("publisher")
        return "" if may else "由本单位公开岗或者政务公开办公开"
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


def titles_of(by: Standing, ids: Sequence[int]) -> Mapping[int, str]:
    return dict(visible_to(by).filter(id__in=ids).values_list("id", "title"))
