"""The cast stands in one transaction for test after test: each test takes place in a savepoint of its own.

Putting the rows of the cast back costs some 20 ms, rolling back to a savepoint next to nothing. A test that wants an empty
database, or a committed one, ends the transaction; the next that asks for the cast begins another.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.db import connection, transaction
from pytest_django.fixtures import validate_django_db
from tests import cast as casting


@dataclass
class _Ground:
    made: tuple[casting.Cast, casting.Snapshot] | None = None
    block: transaction.Atomic | None = None


_ground = _Ground()


def prepare(item) -> None:
    """Before each test: the cast in its transaction where the test asks for it and no more, else nothing."""
    if _ground.block is not None and (not _wanted(item) or _broken()):
        leave()
    if _ground.made is None or not _wanted(item):
        return
    if _ground.block is None:
        _ground.block = transaction.atomic()
        _ground.block.__enter__()
        casting.put_rows(_ground.made[1])
    else:
        casting.count_on(_ground.made[1])


def leave() -> None:
    """End the transaction with nothing done."""
    block, _ground.block = _ground.block, None
    if block is None:
        return
    with suppress(Exception):  # the connection may be gone, and with it what was done
        transaction.set_rollback(True)
    block.__exit__(None, None, None)


def stand() -> casting.Cast:
    """The cast for the test that runs: it stands already, or is put there."""
    if _ground.made is None:
        _ground.made = casting.build(), []
        _ground.made = _ground.made[0], casting.take_rows()
    elif _ground.block is None:
        casting.put_rows(_ground.made[1])
    return _ground.made[0]


def _broken() -> bool:
    """A test closed the connection under it."""
    return connection.closed_in_transaction or not connection.in_atomic_block


def _wanted(item) -> bool:
    names = getattr(item, "fixturenames", ())
    marker = item.get_closest_marker("django_db")
    committed = {"transactional_db", "live_server"} & set(names) or (
        marker and any(validate_django_db(marker)[:2])
    )
    return "cast" in names and not committed
