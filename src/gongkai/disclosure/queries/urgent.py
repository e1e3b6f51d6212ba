"""Why something went public by the urgent way, who did it and when: read from the ledger, where it was reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gongkai.ledger.queries import last_rows


@dataclass(frozen=True)
class UrgentFacts:
    who: str
    at: datetime
    reason: str


def urgent_facts(item_ids: Iterable[int]) -> dict[int, UrgentFacts]:
    """By item; one query. Whoever calls has narrowed the items to what the person may see."""
    rows = last_rows(act="item.report_urgent", subject_type="item", subject_ids=[str(pk) for pk in item_ids])
    return {
        int(subject): UrgentFacts(row.actor_label, row.at, str((row.payload or {}).get("reason", "")))
        for subject, row in rows.items()
    }
