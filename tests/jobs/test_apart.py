"""Slow regular work has a thread of its own: neither deliveries nor jobs wait for it."""

import threading

import pytest

from gongkai.jobs import registry
from gongkai.jobs.progress import worker_stop
from gongkai.jobs.worker import _Apart, _Deliverer


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def slow(monkeypatch):
    """Work that says twice that there is more."""
    calls = []
    monkeypatch.setattr(registry, "_regular", {})

    @registry.regularly("slow", seconds=60, apart=True)
    def work(at):
        calls.append(worker_stop.get())
        return len(calls) < 3

    return calls


def test_it_is_called_again_at_once_while_there_is_more_and_knows_when_to_stop(slow):
    stop = threading.Event()
    turn = _Apart(stop)
    assert turn()
    turn()
    turn.close()
    assert slow == [stop] * 3


def test_a_second_worker_of_the_machine_leaves_it_alone(slow):
    first, second = _Apart(threading.Event()), _Apart(threading.Event())
    first()
    slow.clear()
    assert not second()
    assert slow == []
    first.close()


def test_the_thread_of_deliveries_does_not_run_it(slow):
    assert _Deliverer().regular == []
