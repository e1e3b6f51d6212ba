"""For tests that must do to the ledger what its database forbids.

`transactional_db` empties all tables after a test, which the triggers refuse: with `ledger_can_be_flushed`
in force they are taken off for that moment. `unguarded()` is for tests that tamper.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

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


@pytest.fixture(scope="session", autouse=True)
def ledger_can_be_flushed() -> Iterator[None]:
    operations = type(connection.ops)
    original = operations.execute_sql_flush

    def flush(self, sql_list):
        with unguarded():
            return original(self, sql_list)

    operations.execute_sql_flush = flush
    yield
    operations.execute_sql_flush = original
