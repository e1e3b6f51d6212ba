"""Whether anything public may have changed since somebody looked: one value instead of reading the page again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongkai.ledger.models import LedgerRow

# Ids are handed out before they commit, so a row may appear below the highest one; it shows in the count.
WINDOW = 2000


@dataclass(frozen=True)
class PublicState:
    """`mark` differs after every act; `changed_at` is when the last act was done, None before the first."""

    mark: str
    changed_at: datetime | None


def public_state() -> PublicState:
    """Every act writes a ledger row, so the newest ids tell whether a page may have changed. Two key look-ups."""
    last = LedgerRow.objects.order_by("-id").values_list("id", "at").first()
    if last is None:
        return PublicState("0", None)
    top, at = last
    recent = LedgerRow.objects.filter(id__gt=top - WINDOW).count()
    return PublicState(f"{top:x}-{recent:x}", at)
