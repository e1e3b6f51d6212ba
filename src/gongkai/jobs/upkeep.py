"""What the database has to know of itself to read by the best index."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from gongkai.jobs.registry import regularly

ROWS_LOOKED_AT = 400
"""Of each index: a county of a million items is looked through in a quarter of a second, and no value is kept."""


@regularly("learn_sizes", seconds=6 * 3600)
def learn_sizes(at: datetime) -> None:
    """SQLite: how large the tables are and how far each index tells rows apart. Connections opened from then on know it.

    Without it all units' items of a year are read unit by unit, seven years of each. PostgreSQL's autovacuum does this.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")
