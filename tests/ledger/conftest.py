"""Rows to write and seal."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from gongkai.ledger.actions import record_many, seal_pending
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import Actor, Entry, Subject

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
OFFICER = Actor("12", "王敏", "青禾县教育局")


def entry(number: int, **changes) -> Entry:
    fields = {
        "actor": OFFICER,
        "act": "item.file",
        "subject": Subject("item", str(number), f"关于第{number}号事项的通知"),
        "at": AT + timedelta(seconds=number),
        "payload": {"版本": number},
    }
    return Entry(**(fields | changes))


def row_with_id(number: int) -> LedgerRow:
    """A row whose id the test chooses, not yet written."""
    return LedgerRow(
        id=number, actor_id="1", actor_label="迟", act="x", subject_type="t", subject_id="1", at=AT
    )


@pytest.fixture
def sealed():
    """Call it with numbers of rows: each number becomes a seal."""

    def write(*counts: int) -> None:
        for count in counts:
            with transaction.atomic():
                record_many(rows=[entry(n) for n in range(count)])
            assert seal_pending(at=AT + timedelta(hours=1)) == count

    return write
