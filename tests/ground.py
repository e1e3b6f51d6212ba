"""The cast, or the world of the sweeps, stands in one transaction for test after test: each takes place in a savepoint.

Putting the rows of the cast back costs some 20 ms, those of the world ten times as much, rolling back to a savepoint next to
nothing. A test that wants an empty database, or a committed one, ends the transaction; the next that asks for either of them
begins another.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import connection, transaction
from pytest_django.fixtures import validate_django_db
from tests import cast as casting

T = TypeVar("T")
GROUNDS = ("world", "cast")
"""Names of fixtures. Who asks for several stands on the first, which holds the others."""


@dataclass
class _Ground:
    made: dict[str, tuple[object, casting.Snapshot]] = field(default_factory=dict)
    standing: str = ""
    block: transaction.Atomic | None = None


_ground = _Ground()


def prepare(item) -> None:
    """Before each test: the ground it asks for in its transaction, where a test before it has made that; else nothing."""
    wanted = _wanted(item)
    if _ground.block is not None and (_ground.standing != wanted or _broken()):
        leave()
    if wanted not in _ground.made:
        return
    _, rows = _ground.made[wanted]
    if _ground.block is None:
        _ground.standing, _ground.block = wanted, transaction.atomic()
        _ground.block.__enter__()
        casting.put_rows(rows)
    else:
        casting.count_on(rows)


def leave() -> None:
    """End the transaction with nothing done."""
    block, _ground.block = _ground.block, None
    if block is None:
        return
    with suppress(Exception):  # the connection may be gone, and with it what was done
        transaction.set_rollback(True)
    block.__exit__(None, None, None)


def stand(name: str, build: Callable[[], T]) -> T:
    """The ground of that name for the test that runs: it stands already, is put there, or is built by the first who asks."""
    if name not in _ground.made:
        _ground.made[name] = build(), casting.take_rows()
    elif _ground.block is None:
        casting.put_rows(_ground.made[name][1])
    return _ground.made[name][0]  # type: ignore[return-value]


def _broken() -> bool:
    """A test closed the connection under it."""
    return connection.closed_in_transaction or not connection.in_atomic_block


def _wanted(item) -> str:
    names = getattr(item, "fixturenames", ())
    marker = item.get_closest_marker("django_db")
    committed = {"transactional_db", "live_server"} & set(names) or (
        marker and any(validate_django_db(marker)[:2])
    )
    return "" if committed else next((name for name in GROUNDS if name in names), "")
