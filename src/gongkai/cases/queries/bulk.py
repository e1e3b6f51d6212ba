"""What an act on many cases would change, what it wouldn't and why, before anything is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.accounts.policies import Standing
from gongkai.cases.models import Case
from gongkai.cases.policies import may_urge, may_work_on, visible_to
from gongkai.lists.declaring import BulkLine

HEADS = ("编号", "单位", "期限", "承办人")


def bulk_lines(by: Standing, act: str, ids: Sequence[int]) -> list[BulkLine]:
    """The chosen cases that this person may know of, in one query."""
    found = visible_to(by).filter(id__in=ids).select_related("unit", "assignee").defer("text", "values")
    return [
        BulkLine(
            id=row.pk,
            title=row.title,
            unit_id=row.unit_id,
            facts=(
                row.number or "",
                row.unit.short_name or row.unit.name,
                f"{row.due_on or ''}",
                row.assignee.full_name if row.assignee else "待认领",
            ),
            why_not=_why_not(by, act, row),
        )
        for row in found.order_by("id")
    ]


def _why_not(by: Standing, act: str, row: Case) -> str:
    if row.closed_at is not None:
        return "已经办结"
    if act == "urge":
        return "" if may_urge(by, row) else "由承办单位负责人或者政务公开办催办"
    if row.merged_into_id is not None:
        return "已经并到另一件"
    return "" if may_work_on(by, row) else "由承办这件的单位办理"


def titles_of(by: Standing, ids: Sequence[int]) -> Mapping[int, str]:
    return dict(visible_to(by).filter(id__in=ids).values_list("id", "title"))
