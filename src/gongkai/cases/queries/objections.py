"""Open cases that hold an item: while an objection to a notice is open, the notice isn't closed."""

from __future__ import annotations

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case


def open_objections(item_id: int) -> list[str]:
    """Words for each open case that holds the item, oldest first: 公示异议农异〔2026〕1号还没有办结."""
    kinds = [kind.code for kind in CASE_KINDS.values() if kind.holds_item]
    rows = Case.objects.filter(item_id=item_id, kind__in=kinds, closed_at__isnull=True).order_by("id")
    return [
        f"{CASE_KINDS[kind].label}{number or ''}还没有办结，先答复"
        for kind, number in rows.values_list("kind", "number")
    ]
