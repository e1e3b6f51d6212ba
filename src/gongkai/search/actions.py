"""Telling the index that something changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gongkai.jobs.actions import put_many

TOPIC = "search"


def announce(*, source: str, ids: Iterable[int], at: datetime) -> int:
    """Have these documents read again and written to the index or taken out of it; returns how many.

    Call it in the transaction that changes them: what is rolled back is never announced, what is committed never
    forgotten. Visible within two seconds.
    """
    return put_many(topic=TOPIC, keys=[f"{source}:{id}" for id in ids], at=at)
