"""Nothing of a deleted row stays in the database's own log, whoever reads at that moment."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.jobs.actions.asking import put
from gongkai.jobs.traces import StillRead, forget_traces


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its log to itself")
def test_a_log_that_is_being_read_is_emptied_with_the_next_try():
    database = connection.settings_dict["NAME"]
    reader = sqlite3.connect(database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM jobs_outbox").fetchone()
    put(topic="test", key="1", at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        with pytest.raises(StillRead):
            forget_traces()
    finally:
        reader.close()
    forget_traces()
    assert Path(f"{database}-wal").stat().st_size == 0
    connection.close()
