"""A worker in a thread, and handlers that tests bring along."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from gongkai.jobs import registry
from gongkai.jobs.worker import run_worker
from gongkai.ledger.rules import Actor

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
OFFICER = Actor("12", "王敏", "青禾县教育局")
OTHER = Actor("13", "李强", "青禾县教育局")
ADMIN = Actor("1", "系统管理员")


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    """Locks of a test lie apart from those of any installation."""
    settings.HOME = tmp_path


@pytest.fixture
def registered() -> Iterator[Callable]:
    """`registered(handler("x")(function))` until the test ends."""
    registry.load()  # what this process has is what it has again afterwards
    handlers, consumers = dict(registry._handlers), dict(registry._consumers)
    yield lambda function: function
    registry._handlers.clear()
    registry._handlers.update(handlers)
    registry._consumers.clear()
    registry._consumers.update(consumers)


@contextmanager
def worker() -> Iterator[threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(stop,))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def wait_until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
