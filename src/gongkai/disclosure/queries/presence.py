"""Who else has an item open just now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongkai.accounts.policies import Standing
from gongkai.disclosure.models import Presence
from gongkai.disclosure.policies import visible_to
from gongkai.disclosure.rules import PRESENCE_LASTS


@dataclass(frozen=True)
class Here:
    user_id: int
    name: str
    doing: str  # editing, looking


def others_here(by: Standing, item_id: int, at: datetime) -> list[Here]:
    """Everybody else who had the item open within the last minute; nobody for who may not know of it."""
    rows = (
        Presence.objects.filter(
            item__in=visible_to(by).filter(id=item_id).values("id"), at__gt=at - PRESENCE_LASTS
        )
        .exclude(user_id=by.user_id)
        .select_related("user")
        .order_by("user__full_name", "id")
    )
    return [Here(row.user_id, row.user.full_name, row.doing) for row in rows]
