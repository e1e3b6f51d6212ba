"""What the database itself keeps of rows that were deleted: taken away after something was destroyed."""

from __future__ import annotations

from django.db import connection

TRACES = "traces"
"""Topic of the outbox: something was destroyed; the key says what."""


class StillRead(RuntimeError):
    """Somebody reads an older state of the database, so its log can't be emptied now; the outbox tries again."""


def forget_traces() -> None:
    """SQLite: write everything into the database file and empty the log beside it, in which the old pages still stand.

    Inside the file deleted bytes are overwritten at once (PRAGMA secure_delete, settings.py). PostgreSQL keeps dead
    rows until VACUUM, and its own log until that is recycled: docs/operations/erasing.md says what to run.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        if busy:
            raise StillRead("the log of the database is being read")
