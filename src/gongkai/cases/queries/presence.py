"""Who else has a case open just now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gongkai.accounts.policies import Standing
from gongkai.cases.models import CasePresence
from gongkai.cases.policies import visible_to

PRESENCE_LASTS = timedelta(seconds=60)  # how long an open page counts after it was last heard of


@dataclass(frozen=True)
class CaseHere:
    user_id: int
    name: str
    doing: str  # editing, looking


def others_at(by: Standing, case_id: int, at: datetime) -> list[CaseHere]:
    """Everybody else who had the case open within the last minute; nobody for who may not know of it."""
    rows = (
        CasePresence.objects.filter(
            case__in=visible_to(by).filter(id=case_id).values("id"), at__gt=at - PRESENCE_LASTS
        )
        .exclude(user_id=by.user_id)
        .select_related("user")
        .order_by("user__full_name", "id")
    )
    return [CaseHere(row.user_id, row.user.full_name, row.doing) for row in rows]
