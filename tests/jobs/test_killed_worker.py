"""kill -9 of the worker at random moments: every step exactly once, every message at least once, all sealed."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("killed_worker.py")
STEPS, KILLS = 2500, 6

pytestmark = pytest.mark.durability


def test_nothing_is_lost_or_done_twice_when_the_worker_is_killed(tmp_path):
    environment = os.environ | {"GONGKAI_HOME": str(tmp_path), "GONGKAI_DATABASE": ""}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2] / "src")
    subprocess.run([sys.executable, SCRIPT, "prepare", str(STEPS)], env=environment, check=True)
    rng = random.Random(60)
    for kill in range(KILLS + 1):
        before = _steps(tmp_path)
        worker = subprocess.Popen([sys.executable, SCRIPT, "work"], env=environment)
        try:
            _wait(tmp_path, beyond=before, finished=kill == KILLS)
            time.sleep(rng.uniform(0, 0.4))
        finally:
            worker.kill()
            worker.wait()
    recorded = "SELECT subject_id FROM ledger_ledgerrow WHERE act = 'test.step' ORDER BY id"
    steps = [row[0] for row in _rows(tmp_path, recorded)]
    assert steps == [str(n) for n in range(STEPS)]
    assert set((tmp_path / "seen.txt").read_text().split()) == set(steps)
    assert _value(tmp_path, "SELECT count(*) FROM jobs_outbox WHERE done_at IS NULL") == 0
    assert _value(tmp_path, "SELECT total FROM ledger_seal ORDER BY id DESC LIMIT 1") == STEPS + 1


def _wait(home: Path, *, beyond: int, finished: bool) -> None:
    """Until the job has come further, or, in the last round, until everything is done and sealed."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        steps = _steps(home)
        if finished:
            sealed = _value(home, "SELECT max(total) FROM ledger_seal") or 0
            if sealed == STEPS + 1 and not _value(
                home, "SELECT count(*) FROM jobs_outbox WHERE done_at IS NULL"
            ):
                return
        elif steps > beyond or steps == STEPS:
            return
        time.sleep(0.02)
    raise AssertionError(f"no headway beyond {beyond}")


def _steps(home: Path) -> int:
    return _value(home, "SELECT count(*) FROM ledger_ledgerrow WHERE act = 'test.step'")


def _rows(home: Path, query: str) -> list[tuple]:
    connection = sqlite3.connect(home / "gongkai.sqlite3", timeout=20)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def _value(home: Path, query: str):
    rows = _rows(home, query)
    return rows[0][0] if rows else None
