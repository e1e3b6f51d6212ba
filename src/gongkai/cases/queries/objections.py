"""Open cases that hold an item: while an objection to a notice is open, the notice isn't closed."""

from __future__ import annotations

from typing import NamedTuple

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.cases.rules.index_numbers import number_meant
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.policies import public_items

INDEX_NO = "index_no"
"""The field of a case kind that names a public notice."""
NO_SUCH_NOTICE = "没有这个索引号的公示，对照公示页面的上方核对；不知道索引号的，写公示的标题"


class Notice(NamedTuple):
    """A public item that people may object to."""

    id: int
    title: str


def notice_meant(typed: str) -> Notice | None:
    """By its index number, else by its whole title where only one notice bears it."""
    number = number_meant(typed)
    kinds = [kind.code for kind in ITEM_KINDS.values() if kind.takes_objections]
    named = public_items().filter(kind__in=kinds)
    named = (
        named.filter(index_no__in=[number, typed.strip()]) if number else named.filter(title=typed.strip())
    )
    rows = list(named.order_by("id").values_list("id", "title")[:2])
    return Notice(*rows[0]) if len(rows) == 1 else None


def notice_problem(typed: str) -> str:
    """Words for an index number that no such notice bears; a title in words ties to nothing and is no fault."""
    return NO_SUCH_NOTICE if number_meant(typed) and notice_meant(typed) is None else ""


def open_objections(item_id: int) -> list[str]:
    """Words for each open case that holds the item, oldest first: 公示异议农异〔2026〕1号还没有办结."""
    kinds = [kind.code for kind in CASE_KINDS.values() if kind.holds_item]
    rows = Case.objects.filter(item_id=item_id, kind__in=kinds, closed_at__isnull=True).order_by("id")
    return [
        f"{CASE_KINDS[kind].label}{number or ''}还没有办结，先答复"
        for kind, number in rows.values_list("kind", "number")
    ]
