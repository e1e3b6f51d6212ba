"""Those who want to write one SQLite file stand in line for it, in one process and in several."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, transaction

from gongkai.ledger.models import LedgerRow
from gongkai.sqlite import line as lines
from gongkai.sqlite.line import Line

PASSING = """
import sys, threading, time
from gongkai.sqlite.line import Line
line, until, passed = Line(sys.argv[1]), time.monotonic() + 1.5, []

def pass_through():
    while time.monotonic() < until:
        assert line.enter()
        time.sleep(0.002)
        line.leave()
        passed.append(1)

threads = [threading.Thread(target=pass_through) for _ in range(int(sys.argv[2]))]
print("ready", flush=True)
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(passed))
"""
HOLDING = """
import sys, time
from gongkai.sqlite.line import Line
assert Line(sys.argv[1]).enter()
print("inside", flush=True)
time.sleep(60)
"""


def started(script: str, place: Path, *more: str) -> subprocess.Popen[str]:
    asked = [sys.executable, "-c", script, str(place), *more]
    process = subprocess.Popen(asked, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_of_many_threads_each_goes_in_alone_and_all_come_in(tmp_path):
    line, inside, most, passed = Line(str(tmp_path / "db")), [], [], Counter()

    def pass_through(who: int) -> None:
        for _ in range(20):
            assert line.enter()
            inside.append(who)
            most.append(len(inside))
            inside.remove(who)
            passed[who] += 1
            line.leave()

    threads = [threading.Thread(target=pass_through, args=(who,)) for who in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert passed == dict.fromkeys(range(30), 20)


def test_processes_take_turns_however_many_threads_they_have(tmp_path):
    crowd = [started(PASSING, tmp_path / "db", threads) for threads in ("6", "1")]
    passed = [int(process.communicate(timeout=30)[0]) for process in crowd]
    assert 2 * min(passed) > max(passed), passed


def test_who_dies_inside_keeps_nobody_out(tmp_path):
    holder = started(HOLDING, tmp_path / "db")
    threading.Timer(0.3, lambda: os.kill(holder.pid, signal.SIGKILL)).start()
    line = Line(str(tmp_path / "db"))
    assert line.enter()
    line.leave()
    holder.wait()


def test_who_has_waited_long_enough_is_told_so_and_may_stand_in_line_again(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "PATIENCE", 0.1)
    line, other = Line(str(tmp_path / "db")), Line(str(tmp_path / "db"))
    assert line.enter()
    assert not other.enter()  # as of another process
    assert not line.enter()  # as another thread of this one
    line.leave()
    assert other.enter()
    other.leave()


needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="the line stands before SQLite alone")


def held() -> bool:
    """Whether somebody is inside before the tests' own database."""
    handle = lines._taken(f"{connection.settings_dict['NAME']}.door", time.monotonic())
    if handle is not None:
        os.close(handle)
    return handle is None


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_it_is_left_however_a_transaction_ends():
    with transaction.atomic():
        assert held()
    assert not held()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert not held()
    with pytest.raises(ZeroDivisionError), transaction.atomic(), transaction.atomic():
        raise ZeroDivisionError
    assert not held()
    with transaction.atomic():
        connection.close()
    assert not held()
    connection.connect()


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_without_a_turn_sqlite_decides(monkeypatch):
    """A line that is held by mistake costs patience, no more."""
    monkeypatch.setattr(lines, "PATIENCE", 0.05)
    stranger = Line(str(connection.settings_dict["NAME"]))
    assert stranger.enter()
    with transaction.atomic():
        assert LedgerRow.objects.select_for_update().count() >= 0
    stranger.leave()


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_who_only_reads_stands_in_no_line():
    from gongkai.figures.queries.snapshot import snapshot

    with snapshot():
        assert not held()
