"""For tests that must do to the ledger what its database forbids.

`transactional_db` empties all tables after a test, which the triggers refuse: with `ledger_can_be_flushed`
in force they are taken off for that moment, and only tables with rows are emptied. `unguarded()` is for tests that tamper.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from gongkai.ledger import guards


@contextmanager
def unguarded() -> Iterator[None]:
    """The ledger's triggers are off inside and on again after, as a careful intruder would leave them."""
    guards.remove(connection)
    try:
        yield
    finally:
        guards.remove(connection)  # where two of these stand inside one another
        guards.install(connection)


def _deletions() -> list[str]:
    """PostgreSQL makes new files for every table it truncates, some two thousand of them; few tables have rows.

    In any order: foreign keys are looked at when the transaction ends.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in quoted))
        return [f"DELETE FROM {table}" for table, full in zip(quoted, cursor.fetchone(), strict=True) if full]


@pytest.fixture(scope="session", autouse=True)
def ledger_can_be_flushed() -> Iterator[None]:
    operations = type(connection.ops)
    original = operations.execute_sql_flush

    def flush(self, sql_list):
        with transaction.atomic(), unguarded():
            original(self, _deletions() if sql_list and self.connection.vendor == "postgresql" else sql_list)

    operations.execute_sql_flush = flush
    yield
    operations.execute_sql_flush = original
